/**
 * Keyed 64-bit fingerprints of what an event says: HalfSipHash-1-3 with 64-bit output (Aumasson and Bernstein, SipHash 2012,
 * in its 32-bit form), which needs no 64-bit arithmetic. Keyed, so that nobody can write a row that passes for a repetition
 * of another one. Not for storage: the rounds are few, and the key lives as long as the run.
 */
export class Fingerprint {
  readonly #k0: number;
  readonly #k1: number;
  /** The words of the message; hashed in one go, so that the state stays in registers. */
  #words = new Int32Array(256);
  #count = 0;
  /** The two halves of the fingerprint, and a third word for choosing a place in a table. */
  low = 0;
  high = 0;
  place = 0;

  constructor(key: readonly [number, number]) {
    [this.#k0, this.#k1] = key;
  }

  start(): void {
    this.#count = 0;
  }

  word(value: number): void {
    if (this.#count === this.#words.length) this.#reserve(1);
    this.#words[this.#count++] = value;
  }

  instant(milliseconds: number): void {
    this.word(milliseconds | 0);
    this.word((milliseconds / 0x1_0000_0000) | 0);
  }

  /** Length first, so that `ab` + `c` is not `a` + `bc`; absent and empty differ. Four signs to a word, two where one is wide. */
  text(value: string | undefined): void {
    if (value === undefined) {
      this.word(-1);
      return;
    }
    const { length } = value;
    this.#reserve((length >> 1) + 2);
    const words = this.#words;
    const head = this.#count++;
    let count = head + 1;
    let signs = 0;
    for (let at = 0; at < length; at += 4) {
      const rest = length - at;
      const first = value.charCodeAt(at);
      const second = rest > 1 ? value.charCodeAt(at + 1) : 0;
      const third = rest > 2 ? value.charCodeAt(at + 2) : 0;
      const fourth = rest > 3 ? value.charCodeAt(at + 3) : 0;
      signs |= first | second | third | fourth;
      words[count++] = first | (second << 8) | (third << 16) | (fourth << 24);
    }
    if (signs > 0xff) {
      count = head + 1;
      for (let at = 0; at < length; at += 2) {
        words[count++] = value.charCodeAt(at) | (at + 1 < length ? value.charCodeAt(at + 1) << 16 : 0);
      }
    }
    words[head] = (length << 1) | (signs > 0xff ? 1 : 0);
    this.#count = count;
  }

  #reserve(more: number): void {
    if (this.#count + more <= this.#words.length) return;
    const words = new Int32Array((this.#count + more) * 2);
    words.set(this.#words);
    this.#words = words;
  }

  finish(): void {
    const count = this.#count;
    this.word(count << 24);
    // Two times three rounds over zeros finish both halves; the marks between them are those of the specification.
    this.#reserve(6);
    const words = this.#words;
    words.fill(0, this.#count, this.#count + 6);
    let v0 = this.#k0;
    let v1 = this.#k1 ^ 0xee;
    let v2 = 0x6c796765 ^ this.#k0;
    let v3 = 0x74656462 ^ this.#k1;
    for (let index = 0; index < count + 7; index++) {
      const value = words[index] as number;
      if (index === count + 1) v2 ^= 0xee;
      if (index === count + 4) {
        this.low = v1 ^ v3;
        v1 ^= 0xdd;
      }
      v3 ^= value;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= value;
    }
    this.high = v1 ^ v3;
    this.place = (v0 ^ v2) >>> 0;
  }
}
