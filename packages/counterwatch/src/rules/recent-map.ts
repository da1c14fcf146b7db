import { flatten } from "../intake/bounded-memo.ts";

/** Plain data where the values are. */
export interface Generations<V> {
  readonly young: Map<string, V>;
  readonly old: Map<string, V>;
}

/**
 * Remembers the most recently used keys: at least `capacity` of them, at most twice as many. Two generations: when the
 * young one is full it becomes the old one, and what was not asked for since is forgotten with the next turn.
 * A linked least-recently-used list forgets more exactly but moves its entry on every hit; here a hit costs one look-up.
 */
export class RecentMap<V extends object> {
  readonly #capacity: number;
  #young: Map<string, V>;
  #old: Map<string, V>;

  /** `generations`: those of a snapshot; the map is their owner from now on. */
  constructor(capacity: number, generations?: Generations<V>) {
    this.#capacity = capacity;
    this.#young = generations?.young ?? new Map();
    this.#old = generations?.old ?? new Map();
  }

  /** Not a copy: to be written down before the map is used again. */
  snapshot(): Generations<V> {
    return { young: this.#young, old: this.#old };
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.#insert(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.#old.delete(key);
    this.#insert(key, value);
  }

  #insert(key: string, value: V): void {
    if (this.#young.size >= this.#capacity && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(flatten(key), value);
  }
}
