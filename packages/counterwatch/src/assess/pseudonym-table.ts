/**
 * Pseudonyms as small numbers, in order of arrival: 12 bytes and a slot each. Nothing here turns a number back into a pseudonym,
 * because no assessment needs to; equality is all that is used, so that renaming people outside the register changes nothing.
 *
 * Open addressing with linear probing over the pseudonym's own bits, which are a keyed hash already. Limit: who writes
 * a file in pseudonyms by hand can choose them to collide and make this slow, not wrong.
 */
import type { Pseudonym } from "../model/index.ts";

const EMPTY = -1;

export class PseudonymTable {
  size = 0;
  #words = new Uint32Array(3 * 1024);
  #slots = new Int32Array(2048).fill(EMPTY);

  /** The number of `pseudonym`, a new one where it was not seen before. */
  enter(pseudonym: Pseudonym): number {
    const [a, b, c] = wordsOf(pseudonym);
    const slot = this.#slotOf(a, b, c);
    const known = this.#slots[slot] as number;
    if (known !== EMPTY) return known;
    if (3 * this.size === this.#words.length) {
      const wider = new Uint32Array(this.#words.length * 2);
      wider.set(this.#words);
      this.#words = wider;
    }
    const number = this.size++;
    this.#words.set([a, b, c], 3 * number);
    this.#slots[slot] = number;
    if (2 * this.size > this.#slots.length) this.#spread();
    return number;
  }

  /** The number of `pseudonym`, undefined where no row named it. */
  find(pseudonym: Pseudonym): number | undefined {
    const [a, b, c] = wordsOf(pseudonym);
    const known = this.#slots[this.#slotOf(a, b, c)] as number;
    return known === EMPTY ? undefined : known;
  }

  #slotOf(a: number, b: number, c: number): number {
    const mask = this.#slots.length - 1;
    let slot = (a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b)) & mask;
    for (;;) {
      const number = this.#slots[slot] as number;
      if (number === EMPTY) return slot;
      const at = 3 * number;
      if (this.#words[at] === a && this.#words[at + 1] === b && this.#words[at + 2] === c) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #spread(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    for (let number = 0; number < this.size; number++) {
      const at = 3 * number;
      const [a, b, c] = [this.#words[at], this.#words[at + 1], this.#words[at + 2]] as [
        number,
        number,
        number,
      ];
      this.#slots[this.#slotOf(a, b, c)] = number;
    }
  }
}

function wordsOf(pseudonym: Pseudonym): readonly [number, number, number] {
  return [word(pseudonym, 3), word(pseudonym, 11), word(pseudonym, 19)];
}

/** Eight hexadecimal digits; the brand promises that they are. */
function word(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 8; i++) {
    const code = text.charCodeAt(i);
    value = (value << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return value >>> 0;
}
