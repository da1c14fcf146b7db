/**
 * What all rows say together and nobody alone: how often each number calls, how often each is seen, who else was at a place, who else had
 * a contact. Read around registered people only; kept as counts and as lists of row numbers, for one assessment.
 */
import { ascending, integers, naturals, radixOrder } from "./columns.ts";
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
class Grouped {
  readonly #starts: ReadonlyMap<number, number>;
  readonly #order: Uint32Array;
  readonly #keys: Uint32Array;

  constructor(keys: Uint32Array, order: Uint32Array) {
    this.#keys = keys;
    this.#order = order;
    const starts = new Map<number, number>();
    let last = -1;
    for (let at = 0; at < order.length; at++) {
      const key = keys[order[at] as number] as number;
      if (key !== last) starts.set(key, at);
      last = key;
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
    const { length } = kept;
    this.times = new Float64Array(length);
    this.people = new Int32Array(length);
    const [at, low, high] = [new Uint32Array(length), new Uint32Array(length), new Uint32Array(length)];
    for (let index = 0; index < length; index++) {
      const row = kept[index] as number;
      const time = columns.times[row] as number;
      this.times[index] = time;
      this.people[index] = columns.from[row] as number;
      at[index] = columns.at[row] as number;
      // Milliseconds since the year 1 as two words, so that any time that the schema allows sorts rightly.
      low[index] = (time + EPOCH) % WORD;
      high[index] = Math.floor((time + EPOCH) / WORD);
    }
    let order = ascending(length);
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
    const [near, far, kept] = [naturals(), integers(), naturals()];
    const note = (end: number, other: number, row: number): void => {
      if (asked[end] !== 1) return;
      near.push(end);
      far.push(other);
      kept.push(row);
    };
    for (const row of rows) {
      if (!takes(row)) continue;
      const [from, to] = [columns.from[row] as number, columns.to[row] as number];
      note(to, from, row);
      if (both) note(from, to, row);
    }
    this.#others = far.values;
    this.rows = kept.values;
    this.#grouped = new Grouped(near.values, radixOrder(near.values, ascending(near.length)));
  }

  /** Positions in `rows` of the rows at this end. */
  positions(end: number): Uint32Array {
    return this.#grouped.of(end);
  }

  otherEnd(position: number): number {
    return this.#others[position] as number;
  }
}
