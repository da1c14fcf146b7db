import {
  ABSENT,
  MAX_DEPTH,
  collectTexts,
  elementTexts,
  type FieldPath,
  fieldPath,
  resolveField,
  type SigmaEvent,
  textOf,
} from "./fields.ts";
import { fold } from "./fold.ts";

/** The fields that a set of rules looks at, each with a number. */
export class FieldTable {
  readonly #numbers = new Map<string, number>();
  /** Several names stand for one field: the first that an event has. */
  readonly names: (readonly string[])[] = [];
  readonly paths: (readonly FieldPath[])[] = [];

  number(names: readonly string[]): number {
    const key = names.join("\u0000");
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.paths.length;
    this.#numbers.set(key, number);
    this.names.push(names);
    this.paths.push(names.map(fieldPath));
    return number;
  }

  /** The key that leads to a field by itself, where no path and no other name does. */
  plainKey(field: number): string | undefined {
    const [path, ...others] = this.paths[field] ?? [];
    return path !== undefined && others.length === 0 && path.splits.length === 0 && !path.inherited
      ? path.name
      : undefined;
  }
}

export type Texts = string | readonly string[] | undefined;

const UNREAD = Symbol("unread");

/**
 * One event as the tests see it. Fields are resolved and folded at most once per event, however many rules ask.
 * Owned by one rule set or rule and used for one event at a time; `release` forgets the event.
 */
export class EventView {
  readonly #table: FieldTable;
  #event: SigmaEvent = {};
  readonly #raw: unknown[] = [];
  readonly #texts: (Texts | typeof UNREAD)[] = [];
  readonly #folded: (Texts | typeof UNREAD)[] = [];
  readonly #touched: number[] = [];
  #allFolded: string[] | undefined;
  #all: string[] | undefined;
  readonly #long: string[] = [];

  constructor(table: FieldTable) {
    this.#table = table;
  }

  take(event: SigmaEvent): this {
    this.#event = event;
    while (this.#raw.length < this.#table.paths.length) {
      this.#raw.push(UNREAD);
      this.#texts.push(UNREAD);
      this.#folded.push(UNREAD);
    }
    return this;
  }

  release(): void {
    for (const field of this.#touched) {
      this.#raw[field] = UNREAD;
      this.#texts[field] = UNREAD;
      this.#folded[field] = UNREAD;
    }
    this.#touched.length = 0;
    this.#event = {};
    this.#all = undefined;
    this.#allFolded = undefined;
  }

  /** The value as it stands in the event, or ABSENT. */
  raw(field: number): unknown {
    const known = this.#raw[field];
    if (known !== UNREAD) return known;
    this.#touched.push(field);
    let value: unknown = ABSENT;
    for (const path of this.#table.paths[field] ?? []) {
      value = resolveField(this.#event, path);
      if (value !== ABSENT) break;
    }
    this.#raw[field] = value;
    return value;
  }

  texts(field: number): Texts {
    const known = this.#texts[field];
    if (known !== UNREAD) return known;
    const value = this.raw(field);
    const texts = Array.isArray(value) ? elementTexts(value as readonly unknown[]) : textOf(value);
    this.#texts[field] = texts;
    return texts;
  }

  folded(field: number): Texts {
    const known = this.#folded[field];
    if (known !== UNREAD) return known;
    const texts = this.texts(field);
    const folded = typeof texts === "string" ? fold(texts) : texts?.map(fold);
    this.#folded[field] = folded;
    return folded;
  }

  /** Every text of the event: what keywords are looked for in. */
  allTexts(): readonly string[] {
    if (this.#all === undefined) {
      this.#all = [];
      collectTexts(this.#event, this.#all);
    }
    return this.#all;
  }

  /**
   * The texts of at least a length, folded and in one, for a first look; those of numbers and booleans are left out. A folded text
   * never holds more ASCII characters in a row than the text has characters. Texts right under the keys in `except` are left out.
   */
  joinLong(shortest: number, except: ReadonlySet<string>): string {
    const texts = this.#long;
    for (const key in this.#event) {
      const value = this.#event[key];
      if (typeof value === "string") {
        if (value.length >= shortest && !except.has(key)) texts.push(value);
      } else if (typeof value === "object" && value !== null) collectLong(value, shortest, texts, 1);
    }
    const joined = fold(texts.join("\u0000"));
    texts.length = 0;
    return joined;
  }

  allFolded(): readonly string[] {
    this.#allFolded ??= this.allTexts().map(fold);
    return this.#allFolded;
  }
}

/** Like `collectTexts`, for strings and dates only. */
function collectLong(value: object, shortest: number, into: string[], depth: number): void {
  const text = textOf(value);
  if (text !== undefined) into.push(text);
  else if (depth < MAX_DEPTH)
    for (const inner of Object.values(value) as unknown[]) {
      if (typeof inner === "string") {
        if (inner.length >= shortest) into.push(inner);
      } else if (typeof inner === "object" && inner !== null) collectLong(inner, shortest, into, depth + 1);
    }
}
