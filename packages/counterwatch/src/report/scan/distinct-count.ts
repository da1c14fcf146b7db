import type { Pseudonym } from "../../model/index.ts";

const SPACE = 2 ** 52;

/**
 * Counts distinct subjects in at most `size` numbers: exactly while there are fewer, then by the k smallest values,
 * (k − 1) / U(k), an unbiased estimate with standard error about 1/√(k − 2) (Beyer et al., "On synopses for distinct-value
 * estimation under multiset operations", SIGMOD 2007). Pseudonyms are keyed hashes, so they are the uniform values it needs.
 */
export class DistinctCount {
  readonly #size: number;
  /** Ascending. */
  readonly #values: number[] = [];
  #over = false;

  constructor(size = 256) {
    this.#size = size;
  }

  get exact(): boolean {
    return !this.#over;
  }

  get count(): number {
    if (!this.#over) return this.#values.length;
    return Math.round(((this.#size - 1) * SPACE) / (this.#values[this.#size - 1] ?? SPACE));
  }

  add(subject: Pseudonym): void {
    const value = leading52(subject);
    const full = this.#values.length === this.#size;
    if (full && value > (this.#values[this.#size - 1] ?? 0)) {
      this.#over = true;
      return;
    }
    let low = 0;
    let high = this.#values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#values[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    if (this.#values[low] === value) return;
    if (full) {
      this.#over = true;
      this.#values.pop();
    }
    this.#values.splice(low, 0, value);
  }
}

/** The first 13 hexadecimal digits after `p1_`, four times as fast as slice and parseInt. */
function leading52(subject: Pseudonym): number {
  let value = 0;
  for (let i = 3; i < 16; i += 1) {
    const code = subject.charCodeAt(i);
    value = value * 16 + (code < 58 ? code - 48 : code - 87);
  }
  return value;
}
