/** Times in which a source said nothing for longer than its heartbeat. Rows may come in any order. */
export interface Spoken {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** POSIX milliseconds. */
  readonly at: number;
}

export interface Spell {
  readonly from: Spoken;
  readonly to: Spoken;
}

/** Beyond it further silences are counted, not kept. */
const MOST_SPELLS = 1000;

export class Silence {
  /** Milliseconds. */
  readonly heartbeat: number;
  first: Spoken | undefined;
  last: Spoken | undefined;
  #spells: Spell[] = [];
  #uncounted = 0;

  constructor(heartbeat: number) {
    this.heartbeat = heartbeat;
  }

  get spells(): readonly Spell[] {
    return this.#spells;
  }

  /** Silences that were not kept; some of them a late row may have ended. */
  get uncounted(): number {
    return this.#uncounted;
  }

  see(spoken: Spoken): void {
    const { first, last } = this;
    if (first === undefined || last === undefined) {
      this.first = spoken;
      this.last = spoken;
    } else if (spoken.at >= last.at) {
      this.#keep(last, spoken);
      this.last = spoken;
    } else if (spoken.at <= first.at) {
      this.#keep(spoken, first);
      this.first = spoken;
    } else this.#split(spoken);
  }

  #keep(from: Spoken, to: Spoken): void {
    if (to.at - from.at <= this.heartbeat) return;
    if (this.#spells.length < MOST_SPELLS) this.#spells.push({ from, to });
    else this.#uncounted++;
  }

  #split(spoken: Spoken): void {
    const index = this.#spells.findIndex(({ from, to }) => from.at < spoken.at && spoken.at < to.at);
    const spell = this.#spells[index];
    if (spell === undefined) return;
    this.#spells.splice(index, 1);
    this.#keep(spell.from, spoken);
    this.#keep(spoken, spell.to);
  }
}
