import type { Pseudonym, Subject, SubjectType } from "../model/index.ts";
import { BoundedMemo, flatten } from "./bounded-memo.ts";
import { canonicalise, isPlainPlate, readAddress } from "./canonical.ts";
import {
  findIdentifiers,
  findSpelling,
  guessType,
  mayHoldContact,
  mayHoldIdentifier,
  type Span,
  spellings,
  squash,
} from "./free-text.ts";
import { createMaskTest, isBlank } from "./masks.ts";
import { createPseudonymiser } from "./pseudonymiser.ts";

/** The only way from a raw value into an event. */
export interface Identifiers {
  /** Canonicalise by type, then pseudonymise. Masks become `withheld`; wildcards and fragments `partial`. Undefined: empty. */
  subject(type: SubjectType, raw: string): Subject | undefined;
  /** As `subject`, for a cell that may hold several values, separated by comma, semicolon, bar, newline or (plates) space. */
  subjects(type: SubjectType, raw: string): Subject[];
  /**
   * The account that looks. Readable unless the run pseudonymises operators; a mask becomes `withheld`.
   * `own` as for `text`.
   */
  operator(raw: string, own?: readonly string[]): { id: string; withheld?: true } | undefined;
  /**
   * Where the operator works from: an IP address in canonical form, a host name as `text`; a pseudonym where the run
   * pseudonymises operators. Undefined: blank or masked.
   */
  address(raw: string, own?: readonly string[]): string | undefined;
  /** The name of a camera, reader or cell: kept as it is, but for this row's own subjects, e-mails, phones and IMEIs. */
  site(raw: string, own?: readonly string[]): string;
  /**
   * Free text (reason, case, authority, filters, prompt, unit, client, object names) with everything in it that looks like a
   * subject identifier replaced by `‹type:short pseudonym›`. `own` are this row's raw subject cells, replaced wherever they occur.
   */
  text(raw: string, own?: readonly string[]): string;
  /**
   * True where nothing in a row's number would be replaced. A number such as `city-a-alpr:000123` is told by its name, which is
   * remembered: up to seven digits hold no identifier but one of this row's own subjects, and every id would be a new text.
   */
  isBareNumber(raw: string, own: readonly string[]): boolean;
  /** True where one of this row's own subjects may stand in a text, of which `squashed` are the letters and digits: it has to be read with them. */
  standsIn(squashed: string, own: readonly string[]): boolean;
  /** True for `***`, `###`, `REDACTED`, `[withheld]` and the like: present but withheld. */
  isMask(raw: string): boolean;
  /** True for the empty cell and for `-`, `N/A`, `null` and the like: nothing there. */
  isBlank(raw: string): boolean;
  pseudonym(type: SubjectType | "operator" | "address", canonical: string): Pseudonym;
}

/**
 * Told each subject that stands in a subject column or field, in canonical form, when it is replaced by its pseudonym; not
 * fragments, and nothing that the log withholds. The one place where a canonical form leaves intake: for the blind tripwires,
 * which need it in memory to compute a tag. Whoever observes writes it nowhere.
 */
export type SubjectObserver = (pseudonym: Pseudonym, type: SubjectType, canonical: string) => void;

export interface IdentifierOptions {
  readonly siteKey: Uint8Array;
  /** ISO 3166 alpha-2, for national phone numbers. */
  readonly country?: string | undefined;
  readonly pseudonymiseOperators?: boolean | undefined;
  /** Further marks that mean present-but-withheld. */
  readonly masks?: readonly string[] | undefined;
  readonly observer?: SubjectObserver | undefined;
  /** How many distinct subject cells of one type are remembered. Default 16,384; a miss of a phone costs ten times a hit. */
  readonly remembered?: number | undefined;
}

/** Longest free text kept, in UTF-16 units; the rest is cut off and the cut is shown. */
const LONGEST_TEXT = 4096;
const REMEMBERED = 16_384;

/** Nothing to tidy: ASCII, single spaces, none at the ends. */
const PRINTED = /^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/;

interface ReadText {
  readonly text: string;
  /** Letters and digits only, for the search for the row's own subjects; computed when first asked for. */
  squashed: string | undefined;
}

