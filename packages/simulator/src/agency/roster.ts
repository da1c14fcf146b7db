import { AGENCY } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** How an operator works: hours are local, days count from the world's first day, negative ones belong to the warm-up. */
export interface WorkPattern {
  /** Local hour at which the shift begins. */
  readonly start: number;
  readonly hours: number;
  /** Days on and off in a row; `offset` is where in the cycle day 0 falls. */
  readonly on: number;
  readonly off: number;
  readonly offset: number;
  /** First and last day of employment. */
  readonly joined: number;
  readonly left: number;
  readonly random: RandomStream;
}

export interface Shift {
  /** Milliseconds since 1970, UTC. */
  readonly from: number;
  readonly to: number;
}

/** The calendar of one world: local days on the UTC time line. */
export class Clock {
  readonly start: number;
  readonly days: number;
  readonly #zone: number;

  constructor(start: number, days: number, zoneHours: number = AGENCY.zoneHours) {
    this.start = start;
    this.days = days;
    this.#zone = zoneHours * HOUR;
  }

  get end(): number {
    return this.start + this.days * DAY;
  }

  /** Local midnight at which day `day` begins. */
  midnight(day: number): number {
    return this.start + day * DAY - this.#zone;
  }

  dayOf(at: number): number {
    return Math.floor((at - this.start + this.#zone) / DAY);
  }

  /** 0 is Monday. 1970-01-01 was a Thursday. */
  weekday(day: number): number {
    return (((Math.floor(this.start / DAY) + day + 3) % 7) + 7) % 7;
  }
}

/** Works on this day at all: employed, not on leave, not off in the cycle. */
export function worksOn(pattern: WorkPattern, day: number): boolean {
  if (day < pattern.joined || day > pattern.left) return false;
  const cycle = pattern.on + pattern.off;
  if ((((day + pattern.offset) % cycle) + cycle) % cycle >= pattern.on) return false;
  return pattern.random.at(Math.floor((day + 70_000) / 7), 1) >= AGENCY.leave;
}

/** The shift that begins on this local day, or undefined. A swapped shift begins eight hours later. */
export function shiftOn(pattern: WorkPattern, clock: Clock, day: number): Shift | undefined {
  if (!worksOn(pattern, day)) return undefined;
  const swap = pattern.random.at(day, 2) < AGENCY.shiftSwap ? 8 : 0;
  const from = clock.midnight(day) + ((pattern.start + swap) % 24) * HOUR;
  return { from, to: from + pattern.hours * HOUR };
}

export function onDuty(pattern: WorkPattern, clock: Clock, at: number): boolean {
  const day = clock.dayOf(at);
  const today = shiftOn(pattern, clock, day);
  if (today !== undefined && at >= today.from && at < today.to) return true;
  const yesterday = shiftOn(pattern, clock, day - 1);
  return yesterday !== undefined && at < yesterday.to && at >= yesterday.from;
}

/** The first day at or after `day` on which the operator works; undefined where there is none within three weeks. */
export function nextWorkday(pattern: WorkPattern, day: number): number | undefined {
  for (let candidate = day; candidate < day + 21; candidate++)
    if (worksOn(pattern, candidate)) return candidate;
  return undefined;
}
