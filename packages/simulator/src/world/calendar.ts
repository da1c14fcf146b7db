/** What is to happen on which day. Memory is bounded by what is scheduled, not by what has happened. */
export class Calendar<T> {
  readonly #days = new Map<number, T[]>();

  add(day: number, item: T): void {
    const items = this.#days.get(day);
    if (items === undefined) this.#days.set(day, [item]);
    else items.push(item);
  }

  /** Removes and returns the day's items in the order in which they were added. */
  take(day: number): readonly T[] {
    const items = this.#days.get(day);
    this.#days.delete(day);
    return items ?? [];
  }
}
