import { secondWord, threefry } from "./threefry.ts";

const UNIT = 2 ** -32;

/**
 * A source of draws with its own key. `fork` gives an independent stream by name, so that a case or a campaign
 * draws the same numbers whatever else happens in the world; `at` is a draw without state.
 */
export class RandomStream {
  readonly #key0: number;
  readonly #key1: number;
  #counter = 0;
  #held = -1;

  constructor(key0: number, key1: number) {
    this.#key0 = key0 | 0;
    this.#key1 = key1 | 0;
  }

  static seeded(seed: number | string): RandomStream {
    const text = String(seed);
    return new RandomStream(hashText(text, 0x811c9dc5), hashText(text, 0x9747b28c));
  }

  fork(name: string, ordinal = 0): RandomStream {
    const first = threefry(this.#key0, this.#key1, hashText(name, 0x811c9dc5), ordinal | 0);
    return new RandomStream(first, secondWord());
  }

  /** An independent stream by numbers. `fork` hashes a name first, which costs more than all else of a short stream. */
  keyed(i: number, j: number): RandomStream {
    const first = threefry(this.#key0, this.#key1, i | 0, (j | 0) ^ 0x20000000);
    return new RandomStream(first, secondWord());
  }

  /** A draw in (0, 1) that depends on the key, i and j alone. The high counter bit keeps it apart from `next`. */
  at(i: number, j = 0): number {
    return (threefry(this.#key0, this.#key1, i | 0, (j | 0) ^ 0x40000000) + 0.5) * UNIT;
  }

  /** A 32-bit unsigned draw that depends on the key, i and j alone. */
  word(i: number, j = 0): number {
    return threefry(this.#key0, this.#key1, i | 0, (j | 0) ^ 0x40000000);
  }

  /** A draw in (0, 1), in steps of 2⁻³². */
  next(): number {
    if (this.#held >= 0) {
      const word = this.#held;
      this.#held = -1;
      return (word + 0.5) * UNIT;
    }
    const word = threefry(this.#key0, this.#key1, this.#counter++, 0);
    this.#held = secondWord();
    return (word + 0.5) * UNIT;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** An integer in [0, below). */
  below(below: number): number {
    return Math.min(below - 1, Math.floor(this.next() * below));
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("cannot pick from an empty list");
    return item;
  }

  /** Standard normal, Box and Muller 1958. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Poisson by inversion; above a mean of 30 in independent parts, which is exact because Poisson means add. */
  poisson(mean: number): number {
    let total = 0;
    let rest = mean;
    while (rest > 30) {
      total += this.poisson(30);
      rest -= 30;
    }
    if (rest <= 0) return total;
    let term = Math.exp(-rest);
    let sum = term;
    const target = this.next();
    let count = 0;
    while (target > sum && count < 400) {
      count++;
      term *= rest / count;
      sum += term;
    }
    return total + count;
  }
}

/** FNV-1a over UTF-16 units, finished with the mixer of MurmurHash3. */
function hashText(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
