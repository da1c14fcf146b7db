import type { Clock } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import type { SiteKind } from "../city/roads.ts";
import type { Positions } from "./positions.ts";
import type { Period } from "./shown-row.ts";

interface Passage {
  readonly person: number;
  readonly at: number;
  readonly ordinal: number;
}

interface Day {
  readonly key: string;
  /** First index of each crossing, and the end. */
  readonly starts: Uint32Array;
  readonly people: Uint32Array;
  readonly times: Float64Array;
  readonly ordinals: Uint16Array;
}

/**
 * Who passed a site: the positions of everybody on one day, by crossing. A site knows no persons, so a city's whole day is
 * worked out once and the last two days are kept: 14 bytes a record, 48,000 people about 25 MB a day.
 * Rejected: asking everybody anew for each site, 0.1 s a look-up at that size where a camera round has eight.
 */
export class Passages {
  readonly #city: City;
  readonly #clock: Clock;
  readonly #positions: Positions;
  #days: readonly Day[] = [];

  constructor(city: City, clock: Clock, positions: Positions) {
    this.#city = city;
    this.#clock = clock;
    this.#positions = positions;
  }

  /** In order of time. `node` is the crossing that stands for the site. Second phones do not show. */
  at(kind: SiteKind, node: number, period: Period): Passage[] {
    const found: Passage[] = [];
    for (let day = this.#clock.dayOf(period.from); day <= this.#clock.dayOf(period.to - 1); day++) {
      const { starts, people, times, ordinals } = this.#day(kind, day);
      for (let i = starts[node]!; i < starts[node + 1]!; i++) {
        const at = times[i]!;
        if (at >= period.from && at < period.to)
          found.push({ person: people[i]!, at, ordinal: ordinals[i]! });
      }
    }
    return found.sort((a, b) => a.at - b.at || a.person - b.person);
  }

  #day(kind: SiteKind, day: number): Day {
    const key = `${kind} ${day}`;
    const kept = this.#days.find((each) => each.key === key);
    if (kept !== undefined) return kept;
    const made = this.#make(key, kind, day);
    this.#days = [made, ...this.#days.slice(0, 1)];
    return made;
  }

  /* Counted first and filled then: twice the work, a third of the memory of growing lists. */
  #make(key: string, kind: SiteKind, day: number): Day {
    const { first, count } = this.#city.society;
    const { nodes } = this.#city.roads;
    const starts = new Uint32Array(nodes + 1);
    for (let person = first; person < first + count; person++)
      this.#positions.onDay(person, day, kind, false, (node) => starts[node + 1]!++);
    for (let node = 0; node < nodes; node++) starts[node + 1]! += starts[node]!;
    const total = starts[nodes]!;
    const [people, times, ordinals] = [
      new Uint32Array(total),
      new Float64Array(total),
      new Uint16Array(total),
    ];
    const next = starts.slice();
    for (let person = first; person < first + count; person++) {
      this.#positions.onDay(person, day, kind, false, (node, at, ordinal) => {
        const i = next[node]!++;
        people[i] = person;
        times[i] = at;
        ordinals[i] = ordinal;
      });
    }
    return { key, starts, people, times, ordinals };
  }
}
