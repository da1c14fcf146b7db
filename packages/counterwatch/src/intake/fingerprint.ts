/**
 * Keyed 64-bit fingerprints of what an event says: HalfSipHash-1-3 with 64-bit output (Aumasson and Bernstein, SipHash 2012,
 * in its 32-bit form), which needs no 64-bit arithmetic. Keyed, so that nobody can write a row that passes for a repetition
 * of another one. Not for storage: the rounds are few, and the key lives as long as the run.
 */
export class Fingerprint {
  readonly #k0: number;
  readonly #k1: number;
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;
  #words = 0;
  /** The two halves of the fingerprint, and a third word for choosing a place in a table. */
  low = 0;
  high = 0;
  place = 0;

  constructor(key: readonly [number, number]) {
    [this.#k0, this.#k1] = key;
  }

  start(): void {
    this.#v0 = this.#k0;
    this.#v1 = this.#k1 ^ 0xee;
    this.#v2 = 0x6c796765 ^ this.#k0;
    this.#v3 = 0x74656462 ^ this.#k1;
    this.#words = 0;
  }

  word(value: number): void {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3 ^ value;
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
    this.#v0 = v0 ^ value;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
    this.#words++;
  }

  instant(milliseconds: number): void {
    this.word(milliseconds | 0);
    this.word((milliseconds / 0x1_0000_0000) | 0);
  }

  /** Length first, so that `ab` + `c` is not `a` + `bc`; absent and empty differ. */
  text(value: string | undefined): void {
    if (value === undefined) {
      this.word(-1);
      return;
    }
    const { length } = value;
    let wide = 0;
    for (let at = 0; at < length; at++) wide |= value.charCodeAt(at);
    if (wide > 0xff) {
      this.word((length << 1) | 1);
      for (let at = 0; at < length; at += 2) {
        this.word(value.charCodeAt(at) | (at + 1 < length ? value.charCodeAt(at + 1) << 16 : 0));
      }
      return;
    }
    this.word(length << 1);
    let at = 0;
    for (; at + 3 < length; at += 4) {
      this.word(
        value.charCodeAt(at) |
          (value.charCodeAt(at + 1) << 8) |
          (value.charCodeAt(at + 2) << 16) |
          (value.charCodeAt(at + 3) << 24),
      );
    }
    if (at < length) {
      let tail = 0;
      for (let shift = 0; at < length; at++, shift += 8) tail |= value.charCodeAt(at) << shift;
      this.word(tail);
    }
  }

  finish(): void {
    this.word(this.#words << 24);
    this.#v2 ^= 0xee;
    this.#rounds();
    this.low = this.#v1 ^ this.#v3;
    this.#v1 ^= 0xdd;
    this.#rounds();
    this.high = this.#v1 ^ this.#v3;
    this.place = (this.#v0 ^ this.#v2) >>> 0;
  }

  #rounds(): void {
    const words = this.#words;
    this.word(0);
    this.word(0);
    this.word(0);
    this.#words = words;
  }
}