export function createIdentifiers(options: IdentifierOptions): Identifiers {
  const { country, observer, remembered = REMEMBERED } = options;
  const pseudonym = createPseudonymiser(options.siteKey);
  const isMask = createMaskTest(options.masks);
  const texts = new BoundedMemo<ReadText>(REMEMBERED);
  const places = new BoundedMemo<ReadText>(REMEMBERED);
  const operators = new BoundedMemo<KnownOperator>(REMEMBERED);
  const ownSpellings = new BoundedMemo<readonly Spelling[]>(remembered);
  const subjectMemos = new Map<SubjectType, BoundedMemo<KnownSubjects>>();

  /** What the cell that is being read tells the observer. */
  let told: Told[] = [];

  function readSubject(type: SubjectType, raw: string): Subject | undefined {
    if (type === "plate" && isPlainPlate(raw) && !isMask(raw)) return named(type, raw);
    if (isBlank(raw)) return undefined;
    if (isMask(raw)) return { type, withheld: true };
    const canonical = canonicalise(type, raw, country);
    if (canonical === undefined) return undefined;
    if (!canonical.partial) return named(type, canonical.value);
    return { type, id: pseudonym(type, canonical.value), partial: true };
  }

  function named(type: SubjectType, canonical: string): Subject {
    const id = pseudonym(type, canonical);
    if (observer !== undefined) told.push([id, type, flatten(canonical)]);
    return { type, id };
  }

  function readSubjects(type: SubjectType, raw: string): Omit<KnownSubjects, "told"> {
    const whole = readSubject(type, raw);
    if (whole === undefined || whole.withheld === true || isPlainPlate(raw))
      return { whole, parts: whole === undefined ? [] : [whole] };
    const cells = splitCell(type, raw);
    return {
      whole,
      parts: cells.length === 1 ? [whole] : cells.flatMap((cell) => readSubject(type, cell) ?? []),
    };
  }

  function subjectsOf(type: SubjectType, raw: string): KnownSubjects {
    let memo = subjectMemos.get(type);
    if (memo === undefined) subjectMemos.set(type, (memo = new BoundedMemo(remembered)));
    let known = memo.get(raw);
    if (known === undefined) {
      told = [];
      known = memo.set(raw, { ...readSubjects(type, raw), told });
    }
    // At every look-up, remembered or not.
    if (observer !== undefined) for (const subject of known.told) observer(...subject);
    return known;
  }

  function replace(raw: string, spans: readonly Span[]): string {
    let out = "";
    let from = 0;
    for (const { start, end, type, value } of spans) {
      if (type === undefined) continue;
      out += raw.slice(from, start) + stand(type, value ?? raw.slice(start, end));
      from = end;
    }
    return from === 0 ? raw : out + raw.slice(from);
  }

  function stand(type: SubjectType, raw: string): string {
    const canonical = canonicalise(type, raw, country);
    return `‹${type}:${pseudonym(type, canonical?.value ?? raw).slice(3, 11)}›`;
  }

  function read(raw: string, memo: BoundedMemo<ReadText>, wanted: Wanted): ReadText {
    const known = memo.get(raw);
    if (known !== undefined) return known;
    let text = tidy(raw);
    if (wanted === IN_PLACES ? mayHoldContact(text) : mayHoldIdentifier(text)) {
      text = replace(
        text,
        findIdentifiers(text, country, []).filter((span) => isWanted(span, wanted)),
      );
    }
    return memo.set(raw, { text: flatten(text), squashed: undefined });
  }

  /** `entry.text`, unless one of this row's own subjects occurs in `raw`: then `raw` is read again with it. */
  function readOwn(raw: string, entry: ReadText, own: readonly string[], wanted: Wanted): string {
    const spelled = spellingsOf(own);
    if (spelled.length === 0) return entry.text;
    entry.squashed ??= flatten(squash(raw));
    let spans: Span[] | undefined;
    for (const { letters, cell } of spelled) {
      if (entry.squashed.length < letters.length || !entry.squashed.includes(letters)) continue;
      spans ??= [];
      for (const [start, end] of findSpelling(tidy(raw), letters)) {
        if (!spans.some((other) => other.start < end && start < other.end)) {
          spans.push({ start, end, type: guessType(cell), value: cell });
        }
      }
    }
    if (spans === undefined) return entry.text;
    const text = tidy(raw);
    const found = findIdentifiers(text, country, spans);
    return replace(
      text,
      found.filter((span) => spans.includes(span) || isWanted(span, wanted)),
    );
  }

  // A row asks several times with one array: the answer for the last one is at hand.
  let lastCells: readonly string[] = [];
  let lastSpellings: readonly Spelling[] = [];

  function spellingsOf(own: readonly string[]): readonly Spelling[] {
    if (!areSame(own, lastCells)) {
      lastSpellings = own.length === 1 ? spell(own[0] as string) : own.flatMap(spell);
      lastCells = own.slice();
    }
    return lastSpellings;
  }

  function standsIn(squashed: string, own: readonly string[]): boolean {
    if (own.length === 0) return false;
    const spelled = spellingsOf(own);
    for (let index = 0; index < spelled.length; index++) {
      const { letters } = spelled[index] as Spelling;
      if (squashed.length >= letters.length && squashed.includes(letters)) return true;
    }
    return false;
  }

  function spell(cell: string): readonly Spelling[] {
    if (isPlainPlate(cell) && !isMask(cell)) return [{ letters: cell, cell }];
    const known = ownSpellings.get(cell);
    if (known !== undefined) return known;
    const hidden = isBlank(cell) || isMask(cell);
    const parts = hidden ? [] : splitCell("plate", cell);
    return ownSpellings.set(
      cell,
      parts.flatMap((part) => spellings(part, country).map((letters) => ({ letters, cell: flatten(part) }))),
    );
  }

  function readOperator(raw: string): KnownOperator | undefined {
    if (isBlank(raw)) return undefined;
    if (isMask(raw)) return { operator: { id: "withheld", withheld: true }, entry: undefined };
    const id = flatten(tidy(raw));
    if (id === "") return undefined;
    if (options.pseudonymiseOperators === true)
      return { operator: { id: pseudonym("operator", id) }, entry: undefined };
    return { operator: { id }, entry: { text: id, squashed: undefined } };
  }

  return {
    subject: (type, raw) => (raw === "" ? undefined : subjectsOf(type, raw).whole),
    subjects: (type, raw) => (raw === "" ? [] : subjectsOf(type, raw).parts.slice()),
    operator(raw, own) {
      let known = operators.get(raw);
      if (known === undefined) {
        known = readOperator(raw);
        if (known === undefined) return undefined;
        operators.set(raw, known);
      }
      const { operator, entry } = known;
      if (own === undefined || own.length === 0 || entry === undefined) return operator;
      const id = readOwn(raw, entry, own, NOTHING);
      return id === operator.id ? operator : { id };
    },
    address(raw, own) {
      if (isBlank(raw) || isMask(raw) || tidy(raw) === "") return undefined;
      const address = readAddress(raw.trim().replace(/^\[(.*)\](?::\d+)?$/, "$1"));
      if (options.pseudonymiseOperators === true) return pseudonym("address", address ?? tidy(raw));
      const isOwn = own?.some((cell) => cell.trim() === raw.trim() || readAddress(cell.trim()) === address);
      return address === undefined || isOwn === true ? this.text(raw, own) || undefined : address;
    },
    site(raw, own) {
      const entry = read(raw, places, IN_PLACES);
      return own === undefined || own.length === 0 ? entry.text : readOwn(raw, entry, own, IN_PLACES);
    },
    isBareNumber(raw, own) {
      const start = numberStart(raw);
      if (start < 0) return this.site(raw, own) === raw;
      const name = raw.slice(0, start);
      const entry = read(name, places, IN_PLACES);
      if (entry.text !== name) return false;
      if (own.length === 0) return true;
      entry.squashed ??= flatten(squash(name));
      return !standsIn(entry.squashed + raw.slice(start), own);
    },
    standsIn,
    text(raw, own) {
      const entry = read(raw, texts, undefined);
      return own === undefined || own.length === 0 ? entry.text : readOwn(raw, entry, own, undefined);
    },
    isMask,
    isBlank,
    pseudonym,
  };
}

