import { type AccessEvent, type Action, instantMs, type System } from "../../model/index.ts";
import { DayCounts } from "./day-counts.ts";
import { DistinctCount } from "./distinct-count.ts";
import { ZoneClock } from "../words/zone-clock.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** What one operator did in the whole log. Times in milliseconds since 1970. */
export interface OperatorLine {
  readonly id: string;
  readonly unit: string | undefined;
  readonly role: string | undefined;
  readonly lookups: number;
  /** Exact up to 256 distinct subjects; beyond that an estimate, standard error 6 %. */
  readonly subjects: { readonly count: number; readonly exact: boolean };
  /** Local days with at least one look-up. */
  readonly activeDays: number;
  /** Look-ups with neither case nor reason nor authority; a purpose that the log withholds is a purpose. */
  readonly withoutPurpose: number;
  readonly automated: number;
  readonly first: number;
  readonly last: number;
  /** Look-ups by local day, in day order. */
  readonly days: Iterable<readonly [day: number, lookups: number]>;
}

/** How much of the log says less than the checks want to know, in look-ups. */
export interface Gaps {
  readonly subjectWithheld: number;
  readonly subjectPartial: number;
  readonly subjectAbsent: number;
  readonly purposeWithheld: number;
  readonly operatorWithheld: number;
  readonly late: number;
  /** Look-ups of operators beyond the cap: counted everywhere but in the operators' lines. */
  readonly beyondOperatorCap: number;
}

export interface ActivityCount {
  readonly system: System;
  readonly action: Action;
  readonly lookups: number;
}

interface ActionTally {
  readonly system: System;
  readonly action: Action;
  lookups: number;
}

class OperatorTally implements OperatorLine {
  readonly id: string;
  unit: string | undefined;
  role: string | undefined;
  lookups = 0;
  readonly subjects = new DistinctCount();
  withoutPurpose = 0;
  automated = 0;
  first: number;
  last: number;
  readonly days = new DayCounts();

  constructor(id: string, time: number) {
    this.id = id;
    this.first = time;
    this.last = time;
  }

  get activeDays(): number {
    return this.days.active;
  }
}

/**
 * What the whole log looks like, for the report: one pass, memory bounded by operators × (2 KB + 8 bytes a day).
 * At the default cap and 365 days that is 250 MB at the very worst and near 30 MB for 20,000 operators of a real shape.
 */
