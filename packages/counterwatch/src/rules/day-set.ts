export interface DaySetState {
  readonly base: number;
  readonly words: number[];
  readonly size: number;
}

/** Days since 1970, counted once each: one bit a day around the first one. 20 years are 913 bytes. */
export class DaySet {
  static readonly SPAN = 7300;
  #base: number;
  readonly #words: number[];
  #size: number;

  constructor({ base, words, size }: DaySetState = { base: 0, words: [], size: 0 }) {
    this.#base = base;
    this.#words = words;
    this.#size = size;
  }

  /** Not a copy: to be written down before the set is used again. */
  snapshot(): DaySetState {
    return { base: this.#base, words: this.#words, size: this.#size };
  }

  get size(): number {
    return this.#size;
  }

  /** Days more than 20 years from the others are not counted: an implausible time must not cost memory. */
  add(day: number): void {
    if (this.#words.length === 0) this.#base = day - (day & 31);
    let word = (day - this.#base) >> 5;
    if (word < 0) {
      if ((this.#words.length - word) * 32 > DaySet.SPAN) return;
      this.#words.unshift(...Array<number>(-word).fill(0));
      this.#base += word * 32;
      word = 0;
    }
    if (word * 32 > DaySet.SPAN) return;
    while (this.#words.length <= word) this.#words.push(0);
    const bit = 1 << ((day - this.#base) & 31);
    if ((this.#words[word]! & bit) !== 0) return;
    this.#words[word] = this.#words[word]! | bit;
    this.#size++;
  }
}