/** One way in which a subject cell of the row may occur in its texts. */
interface Spelling {
  readonly letters: string;
  readonly cell: string;
}

interface KnownSubjects {
  /** The cell as one value. */
  readonly whole: Subject | undefined;
  /** The cell as several. */
  readonly parts: readonly Subject[];
  readonly told: readonly Told[];
}

type Told = Parameters<SubjectObserver>;

interface KnownOperator {
  readonly operator: { id: string; withheld?: true };
  /** Undefined where the name is not shown anyway. */
  readonly entry: ReadText | undefined;
}

/** The types to replace; undefined: all of them. */
type Wanted = ReadonlySet<SubjectType> | undefined;
const NOTHING: Wanted = new Set();
const IN_PLACES: Wanted = new Set(["email", "phone", "imei"]);

function isWanted({ type }: Span, wanted: Wanted): boolean {
  return type !== undefined && (wanted === undefined || wanted.has(type));
}

function areSame(own: readonly string[], known: readonly string[]): boolean {
  if (own.length !== known.length) return false;
  for (let index = 0; index < own.length; index++) if (own[index] !== known[index]) return false;
  return true;
}

const MOST_DIGITS = 7;

/** Where the number behind a name begins, as logs give it to a row: `city-a-alpr:000123`. -1: there is none. */
function numberStart(raw: string): number {
  let start = raw.length;
  while (start > 0 && raw.charCodeAt(start - 1) >= 48 && raw.charCodeAt(start - 1) <= 57) start--;
  const digits = raw.length - start;
  return digits > 0 && digits <= MOST_DIGITS && raw.charCodeAt(start - 1) === 58 ? start : -1;
}

/** One line, no control characters, bounded. */
function tidy(raw: string): string {
  if (PRINTED.test(raw) && raw.length <= LONGEST_TEXT) return raw;
  const text = raw.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

/** `AB12CDE XY34ZZZ` are two plates, `ABC 1234` is one: a space separates only where every piece mixes letters and digits. */
function splitCell(type: SubjectType, raw: string): readonly string[] {
  const parts = /[,;|\n\r]/.test(raw) && type !== "person" ? raw.split(/[,;|\n\r]+/) : [raw];
  if (type !== "plate") return parts;
  return parts.flatMap((part) => {
    const words = part.trim().split(/\s+/);
    const apart =
      words.length > 1 && words.every((word) => word.length >= 4 && /\d/.test(word) && /\p{L}/u.test(word));
    return apart ? words : [part];
  });
}
