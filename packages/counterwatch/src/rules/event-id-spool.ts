import { flatten } from "../intake/bounded-memo.ts";

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

/** Ids of one group; fewer for groups that begin to need them when all together have ROOMY. */
const MANY = 200;
const FEW = 20;
const ROOMY = 500_000;

/**
 * For a stream without an end, of whose findings the first look-ups are shown and the others counted: the first ids of each group, in
 * memory. About 100 MB where 30,000 groups have more than they may keep themselves.
 */
export class FirstEventIds implements EventIdSpool {
  readonly #ids: Map<number, string[]>;
  #count = 0;

  constructor(ids: Map<number, string[]> = new Map()) {
    this.#ids = ids;
    for (const each of ids.values()) this.#count += each.length;
  }

  /** Not a copy: to be written down before more is appended. */
  snapshot(): Map<number, string[]> {
    return this.#ids;
  }

  append(group: number, id: string): void {
    let ids = this.#ids.get(group);
    if (ids === undefined) this.#ids.set(group, (ids = []));
    if (ids.length >= (this.#count < ROOMY ? MANY : FEW)) return;
    ids.push(flatten(id));
    this.#count++;
  }

  read(group: number): Iterable<string> {
    return this.#ids.get(group) ?? [];
  }
}
