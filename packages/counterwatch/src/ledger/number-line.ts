/** Which numbers of a sequence were seen, as stretches without a gap. Memory is bounded: a sequence with many gaps is none. */

/** One look-up at the end of a stretch. */
export interface Milestone {
  readonly number: number;
  readonly id: string;
  readonly time: string;
}

export interface Stretch {
  first: Milestone;
  last: Milestone;
}

const MOST_STRETCHES = 512;

export class NumberLine {
  /** Ascending; neighbours do not touch. */
  #stretches: Stretch[] = [];
  #seen = 0;
  #given = false;

  /** Different numbers that were seen. */
  get seen(): number {
    return this.#seen;
  }

  /** Undefined where there were more gaps than a sequence has. */
  get stretches(): readonly Stretch[] | undefined {
    return this.#given ? undefined : this.#stretches;
  }

  see(at: Milestone): void {
    if (this.#given) return;
    const end = this.#stretches.at(-1);
    // Nearly always: the next number of a log that is read forward.
    if (end !== undefined && at.number === end.last.number + 1) {
      end.last = at;
      this.#seen++;
      return;
    }
    this.#insert(at);
  }

  #insert(at: Milestone): void {
    const index = this.#after(at.number);
    const before = this.#stretches[index - 1];
    if (before !== undefined && at.number <= before.last.number) return;
    this.#seen++;
    const next = this.#stretches[index];
    const joinsBefore = before !== undefined && before.last.number + 1 === at.number;
    const joinsNext = next !== undefined && next.first.number - 1 === at.number;
    if (joinsBefore && joinsNext) {
      before.last = next.last;
      this.#stretches.splice(index, 1);
    } else if (joinsBefore) before.last = at;
    else if (joinsNext) next.first = at;
    else if (this.#stretches.length < MOST_STRETCHES)
      this.#stretches.splice(index, 0, { first: at, last: at });
    else {
      this.#given = true;
      this.#stretches = [];
    }
  }

  /** How many stretches begin at or before a number. */
  #after(number: number): number {
    let [low, high] = [0, this.#stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#stretches[middle] as Stretch).first.number <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
