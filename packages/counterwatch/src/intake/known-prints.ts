/**
 * Fingerprints of the rows that were read, in constant memory. An entry is two words: the low half of the fingerprint, and the
 * high half with its last `TAG_BITS` bits replaced by a tag that says what kind of row it was.
 */
import type { Fingerprint } from "./fingerprint.ts";

export const TAG_BITS = 12;
const TAG = 2 ** TAG_BITS - 1;

/** Whether an entry with this tag is meant. */
export type TagTest = (tag: number) => boolean;

/**
 * Any row, in any order: two open-addressed tables, of which the older is dropped when the younger is full. Reaches at least
 * `capacity` entries back. Memory is taken when the first entry comes.
 */
export class ScatteredPrints {
  readonly #capacity: number;
  readonly #mask: number;
  #young: Int32Array | undefined;
  #old: Int32Array | undefined;
  #count = 0;
  #oldCount = 0;
  forgotten = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#mask = 2 ** Math.ceil(Math.log2(capacity * 1.35)) - 1;
  }

  has(print: Fingerprint, test: TagTest): boolean {
    return this.#isIn(this.#young, print, test) || this.#isIn(this.#old, print, test);
  }

  #isIn(table: Int32Array | undefined, { low, high, place }: Fingerprint, test: TagTest): boolean {
    if (table === undefined) return false;
    const mask = this.#mask;
    for (let slot = place & mask; ; slot = (slot + 1) & mask) {
      const first = table[slot * 2] as number;
      const second = table[slot * 2 + 1] as number;
      if (first === 0 && second === 0) return false;
      if (first === low && second >>> TAG_BITS === high >>> TAG_BITS && test(second & TAG)) return true;
    }
  }

  /** The tag of an entry with this fingerprint; undefined where there is none. */
  tagOf(print: Fingerprint): number | undefined {
    return this.#tagIn(this.#young, print) ?? this.#tagIn(this.#old, print);
  }

  #tagIn(table: Int32Array | undefined, { low, high, place }: Fingerprint): number | undefined {
    if (table === undefined) return undefined;
    const mask = this.#mask;
    const upper = high >>> TAG_BITS;
    for (let slot = place & mask; ; slot = (slot + 1) & mask) {
      const first = table[slot * 2] as number;
      const second = table[slot * 2 + 1] as number;
      if (first === 0 && second === 0) return undefined;
      if (first === low && second >>> TAG_BITS === upper) return second & TAG;
    }
  }

  put({ low, high, place }: Fingerprint, tag: number): void {
    if (this.#young === undefined || this.#count >= this.#capacity) this.#turnOver();
    const table = this.#young as Int32Array;
    const mask = this.#mask;
    let slot = place & mask;
    while (table[slot * 2] !== 0 || table[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
    const second = (high & ~TAG) | tag;
    // Two zeros are an empty slot: the one fingerprint that reads so is stored as another.
    table[slot * 2] = low === 0 && second === 0 ? 1 : low;
    table[slot * 2 + 1] = second;
    this.#count++;
  }

  #turnOver(): void {
    this.forgotten += this.#oldCount;
    const recycled = this.#old;
    this.#old = this.#young;
    this.#oldCount = this.#count;
    this.#young = recycled?.fill(0) ?? new Int32Array((this.#mask + 1) * 2);
    this.#count = 0;
  }
}

/** Rows of one second are searched one by one: no more than this many are kept in order. */
const MOST_IN_A_SECOND = 32;

/**
 * Rows that come in the order of their times, as most logs are written: a ring of the last `capacity` ones. Writing goes on from
 * place to place, which a table of hashes does not: on a log of five million rows each row saves a visit to cold memory.
 */
export class OrderedPrints {
  readonly #capacity: number;
  #seconds: Uint32Array | undefined;
  #words: Int32Array | undefined;
  #start = 0;
  #count = 0;
  #last = -1;
  #inLast = 0;
  forgotten = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** False where the row is out of order, or too many share its second: it belongs elsewhere. `second` since 1970. */
  put(second: number, { low, high }: Fingerprint, tag: number): boolean {
    if (second < this.#last || (second === this.#last && this.#inLast >= MOST_IN_A_SECOND)) return false;
    this.#seconds ??= new Uint32Array(this.#capacity);
    this.#words ??= new Int32Array(this.#capacity * 2);
    this.#inLast = second === this.#last ? this.#inLast + 1 : 1;
    this.#last = second;
    let place = this.#start + this.#count;
    if (place >= this.#capacity) place -= this.#capacity;
    if (this.#count < this.#capacity) this.#count++;
    else {
      this.forgotten++;
      this.#start = this.#start + 1 === this.#capacity ? 0 : this.#start + 1;
    }
    this.#seconds[place] = second;
    this.#words[place * 2] = low;
    this.#words[place * 2 + 1] = (high & ~TAG) | tag;
    return true;
  }

  has(second: number, { low, high }: Fingerprint, test: TagTest): boolean {
    const seconds = this.#seconds;
    const words = this.#words;
    if (seconds === undefined || words === undefined) return false;
    for (let index = this.#firstOf(second, seconds); index < this.#count; index++) {
      const place = this.#placeOf(index);
      if (seconds[place] !== second) return false;
      const word = words[place * 2 + 1] as number;
      if (words[place * 2] === low && word >>> TAG_BITS === high >>> TAG_BITS && test(word & TAG))
        return true;
    }
    return false;
  }

  /** The first entry that is not earlier than `second`. */
  #firstOf(second: number, seconds: Uint32Array): number {
    let from = 0;
    let to = this.#count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((seconds[this.#placeOf(middle)] as number) < second) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #placeOf(index: number): number {
    const place = this.#start + index;
    return place < this.#capacity ? place : place - this.#capacity;
  }
}