export class Activity {
  readonly zone: string;
  readonly #clock: ZoneClock;
  readonly #operatorCap: number;
  readonly #operators = new Map<string, OperatorTally>();
  readonly #hours = new Float64Array(168);
  readonly #days = new Map<number, number>();
  readonly #counts = new Map<System, Map<Action, ActionTally>>();
  readonly #gaps = {
    subjectWithheld: 0,
    subjectPartial: 0,
    subjectAbsent: 0,
    purposeWithheld: 0,
    operatorWithheld: 0,
    late: 0,
    beyondOperatorCap: 0,
  };
  // What the row before was about: logs come in runs of one day, one action, one operator, and a comparison costs less than a map.
  #day = Number.NaN;
  #today = 0;
  #lastAction: ActionTally | undefined;
  #lastOperator: OperatorTally | undefined;
  #lookups = 0;
  #automated = 0;
  #withoutPurpose = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** `zone`: IANA name, whose days, hours and weekdays count. Throws RangeError where it is unknown. */
  constructor({ zone = "UTC", operatorCap = 50_000 }: { zone?: string; operatorCap?: number } = {}) {
    this.zone = zone;
    this.#clock = new ZoneClock(zone);
    this.#operatorCap = operatorCap;
  }

  see(event: AccessEvent): void {
    const time = instantMs(event.time);
    const local = this.#clock.local(time);
    const day = Math.floor(local / DAY);
    const automated = event.automated === true;
    const purpose = event.purpose;
    const withheld = purpose?.withheld !== undefined && purpose.withheld.length > 0;
    const without =
      purpose === undefined ||
      (!withheld &&
        purpose.case === undefined &&
        purpose.reason === undefined &&
        purpose.authority === undefined);

    this.#lookups += 1;
    if (time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
    if (day !== this.#day) this.#turnTo(day);
    this.#today += 1;
    if (automated) {
      this.#automated += 1;
    } else {
      const hour = hourOfWeek(local);
      this.#hours[hour] = (this.#hours[hour] ?? 0) + 1;
      if (without) this.#withoutPurpose += 1;
    }
    this.#count(event.system, event.action);
    if (withheld) this.#gaps.purposeWithheld += 1;
    if (event.operator.withheld === true) this.#gaps.operatorWithheld += 1;
    if (event.late === true) this.#gaps.late += 1;

    const tally = this.#tally(event, time);
    if (tally !== undefined) {
      tally.lookups += 1;
      if (time < tally.first) tally.first = time;
      if (time > tally.last) tally.last = time;
      if (automated) tally.automated += 1;
      else if (without) tally.withoutPurpose += 1;
      tally.days.add(day);
    }
    this.#subjects(event, tally);
  }

  get lookups(): number {
    return this.#lookups;
  }

  get automated(): number {
    return this.#automated;
  }

  /** Look-ups by people with neither case nor reason nor authority. */
  get withoutPurpose(): number {
    return this.#withoutPurpose;
  }

  get gaps(): Gaps {
    return this.#gaps;
  }

  /** First and last look-up; undefined before the first. */
  get span(): { readonly from: number; readonly to: number } | undefined {
    return this.#lookups === 0 ? undefined : { from: this.#first, to: this.#last };
  }

  /** Look-ups by people (automated polls apart), 168 numbers: Monday 00–01, Monday 01–02, … Sunday 23–24, local. */
  get hours(): readonly number[] {
    return Array.from(this.#hours);
  }

  /** All look-ups by local day, in day order; days without any are absent. */
  get days(): readonly (readonly [day: number, lookups: number])[] {
    this.#turnTo(this.#day);
    return [...this.#days].toSorted(([a], [b]) => a - b);
  }

  /** By system and action, most frequent first. */
  get counts(): readonly ActivityCount[] {
    return [...this.#counts.values()]
      .flatMap((actions) => [...actions.values()])
      .toSorted((a, b) => b.lookups - a.lookups);
  }

  get operatorCount(): number {
    return this.#operators.size;
  }

  operator(id: string): OperatorLine | undefined {
    return this.#operators.get(id);
  }

  operators(): Iterable<OperatorLine> {
    return this.#operators.values();
  }

  #turnTo(day: number): void {
    if (this.#today > 0) this.#days.set(this.#day, (this.#days.get(this.#day) ?? 0) + this.#today);
    this.#day = day;
    this.#today = 0;
  }

  #count(system: System, action: Action): void {
    let tally = this.#lastAction;
    if (tally === undefined || tally.system !== system || tally.action !== action) {
      let actions = this.#counts.get(system);
      if (actions === undefined) {
        actions = new Map();
        this.#counts.set(system, actions);
      }
      tally = actions.get(action);
      if (tally === undefined) {
        tally = { system, action, lookups: 0 };
        actions.set(action, tally);
      }
      this.#lastAction = tally;
    }
    tally.lookups += 1;
  }

  #tally(event: AccessEvent, time: number): OperatorTally | undefined {
    const { id, unit, role } = event.operator;
    let tally = this.#lastOperator?.id === id ? this.#lastOperator : this.#operators.get(id);
    if (tally === undefined) {
      if (this.#operators.size >= this.#operatorCap) {
        this.#gaps.beyondOperatorCap += 1;
        return undefined;
      }
      tally = new OperatorTally(id, time);
      this.#operators.set(id, tally);
    }
    this.#lastOperator = tally;
    if (unit !== undefined) tally.unit = unit;
    if (role !== undefined) tally.role = role;
    return tally;
  }

  #subjects(event: AccessEvent, tally: OperatorTally | undefined): void {
    let withheld = false;
    let partial = false;
    let named = false;
    for (const subject of event.subjects ?? []) {
      if (subject.withheld === true) withheld = true;
      else if (subject.partial === true) partial = true;
      else if (subject.id !== undefined) {
        named = true;
        tally?.subjects.add(subject.id);
      }
    }
    if (named) return;
    if (withheld) this.#gaps.subjectWithheld += 1;
    else if (partial) this.#gaps.subjectPartial += 1;
    else this.#gaps.subjectAbsent += 1;
  }
}

/** 0 is Monday 00–01. The first of January 1970 was a Thursday. */
function hourOfWeek(local: number): number {
  const hour = Math.floor(local / HOUR) + 72;
  return ((hour % 168) + 168) % 168;
}
