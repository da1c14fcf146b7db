import { ABSENT } from "./fields.ts";
import { LetterSearch, SHORTEST_INSIDE } from "./letter-search.ts";
import { LetterTree } from "./letter-tree.ts";
import { type Atom, fieldsOf, necessityOf } from "./necessity.ts";
import type { Plan } from "./plan.ts";
import type { EventView, FieldTable } from "./view.ts";

/** Looking at a field costs about half as much as evaluating a rule, walking over all texts of an event ten times as much. */
const FIELD_COST = 0.5;
const KEYWORD_COST = 10;

/** The rules gathered for one event, each once. */
class Candidates {
  rules: number[] = [];
  readonly #seen: Uint32Array;
  #stamp = 0;

  constructor(size: number) {
    this.#seen = new Uint32Array(size);
  }

  begin(into: number[]): void {
    this.rules = into;
    if (++this.#stamp < 2 ** 32) return;
    this.#seen.fill(0);
    this.#stamp = 1;
  }

  add(rules: readonly number[]): void {
    const seen = this.#seen;
    const stamp = this.#stamp;
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i] as number;
      if (seen[rule] === stamp) continue;
      seen[rule] = stamp;
      this.rules.push(rule);
    }
  }
}

/**
 * Picks from many rules those that an event could match. Each rule is filed under the atoms that one of its necessities names;
 * an event looks its fields up and gets the rules filed there, plus the rules of which nothing is known.
 */
export class RuleIndex {
  readonly #always: number[] = [];
  readonly #fields: FieldIndex[] = [];
  readonly #keywords: FieldIndex | undefined;
  readonly #candidates: Candidates;

  /** Keys of an event whose texts are searched for keywords where their field is looked at. */
  readonly #covered = new Set<string>();

