/**
 * Look-ups a day and source, kept in memory beside the store, so that nobody who opens the overview makes the database count millions.
 * The store counts once; what is stored afterwards is added. Where it is not known what a failed transaction left behind, the store
 * counts again.
 *
 * Limits: the hundred days before the latest look-up, and the 20,000 largest counts of them.
 */
import type { DeskStore, StoredEvent } from "../../../incidents/desk/desk-store.ts";

/** By source, then by UTC day. */
type Counts = Map<string, Map<string, number>>;

export class DayCounts {
  readonly #store: Pick<DeskStore, "dayCounts">;
  #counts: Promise<Counts> | undefined;

  constructor(store: Pick<DeskStore, "dayCounts">) {
    this.#store = store;
  }

  /** After each transaction; undefined: what it stored is not known. */
  stored(events: readonly StoredEvent[] | undefined): void {
    if (events === undefined) this.#counts = undefined;
    // Before the first question there is nothing to add to: the store will count these, too.
    void this.#counts?.then((counts) => {
      for (const { event } of events ?? []) add(counts, event.source, event.time.slice(0, 10), 1);
    });
  }

  /** Look-ups by UTC day of a source, and of those that speak through it (`NAME/other`). Throws what the store throws. */
  ofSource(name: string): Promise<ReadonlyMap<string, number>> {
    return this.#sum((source) => source === name || source.startsWith(`${name}/`));
  }

  /** Of all sources but one: the program's own look-ups are no record system's. */
  ofAllBut(left: string): Promise<ReadonlyMap<string, number>> {
    return this.#sum((source) => source !== left);
  }

  async #sum(counts: (source: string) => boolean): Promise<ReadonlyMap<string, number>> {
    const sum = new Map<string, number>();
    for (const [source, days] of await this.#known())
      if (counts(source)) for (const [day, count] of days) sum.set(day, (sum.get(day) ?? 0) + count);
    return sum;
  }

  #known(): Promise<Counts> {
    if (this.#counts !== undefined) return this.#counts;
    const counted = this.#store.dayCounts().then((rows) => {
      const counts: Counts = new Map();
      for (const { source, day, count } of rows) add(counts, source, day, count);
      return counts;
    });
    this.#counts = counted;
    counted.catch(() => {
      if (this.#counts === counted) this.#counts = undefined;
    });
    return counted;
  }
}

function add(counts: Counts, source: string, day: string, count: number): void {
  const days = counts.get(source) ?? new Map<string, number>();
  counts.set(source, days);
  days.set(day, (days.get(day) ?? 0) + count);
}
