/**
 * Automated polls, told by how they come and not by what they are called. An operator counts as a machine from the moment on
 * when its last 48 ticks came at one regular interval and touched all 24 hours of the UTC day within 48 hours, and stops
 * counting as one when they no longer do. People who share an account may fill all hours, but not at one interval.
 *
 * A tick is all that one operator asks within two seconds: a poll goes through a list. Regular means that at least four
 * gaps in five lie within 10 % of the median gap, or within two seconds of it. What came before the first 48 ticks keeps
 * its mark: the log is read once.
 *
 * Memory is bounded: with more than 65,536 operators the ones not seen for longest start afresh.
 */
import { BoundedMemo } from "./bounded-memo.ts";

const TICKS = 48;
const SAME_TICK = 2000;
const HOUR = 3_600_000;
const ALL_HOURS_WITHIN = 48 * HOUR;
const REGULAR_SHARE = 0.8;
const TOLERANCE = 0.1;
const JUDGED_EVERY = 8;

interface Rhythm {
  last: number;
  ticks: number;
  /** Ring of the last gaps in milliseconds. */
  readonly gaps: Float64Array;
  /** When each hour of the day was last touched. */
  readonly hours: Float64Array;
  machine: boolean;
}

export class Polls {
  readonly #rhythms = new BoundedMemo<Rhythm>(32_768);
  #lastOperator: string | undefined;
  #lastRhythm: Rhythm | undefined;

  /** `instant` in milliseconds. Logs may be in ascending or descending order. */
  isPoll(operator: string, instant: number): boolean {
    const rhythm = operator === this.#lastOperator ? this.#lastRhythm! : this.#rhythmOf(operator);
    this.#lastOperator = operator;
    this.#lastRhythm = rhythm;
    const gap = Math.abs(instant - rhythm.last);
    if (gap < SAME_TICK) return rhythm.machine;
    rhythm.last = instant;
    rhythm.hours[Math.floor(instant / HOUR) % 24] = instant;
    if (Number.isNaN(gap)) return false;
    rhythm.gaps[rhythm.ticks % TICKS] = gap;
    rhythm.ticks++;
    if (rhythm.ticks >= TICKS && rhythm.ticks % JUDGED_EVERY === 0) {
      rhythm.machine = touchesAllHours(rhythm, instant) && isRegular(rhythm.gaps);
    }
    return rhythm.machine;
  }

  #rhythmOf(operator: string): Rhythm {
    return (
      this.#rhythms.get(operator) ??
      this.#rhythms.set(operator, {
        last: Number.NaN,
        ticks: 0,
        gaps: new Float64Array(TICKS),
        hours: new Float64Array(24).fill(Number.NaN),
        machine: false,
      })
    );
  }
}

function touchesAllHours({ hours }: Rhythm, now: number): boolean {
  return hours.every((time) => Math.abs(now - time) <= ALL_HOURS_WITHIN);
}

function isRegular(gaps: Float64Array): boolean {
  const sorted = gaps.toSorted();
  const median = sorted[TICKS / 2] as number;
  const width = Math.max(SAME_TICK, median * TOLERANCE);
  return gaps.filter((gap) => Math.abs(gap - median) <= width).length >= TICKS * REGULAR_SHARE;
}
