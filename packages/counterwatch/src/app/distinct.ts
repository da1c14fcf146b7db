/**
 * How many different keys have been seen: exact up to `capacity`, and in bounded memory beyond.
 *
 * A set of 64-bit hashes; when it is full, every hash whose lowest bit is 1 is dropped, then the next bit, and so on
 * (adaptive sampling, Wegman; analysed by Flajolet, "On adaptive sampling", Computing 43, 1990). The estimate is
 * size·2^level with a standard error of about 1.2/√capacity: 0.06 % at four million. Keys must be uniformly
 * distributed; pseudonyms are, being keyed hashes. Two of n keys coincide with probability n²/2⁶⁵.
 */
const START = 1 << 10;
const FULLEST = 0.5;

export class Distinct {
  readonly #capacity: number;
  #slots: Uint32Array;
  #size = 0;
  #level = 0;
  #zero = false;

  constructor(capacity = 1 << 22) {
    this.#capacity = capacity;
    this.#slots = new Uint32Array(START * 2);
  }

  /** `high` and `low` are 32 uniformly distributed bits each. */
  add(high: number, low: number): void {
    if (!this.#sampled(low)) return;
    if (high === 0 && low === 0) {
      // Two zero words mark an empty slot.
      this.#zero = true;
      return;
    }
    if (!this.#insert(high, low)) return;
    if (this.#size >= this.#capacity) {
      this.#level += 1;
      this.#rebuild(this.#slots.length);
    } else if (this.#size > (this.#slots.length / 2) * FULLEST) {
      this.#rebuild(this.#slots.length * 2);
    }
  }

  get exact(): boolean {
    return this.#level === 0;
  }

  get count(): number {
    return (this.#size + Number(this.#zero)) * 2 ** this.#level;
  }

  #sampled(low: number): boolean {
    return this.#level === 0 || (low & (2 ** this.#level - 1)) === 0;
  }

  #insert(high: number, low: number): boolean {
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    let slot = high & mask;
    while (true) {
      const first = slots[slot * 2]!;
      const second = slots[slot * 2 + 1]!;
      if (first === high && second === low) return false;
      if (first === 0 && second === 0) break;
      slot = (slot + 1) & mask;
    }
    slots[slot * 2] = high;
    slots[slot * 2 + 1] = low;
    this.#size += 1;
    return true;
  }

  #rebuild(length: number): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(length);
    this.#size = 0;
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at]!;
      const low = old[at + 1]!;
      if ((high !== 0 || low !== 0) && this.#sampled(low)) this.#insert(high, low);
    }
  }
}
