/** Look-ups by day, sparse: eight bytes for a day with at least one. Days are numbered from 1970-01-01, local. */
export class DayCounts {
  #pairs = new Int32Array(4);
  #length = 0;

  /** Days with at least one look-up. */
  get active(): number {
    return this.#length;
  }

  add(day: number): void {
    // Logs are nearly in time order, so the place is nearly always the last one.
    let at = this.#length - 1;
    while (at >= 0 && (this.#pairs[at * 2] ?? 0) > day) at -= 1;
    if (at >= 0 && this.#pairs[at * 2] === day) {
      this.#pairs[at * 2 + 1] = (this.#pairs[at * 2 + 1] ?? 0) + 1;
      return;
    }
    this.#open(at + 1);
    this.#pairs[(at + 1) * 2] = day;
    this.#pairs[(at + 1) * 2 + 1] = 1;
  }

  /** In day order. */
  *[Symbol.iterator](): Generator<readonly [day: number, lookups: number]> {
    for (let i = 0; i < this.#length; i += 1) yield [this.#pairs[i * 2] ?? 0, this.#pairs[i * 2 + 1] ?? 0];
  }

  #open(place: number): void {
    if (this.#length * 2 === this.#pairs.length) {
      const wider = new Int32Array(this.#pairs.length * 2);
      wider.set(this.#pairs);
      this.#pairs = wider;
    }
    this.#pairs.copyWithin((place + 1) * 2, place * 2, this.#length * 2);
    this.#length += 1;
  }
}
