export interface RecentSubjectsState {
  readonly keys: string[];
  readonly times: number[];
  readonly next: number;
}

/** The last few things an operator did something to, with their times: a ring of 16. Keys are pseudonyms, or strings of their own. */
export class RecentSubjects {
  static readonly CAPACITY = 16;
  readonly #keys: string[];
  readonly #times: number[];
  #next: number;

  constructor({ keys, times, next }: RecentSubjectsState = { keys: [], times: [], next: 0 }) {
    this.#keys = keys;
    this.#times = times;
    this.#next = next;
  }

  /** Not a copy: to be written down before it is used again. */
  snapshot(): RecentSubjectsState {
    return { keys: this.#keys, times: this.#times, next: this.#next };
  }

  add(key: string, ms: number): void {
    // Refreshes of one subject in a row would push everything else out.
    const last = (this.#next + RecentSubjects.CAPACITY - 1) % RecentSubjects.CAPACITY;
    if (this.#keys[last] === key) {
      this.#times[last] = ms;
      return;
    }
    this.#push(key, ms);
  }

  /** Adds even what was added last: for counting. */
  count(key: string, ms: number): void {
    this.#push(key, ms);
  }

  /** The latest time of `key` at or before `ms`, or undefined. */
  last(key: string, ms: number): number | undefined {
    let latest: number | undefined;
    for (let index = 0; index < this.#keys.length; index++) {
      if (this.#keys[index] !== key) continue;
      const time = this.#times[index]!;
      if (time <= ms && (latest === undefined || time > latest)) latest = time;
    }
    return latest;
  }

  /** How often `key` was added from `since` to `ms`, both included. */
  times(key: string, since: number, ms: number): number {
    let count = 0;
    for (let index = 0; index < this.#keys.length; index++) {
      const time = this.#times[index]!;
      if (this.#keys[index] === key && time >= since && time <= ms) count++;
    }
    return count;
  }

  #push(key: string, ms: number): void {
    this.#keys[this.#next] = key;
    this.#times[this.#next] = ms;
    this.#next = (this.#next + 1) % RecentSubjects.CAPACITY;
  }
}
