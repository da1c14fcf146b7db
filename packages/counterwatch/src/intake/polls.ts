/**
 * Automated polls, told by how they come and not by what they are called: at one regular interval, and in all 24 hours of the
 * UTC day (within the present and the previous day). People who share an account may fill all hours, but not at one interval.
 *
 * A tick is all that one operator asks within two seconds: a poll goes through a list. A gap between ticks is regular where it lies within
 * 10 % of the operator's usual gap, or within two seconds of it. Regular gaps earn one vote, others cost four, so that
 * votes grow only where more than four gaps in five are regular; without votes the usual gap is chosen anew. From 40 votes
 * on the operator counts as a machine, below 20 no more. What came before keeps its mark: the log is read once.
 *
 * Memory is bounded: of more than 32,768 operators the ones not seen for longest start afresh.
 */
import { BoundedMemo } from "./bounded-memo.ts";

const SAME_TICK = 2000;
const HOUR = 3_600_000;
const TOLERANCE = 0.1;
const COST = 4;
const MOST_VOTES = 48;
const ENOUGH_VOTES = 40;
const TOO_FEW_VOTES = 20;
const ALL_HOURS = 0xffffff;

interface Rhythm {
  last: number;
  usual: number;
  votes: number;
  /** UTC day of the last tick, and the hours touched on it and on the day beside it, one bit each. */
  day: number;
  hours: number;
  hoursBefore: number;
  machine: boolean;
}

export class Polls {
  readonly #rhythms = new BoundedMemo<Rhythm>(32_768);
  #lastOperator: string | undefined;
  #lastRhythm: Rhythm | undefined;

  /** `instant` in milliseconds. Logs may be in ascending or descending order. */
  isPoll(operator: string, instant: number): boolean {
    const rhythm = operator === this.#lastOperator ? (this.#lastRhythm as Rhythm) : this.#rhythmOf(operator);
    this.#lastOperator = operator;
    this.#lastRhythm = rhythm;
    const gap = Math.abs(instant - rhythm.last);
    if (gap < SAME_TICK) return rhythm.machine;
    rhythm.last = instant;
    countHour(rhythm, instant);
    if (gap === Number.POSITIVE_INFINITY) return false;
    if (Math.abs(gap - rhythm.usual) <= Math.max(SAME_TICK, rhythm.usual * TOLERANCE)) {
      // A clock drifts: the usual gap follows slowly.
      rhythm.usual += (gap - rhythm.usual) / 8;
      if (rhythm.votes < MOST_VOTES) rhythm.votes++;
    } else {
      rhythm.votes -= COST;
      if (!(rhythm.votes >= 0)) {
        rhythm.votes = 0;
        rhythm.usual = gap;
      }
    }
    if (rhythm.votes < TOO_FEW_VOTES) rhythm.machine = false;
    else if (rhythm.votes >= ENOUGH_VOTES) rhythm.machine = (rhythm.hours | rhythm.hoursBefore) === ALL_HOURS;
    return rhythm.machine;
  }

  #rhythmOf(operator: string): Rhythm {
    return (
      this.#rhythms.get(operator) ??
      this.#rhythms.set(operator, {
        last: Number.NEGATIVE_INFINITY,
        usual: Number.NaN,
        votes: 0,
        day: Number.NaN,
        hours: 0,
        hoursBefore: 0,
        machine: false,
      })
    );
  }
}

function countHour(rhythm: Rhythm, instant: number): void {
  const hour = Math.floor(instant / HOUR);
  const day = Math.floor(hour / 24);
  if (day !== rhythm.day) {
    rhythm.hoursBefore = Math.abs(day - rhythm.day) === 1 ? rhythm.hours : 0;
    rhythm.hours = 0;
    rhythm.day = day;
  }
  rhythm.hours |= 1 << (hour - day * 24);
}
