/**
 * What all rows say together and nobody alone: how often each number calls, how often each is seen, who else was at a place, who else had
 * a contact. Read around registered people only; kept as counts and as lists of row numbers, for one assessment.
 */
import { radixOrder } from "./columns.ts";
import { isLocation, type Sight } from "./sight.ts";
import { kindOf } from "./view.ts";

export interface Background {
  /** Identifiers that stand in any row as a person's. */
  readonly visible: number;
  readonly calls: Degrees;
  readonly transfers: Degrees;
  /** Rows that place somebody. */
  readonly stays: Degrees;
}

/** How many rows of a kind name each pseudonym. */
export interface Degrees {
  readonly of: Uint32Array;
  /** Sum of `of`. */
  readonly total: number;
  /** Pseudonyms with any. */
  readonly active: number;
}

export function backgroundOf({ columns, rows }: Sight, pseudonyms: number): Background {
  const [calls, transfers, stays] = [0, 1, 2].map(() => new Uint32Array(pseudonyms)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const seen = new Uint8Array(pseudonyms);
  for (const row of rows) {
    const kind = kindOf(columns.forms[row] as number);
    const from = columns.from[row] as number;
    seen[from] = 1;
    if (isLocation(columns, row)) stays[from]! += 1;
    if (kind === "call" || kind === "transfer") {
      const [degrees, to] = [kind === "call" ? calls : transfers, columns.to[row] as number];
      seen[to] = 1;
      degrees[from]! += 1;
      degrees[to]! += 1;
    }
  }
  let visible = 0;
  for (const flag of seen) visible += flag;
  return { visible, calls: degrees(calls), transfers: degrees(transfers), stays: degrees(stays) };
}

function degrees(of: Uint32Array): Degrees {
  let [total, active] = [0, 0];
  for (const count of of) {
    total += count;
    if (count > 0) active += 1;
  }
  return { of, total, active };
}

/** Row numbers by a key, for the keys that are asked about. */
export class Grouped {
  readonly #starts: ReadonlyMap<number, number>;
  readonly #order: Uint32Array;
  readonly #keys: Uint32Array;

  constructor(keys: Uint32Array, order: Uint32Array) {
    this.#keys = keys;
    this.#order = order;
    const starts = new Map<number, number>();
    for (let at = 0; at < order.length; at++) {
      const key = keys[order[at] as number] as number;
      if (!starts.has(key)) starts.set(key, at);
    }
    this.#starts = starts;
  }

  /** Positions (not rows) with this key, in order. */
  of(key: number): Uint32Array {
    const start = this.#starts.get(key);
    if (start === undefined) return new Uint32Array(0);
    let [low, high] = [start, this.#order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[this.#order[middle] as number] as number) <= key) low = middle + 1;
      else high = middle;
    }
    return this.#order.subarray(start, low);
  }
}

/** Who was at these places, by place and time. */
export class PlaceIndex {
  readonly #grouped: Grouped;
  readonly times: Float64Array;
  readonly people: Int32Array;

  constructor({ columns, rows }: Sight, places: Uint8Array) {
    const kept = rows.filter((row) => isLocation(columns, row) && places[columns.at[row] as number] === 1);
    this.times = Float64Array.from(kept, (row) => columns.times[row] as number);
    this.people = Int32Array.from(kept, (row) => columns.from[row] as number);
    const at = Uint32Array.from(kept, (row) => columns.at[row] as number);
    // Milliseconds since the year 1 as two words, so that any time that the schema allows sorts rightly.
    const since = (index: number): number => (this.times[index] as number) + EPOCH;
    const low = Uint32Array.from({ length: kept.length }, (_, index) => since(index) % WORD);
    const high = Uint32Array.from({ length: kept.length }, (_, index) => Math.floor(since(index) / WORD));
    let order: Uint32Array = Uint32Array.from({ length: kept.length }, (_, index) => index);
    for (const keys of [low, high, at]) order = radixOrder(keys, order);
    this.#grouped = new Grouped(at, order);
  }

  /** Positions in `times` and `people` of those at a place, by time. */
  at(place: number): Uint32Array {
    return this.#grouped.of(place);
  }
}

const WORD = 2 ** 32;
const EPOCH = 62_135_596_800_000;

/** Ends of two-ended rows by the pseudonym at the other end, for the pseudonyms that are asked about. */
export class EndIndex {
  readonly #grouped: Grouped;
  readonly #others: Int32Array;
  readonly rows: Uint32Array;

  /** `asked[p]` is 1 for pseudonyms that will be asked about; `takes` says which rows count. */
  constructor({ columns, rows }: Sight, asked: Uint8Array, takes: (row: number) => boolean, both: boolean) {
    const near: number[] = [];
    const other: number[] = [];
    const kept: number[] = [];
    for (const row of rows) {
      if (!takes(row)) continue;
      const [from, to] = [columns.from[row] as number, columns.to[row] as number];
      if (asked[to] === 1) {
        near.push(to);
        other.push(from);
        kept.push(row);
      }
      if (both && asked[from] === 1) {
        near.push(from);
        other.push(to);
        kept.push(row);
      }
    }
    const keys = Uint32Array.from(near);
    this.#others = Int32Array.from(other);
    this.rows = Uint32Array.from(kept);
    this.#grouped = new Grouped(
      keys,
      radixOrder(
        keys,
        Uint32Array.from({ length: keys.length }, (_, index) => index),
      ),
    );
  }

  /** Positions in `rows` of the rows at this end. */
  positions(end: number): Uint32Array {
    return this.#grouped.of(end);
  }

  otherEnd(position: number): number {
    return this.#others[position] as number;
  }
}