  constructor(plans: readonly Plan[], table: FieldTable, textUses: ReadonlyMap<string, number>) {
    this.#candidates = new Candidates(plans.length);
    const uses = countFieldUses(plans);
    const around = {
      // A field that many rules look at costs each of them little: this draws rules to common fields, such as event numbers.
      fieldCost: (field: number | undefined) =>
        (field === undefined ? KEYWORD_COST : FIELD_COST) / (uses.get(field) ?? 1),
      uses: (text: string) => textUses.get(text.trim()) ?? 0,
    };
    const fields = new Map<number | undefined, FieldIndex>();
    for (const [rule, plan] of plans.entries()) {
      const atoms = necessityOf(plan, around);
      if (atoms === undefined) this.#always.push(rule);
      for (const atom of atoms ?? []) {
        let index = fields.get(atom.field);
        if (index === undefined) fields.set(atom.field, (index = new FieldIndex(atom.field ?? -1)));
        index.file(atom, rule);
      }
    }
    this.#keywords = fields.get(undefined);
    for (const [field, index] of fields) {
      if (field !== undefined) this.#fields.push(index);
      const key = field === undefined ? undefined : table.plainKey(field);
      // Long texts are searched once for both; the keywords hardly lengthen a search that is made anyway.
      if (key !== undefined && this.#keywords?.canJoin === true && index.searches) {
        index.adopt(this.#keywords);
        this.#covered.add(key);
      }
    }
    for (const index of fields.values()) index.close();
  }

  /** Adds the numbers of the rules to evaluate, each once, in no order. */
  candidates(view: EventView, into: number[]): void {
    const candidates = this.#candidates;
    candidates.begin(into);
    candidates.add(this.#always);
    for (let i = 0; i < this.#fields.length; i++) {
      const index = this.#fields[i] as FieldIndex;
      if (view.raw(index.field) === ABSENT) continue;
      candidates.add(index.present);
      if (!index.hasTexts) continue;
      const texts = view.folded(index.field);
      if (typeof texts === "string") index.look(texts, candidates);
      else if (texts !== undefined) for (const text of texts) index.look(text, candidates);
    }
    if (this.#keywords === undefined) return;
    candidates.add(this.#keywords.present);
    if (!this.#keywords.hasTexts) return;
    if (this.#keywords.canJoin)
      this.#keywords.look(view.joinLong(this.#keywords.shortest, this.#covered), candidates);
    else for (const text of view.allFolded()) this.#keywords.look(text, candidates);
  }
}

function countFieldUses(plans: readonly Plan[]): Map<number | undefined, number> {
  const uses = new Map<number | undefined, number>();
  for (const plan of plans) {
    const fields = new Set<number | undefined>();
    fieldsOf(plan, fields);
    for (const field of fields) uses.set(field, (uses.get(field) ?? 0) + 1);
  }
  return uses;
}

/** Distinct texts by number, and the rules filed under each. */
class TextShelf {
  readonly texts: string[] = [];
  readonly rules: number[][] = [];
  readonly #numbers = new Map<string, number>();
  readonly #lengths = new Set<number>();

  file(text: string, rule: number): void {
    const number = this.#numbers.get(text);
    if (number !== undefined) {
      this.rules[number]?.push(rule);
      return;
    }
    this.#numbers.set(text, this.texts.length);
    this.#lengths.add(text.length);
    this.texts.push(text);
    this.rules.push([rule]);
  }

  find(text: string): readonly number[] | undefined {
    // To look a text up is to hash all of it: most are told by their length.
    if (!this.#lengths.has(text.length)) return undefined;
    const number = this.#numbers.get(text);
    return number === undefined ? undefined : this.rules[number];
  }
}

/** The rules filed under the atoms of one field. */
class FieldIndex {
  readonly field: number;
  readonly present: number[] = [];
  hasTexts = false;
  /** Shorter texts need not be looked at. */
  shortest = Number.POSITIVE_INFINITY;
  /** True where several texts may be searched as one, and texts of numbers and booleans need not be looked at. */
  canJoin = true;
  readonly #equals = new TextShelf();
  readonly #starts = new TextShelf();
  readonly #ends = new TextShelf();
  readonly #inside = new TextShelf();
  readonly #short = new TextShelf();
  readonly #foreign: number[] = [];
  readonly #startTree = new LetterTree();
  readonly #endTree = new LetterTree();
  #search: LetterSearch | undefined;
  readonly #hits: number[] = [];

  constructor(field: number) {
    this.field = field;
  }

  file({ kind, text }: Atom, rule: number): void {
    this.hasTexts ||= kind !== "present";
    if (kind !== "present") {
      this.shortest = Math.min(this.shortest, text.length);
      const likeNumber = /^[\d+\-.e]*$/.test(text) || /^[adefilnrstuy]*$/.test(text);
      if (kind !== "contains" || likeNumber) this.canJoin = false;
    }
    switch (kind) {
      case "present":
        this.present.push(rule);
        break;
      case "equals":
        this.#equals.file(text, rule);
        break;
      case "startswith":
        this.#starts.file(text, rule);
        break;
      case "endswith":
        this.#ends.file(text, rule);
        break;
      case "foreign":
        this.#foreign.push(rule);
        break;
      case "contains":
        (text.length < SHORTEST_INSIDE ? this.#short : this.#inside).file(text, rule);
    }
  }

  get searches(): boolean {
    return this.#inside.texts.length > 0;
  }

  /** Files what is looked for anywhere in an event for this field too. */
  adopt(keywords: FieldIndex): void {
    for (const shelf of [keywords.#inside, keywords.#short])
      for (const [number, text] of shelf.texts.entries())
        for (const rule of shelf.rules[number] ?? [])
          this.file({ field: this.field, kind: "contains", text }, rule);
  }

  close(): void {
    for (const [number, text] of this.#starts.texts.entries()) this.#startTree.add(text, number);
    for (const [number, text] of this.#ends.texts.entries())
      this.#endTree.add([...text].toReversed().join(""), number);
    if (this.#inside.texts.length > 0) this.#search = new LetterSearch(this.#inside.texts);
  }

  look(text: string, candidates: Candidates): void {
    const equal = this.#equals.find(text);
    if (equal !== undefined) candidates.add(equal);
    const hits = this.#hits;
    hits.length = 0;
    this.#startTree.walk(text, hits);
    this.#report(this.#starts, candidates);
    this.#endTree.walkBack(text, hits);
    this.#report(this.#ends, candidates);
    if (this.#foreign.length > 0 && Buffer.byteLength(text) !== text.length) candidates.add(this.#foreign);
    const short = this.#short.texts;
    for (let i = 0; i < short.length; i++)
      if (text.includes(short[i] as string)) candidates.add(this.#short.rules[i] as number[]);
    if (this.#search === undefined) return;
    this.#search.scan(text, hits);
    this.#report(this.#inside, candidates);
  }

  #report(shelf: TextShelf, candidates: Candidates): void {
    const hits = this.#hits;
    if (hits.length === 0) return;
    for (let i = 0; i < hits.length; i++) candidates.add(shelf.rules[hits[i] as number] as number[]);
    hits.length = 0;
  }
}
