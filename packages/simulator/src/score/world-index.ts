import { citesCase } from "../truth/case-number.ts";
import { SITTING_GAP_MS } from "../truth/sittings.ts";
import type { HostEvent } from "../inject/host.ts";

const DAY_MS = 86_400_000;
/** Pairs listed at the end of a week, most repeats first. */
const LISTED = 300;
/** Pairs with fewer sittings and look-ups than these cross no threshold that anybody would set; they are only counted. */
const LEAST_SITTINGS = 3;
const LEAST_LOOKUPS = 6;

/** One operator and one subject. */
export interface PairRecord {
  readonly operator: string;
  readonly target: string;
  lookups: number;
  sittings: number;
  sittingsWithoutCase: number;
  daysWithoutCase: number;
}

interface LivePair extends PairRecord {
  last: number;
  lastDayWithoutCase: number;
}

interface Moments {
  readonly pairs: number;
  readonly sum: number;
  readonly squares: number;
}

interface Week {
  readonly end: number;
  /** Seven, fewer for the last one. */
  readonly days: number;
  readonly top: readonly PairRecord[];
}

function repeats(pair: PairRecord): boolean {
  return pair.sittings >= LEAST_SITTINGS || pair.lookups >= LEAST_LOOKUPS;
}

interface OperatorRecord {
  unit: string;
  pairs: number;
  sittings: number;
}

/** A sealed index as plain data. */
interface WorldIndexState {
  readonly operators: readonly (readonly [string, OperatorRecord])[];
  readonly pairs: readonly (readonly [string, LivePair])[];
  readonly weeks: readonly Week[];
  readonly moments: Moments;
  readonly first: number;
  readonly last: number;
  readonly events: number;
}

/**
 * What the score needs of a world's events, in one pass: counters per (operator, subject) and nothing else. Looks at
 * cameras are left out of the pairs: rounds repeat sites by duty, which would only harm the baselines.
 */
export class WorldIndex {
  readonly operators = new Map<string, OperatorRecord>();
  #pairs = new Map<string, LivePair>();
  readonly #weeks: Week[] = [];
  #moments: Moments | undefined;
  #weekEnd = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  events = 0;

  /** What `state` gave, also after a structured clone. */
  static from(state: WorldIndexState): WorldIndex {
    const index = new WorldIndex();
    for (const [id, operator] of state.operators) index.operators.set(id, operator);
    index.#pairs = new Map(state.pairs);
    index.#weeks.push(...state.weeks);
    index.#moments = state.moments;
    index.#first = state.first;
    index.#last = state.last;
    index.events = state.events;
    return index;
  }

  /** Reads all events; for a generator that is read by somebody else too use `through`. */
  static of(events: Iterable<HostEvent>): WorldIndex {
    const index = new WorldIndex();
    for (const event of events) index.see(event);
    return index;
  }

  /** Seals the index and gives plain data, so that worlds can be read in other threads or kept on disk. */
  get state(): WorldIndexState {
    this.seal();
    return {
      operators: [...this.operators],
      pairs: [...this.#pairs],
      weeks: this.#weeks,
      moments: this.moments(),
      first: this.#first,
      last: this.#last,
      events: this.events,
    };
  }

  /** Passes events on and looks at each on its way. */
  *through<T extends HostEvent>(events: Iterable<T>): Generator<T, void, undefined> {
    for (const event of events) {
      this.see(event);
      yield event;
    }
  }

  see(event: HostEvent): void {
    this.events++;
    if (event.automated) return;
    const at = Date.parse(event.time);
    this.#first = Math.min(this.#first, at);
    this.#last = Math.max(this.#last, at);
    if (this.#weekEnd === 0) this.#weekEnd = Math.floor(at / DAY_MS) * DAY_MS + 7 * DAY_MS;
    while (at >= this.#weekEnd) this.#closeWeek();
    let operator = this.operators.get(event.operator.id);
    if (operator === undefined) {
      operator = { unit: event.operator.unit ?? "", pairs: 0, sittings: 0 };
      this.operators.set(event.operator.id, operator);
    }
    if (event.action === "review" || event.subjects === undefined) return;
    const cited = citesCase(event.purpose as { case?: string; reason?: string } | undefined);
    for (const { id } of event.subjects)
      if (id !== undefined) this.#look(operator, event.operator.id, id, at, cited);
  }

  /** Distinct days covered, at least one. */
  get days(): number {
    return Math.max(1, Math.floor(this.#last / DAY_MS) - Math.floor(this.#first / DAY_MS) + 1);
  }

  /** No more events come: forgets pairs that do not repeat, so that many worlds can be scored together. */
  seal(): void {
    if (this.#moments !== undefined) return;
    this.#closeWeek();
    this.#moments = this.moments();
    this.#pairs = new Map([...this.#pairs].filter(([, pair]) => repeats(pair)));
  }

  /** Pairs that repeat enough to matter. */
  *repeated(): Generator<PairRecord, void, undefined> {
    for (const pair of this.#pairs.values()) {
      if (repeats(pair)) yield pair;
    }
  }

  /** Count, mean and mean square of sittings beyond the first, over all pairs. */
  moments(): Moments {
    if (this.#moments !== undefined) return this.#moments;
    let [pairs, sum, squares] = [0, 0, 0];
    for (const { sittings } of this.#pairs.values()) {
      pairs++;
      sum += sittings - 1;
      squares += (sittings - 1) ** 2;
    }
    return { pairs, sum, squares };
  }

  /** At each week's end the pairs with most look-ups so far, most first. The last week is there once sealed. */
  get weeks(): readonly Week[] {
    return this.#weeks;
  }

  #look(operator: OperatorRecord, id: string, target: string, at: number, cited: boolean): void {
    const key = `${id}\u0000${target}`;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = {
        operator: id,
        target,
        lookups: 0,
        sittings: 0,
        sittingsWithoutCase: 0,
        daysWithoutCase: 0,
        last: Number.NEGATIVE_INFINITY,
        lastDayWithoutCase: -1,
      };
      this.#pairs.set(key, pair);
      operator.pairs++;
    }
    pair.lookups++;
    if (at - pair.last >= SITTING_GAP_MS) {
      pair.sittings++;
      operator.sittings++;
      if (!cited) pair.sittingsWithoutCase++;
    }
    pair.last = at;
    const day = Math.floor(at / DAY_MS);
    if (!cited && day !== pair.lastDayWithoutCase) {
      pair.daysWithoutCase++;
      pair.lastDayWithoutCase = day;
    }
  }

  #closeWeek(): void {
    const repeated = [...this.repeated()];
    const top = repeated
      .toSorted((a, b) => b.lookups - a.lookups || (a.target < b.target ? -1 : 1))
      .slice(0, LISTED);
    const lived = Math.ceil((this.#last + 1 - (this.#weekEnd - 7 * DAY_MS)) / DAY_MS);
    this.#weeks.push({ end: this.#weekEnd, days: Math.min(7, Math.max(0, lived)), top });
    this.#weekEnd += 7 * DAY_MS;
  }
}
