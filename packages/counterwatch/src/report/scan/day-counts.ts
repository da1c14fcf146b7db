const ROOM = 2 ** 32;

/**
 * Look-ups by day, sparse: eight bytes for a day with at least one. Days are numbered from 1970-01-01, local. A day and its
 * count share one number, day × 2³² + count: for 20,000 short lists typed arrays cost three times as much to make as plain ones.
 */
export class DayCounts {
  readonly #entries: number[] = [];

  /** Days with at least one look-up. */
  get active(): number {
    return this.#entries.length;
  }

  add(day: number): void {
    // Logs are nearly in time order, so the place is nearly always the last one.
    let at = this.#entries.length - 1;
    while (at >= 0 && dayOf(this.#entries[at] ?? 0) > day) at -= 1;
    const entry = this.#entries[at];
    if (entry !== undefined && dayOf(entry) === day) this.#entries[at] = entry + 1;
    else if (at === this.#entries.length - 1) this.#entries.push(day * ROOM + 1);
    else this.#entries.splice(at + 1, 0, day * ROOM + 1);
  }

  /** In day order. */
  *[Symbol.iterator](): Generator<readonly [day: number, lookups: number]> {
    for (const entry of this.#entries) yield [dayOf(entry), entry - dayOf(entry) * ROOM];
  }
}

function dayOf(entry: number): number {
  return Math.floor(entry / ROOM);
}
