import { threefry } from "./threefry.ts";

/**
 * A keyed bijection of [0, size): four Feistel rounds and cycle walking (Black and Rogaway, "Ciphers with
 * arbitrary finite domains", 2002). It deals unique identifiers and circle memberships without a table.
 */
export class Permutation {
  readonly #size: number;
  readonly #half: number;
  readonly #key0: number;
  readonly #key1: number;

  constructor(size: number, key0: number, key1: number) {
    this.#size = size;
    this.#half = Math.max(2, Math.ceil(Math.sqrt(size)));
    this.#key0 = key0;
    this.#key1 = key1;
  }

  forward(index: number): number {
    let value = index;
    do {
      let left = Math.floor(value / this.#half);
      let right = value % this.#half;
      for (let round = 0; round < 4; round++) {
        const mixed = (left + threefry(this.#key0, this.#key1, right, round)) % this.#half;
        left = right;
        right = mixed;
      }
      value = left * this.#half + right;
    } while (value >= this.#size);
    return value;
  }

  inverse(index: number): number {
    let value = index;
    do {
      let left = Math.floor(value / this.#half);
      let right = value % this.#half;
      for (let round = 3; round >= 0; round--) {
        const previous = left;
        const word = threefry(this.#key0, this.#key1, previous, round) % this.#half;
        left = (right - word + this.#half) % this.#half;
        right = previous;
      }
      value = left * this.#half + right;
    } while (value >= this.#size);
    return value;
  }
}
