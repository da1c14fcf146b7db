/** Where the ids of a finding's look-ups go when there are too many to keep: one sequence a group, in the order of appending. */
export interface EventIdSpool {
  append(group: number, id: string): void;
  /** May be called more than once, also between appends. */
  read(group: number): Iterable<string>;
}

/** For tests and for logs that are known to be small. */
export class MemoryEventIdSpool implements EventIdSpool {
  readonly #ids = new Map<number, string[]>();

  append(group: number, id: string): void {
    const ids = this.#ids.get(group);
    if (ids === undefined) this.#ids.set(group, [id]);
    else ids.push(id);
  }

  read(group: number): Iterable<string> {
    return this.#ids.get(group) ?? [];
  }
}
