/**
 * Where the time of a source's rows runs backwards within one file: its clock was set back, or it was made to look so.
 *
 * Not every step is one. A row that was written late stands alone; a log that is sorted by something else, or newest first, steps
 * all the time; exports that were joined step by days. So a step counts where rows went forward before it and go forward again
 * after it, by at most 26 hours (a zone and a day), or by any time where the log's own numbers went on across it.
 */
import type { LogNumber } from "./log-number.ts";

export interface ClockRow {
  readonly id: string;
  readonly time: string;
  readonly number: LogNumber | undefined;
}

export interface ClockStep {
  readonly before: ClockRow;
  readonly after: ClockRow;
  /** Rows until the time was again what it had been. */
  rows: number;
  /** Of these, how many are earlier than the row before. */
  descents: number;
}

const FEWEST_ROWS = 10;
/** Steps of one file beyond which it is not the clock. */
const MOST_STEPS = 3;
const LONGEST_STEP = 26 * 3_600_000;

/** Plain data. */
export interface ClockStepsState {
  readonly steps: ClockStep[];
  readonly high: ClockRow | undefined;
  readonly rows: number;
  readonly previous: string;
  readonly step: ClockStep | undefined;
  readonly opened: number;
  readonly found: ClockStep[];
}

export class ClockSteps {
  readonly #lateness: number;
  readonly #steps: ClockStep[];
  #high: ClockRow | undefined;
  #rows: number;
  #previous: string;
  #step: ClockStep | undefined;
  #opened: number;
  #found: ClockStep[];

  /** `lateness`: milliseconds that a row may come late without anybody minding. */
  constructor(lateness: number, state?: ClockStepsState) {
    this.#lateness = lateness;
    this.#steps = state?.steps ?? [];
    this.#high = state?.high;
    this.#rows = state?.rows ?? 0;
    this.#previous = state?.previous ?? "";
    this.#step = state?.step;
    this.#opened = state?.opened ?? 0;
    this.#found = state?.found ?? [];
  }

  /** Not a copy: to be written down before the next row is seen. */
  snapshot(): ClockStepsState {
    return {
      steps: this.#steps,
      high: this.#high,
      rows: this.#rows,
      previous: this.#previous,
      step: this.#step,
      opened: this.#opened,
      found: this.#found,
    };
  }

  see(row: ClockRow): void {
    const { time } = row;
    this.#rows++;
    if (this.#high === undefined || time >= this.#high.time) {
      this.#closeStep();
      this.#high = row;
    } else if (this.#step !== undefined) {
      this.#step.rows++;
      if (time < this.#previous) this.#step.descents++;
    } else if (Date.parse(this.#high.time) - Date.parse(time) > this.#lateness) {
      this.#opened++;
      const settled = this.#rows > FEWEST_ROWS && this.#found.length <= MOST_STEPS;
      this.#step = {
        before: this.#high,
        after: row,
        rows: 1,
        descents: settled ? 0 : Number.POSITIVE_INFINITY,
      };
    }
    this.#previous = time;
  }

  /** The file has ended: what it showed is judged. */
  endOfFile(): void {
    this.#closeStep();
    if (this.#opened <= MOST_STEPS) this.#steps.push(...this.#found);
    this.#found = [];
    this.#opened = 0;
    this.#rows = 0;
    this.#high = undefined;
    this.#previous = "";
  }

  get steps(): readonly ClockStep[] {
    return this.#steps;
  }

  #closeStep(): void {
    const step = this.#step;
    this.#step = undefined;
    if (step === undefined || step.rows < FEWEST_ROWS || step.descents * 10 > step.rows) return;
    const back = Date.parse(step.before.time) - Date.parse(step.after.time);
    if (back <= LONGEST_STEP || goesOn(step)) this.#found.push(step);
  }
}

function goesOn({ before: { number: a }, after: { number: b } }: ClockStep): boolean {
  if (a === undefined || b === undefined || a.ordinal || b.ordinal) return false;
  return a.prefix === b.prefix && b.number > a.number;
}
