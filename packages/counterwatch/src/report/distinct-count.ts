import type { Pseudonym } from "../model/index.ts";

const SPACE = 2 ** 52;

/**
 * Counts distinct subjects in at most `size` numbers: exactly while there are fewer, then by the k smallest values,
 * (k − 1) / U(k), an unbiased estimate with standard error about 1/√(k − 2) (Beyer et al., "On synopses for distinct-value
 * estimation under multiset operations", SIGMOD 2007). Pseudonyms are keyed hashes, so they are the uniform values it needs.
 */
export class DistinctCount {
  readonly #size: number;
  #values = new Float64Array(4);
  #length = 0;
  #over = false;

  constructor(size = 256) {
    this.#size = size;
  }

  add(subject: Pseudonym): void {
    this.#insert(Number.parseInt(subject.slice(3, 16), 16));
  }

  get exact(): boolean {
    return !this.#over;
  }

  get count(): number {
    if (!this.#over) return this.#length;
    return Math.round(((this.#size - 1) * SPACE) / (this.#values[this.#size - 1] ?? SPACE));
  }

  #insert(value: number): void {
    const full = this.#length === this.#size;
    if (full && value > (this.#values[this.#size - 1] ?? 0)) {
      this.#over = true;
      return;
    }
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#values[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    if (low < this.#length && this.#values[low] === value) return;
    if (full) {
      this.#over = true;
      this.#length -= 1;
    } else if (this.#length === this.#values.length) {
      const wider = new Float64Array(Math.min(this.#size, this.#values.length * 2));
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values.copyWithin(low + 1, low, this.#length);
    this.#values[low] = value;
    this.#length += 1;
  }
}
