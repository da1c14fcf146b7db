/**
 * Time of a source that runs backwards while its rows come (clock-steps.ts). A stream has no files, and senders may hand old logs in behind new ones:
 * so a step counts only where numbers went on across it, the log's own or those that intake gave to rows of one request or file. Rows are
 * judged in stretches of `STRETCH`.
 */
import type { ExplainedFinding } from "../model/index.ts";
import { ClockSteps, type ClockRow, type ClockStepsState } from "./clock-steps.ts";
import { finding, spoken, when } from "./source-findings.ts";

const STRETCH = 500;
/** Milliseconds: clocks are corrected by less all the time. */
const LEAST_STEP = 60_000;
const MOST_TOLD = 100;

interface ToldStep {
  readonly before: ClockRow;
  readonly after: ClockRow;
  readonly rows: number;
}

/** Plain data. */
export interface LiveClockState {
  readonly rows: number;
  readonly steps: ClockStepsState;
  readonly told: ToldStep[];
}

export class LiveClock {
  readonly #source: string;
  readonly #lateness: number;
  #rows: number;
  #steps: ClockSteps;
  readonly #told: ToldStep[];

  /** `lateness`: milliseconds. */
  constructor(source: string, lateness: number, state?: LiveClockState) {
    this.#source = source;
    this.#lateness = Math.max(lateness, LEAST_STEP);
    this.#rows = state?.rows ?? 0;
    this.#steps = new ClockSteps(this.#lateness, state?.steps);
    this.#told = state?.told ?? [];
  }

  snapshot(): LiveClockState {
    return { rows: this.#rows, steps: this.#steps.snapshot(), told: this.#told };
  }

  see(row: ClockRow): void {
    this.#steps.see(row);
    if (++this.#rows < STRETCH) return;
    this.#steps.endOfFile();
    for (const { before, after, rows } of this.#steps.steps)
      if (goesOn(before, after)) this.#told.push({ before, after, rows });
    while (this.#told.length > MOST_TOLD) this.#told.shift();
    this.#steps = new ClockSteps(this.#lateness);
    this.#rows = 0;
  }

  *findings(): Generator<ExplainedFinding> {
    for (const { before, after, rows } of this.#told) {
      const back = spoken(Date.parse(before.time) - Date.parse(after.time));
      yield finding({
        detector: "source/clock",
        source: this.#source,
        severity: "medium",
        since: before.time,
        time: before.time,
        events: [before.id, after.id],
        explanation:
          `The time of source ${this.#source} ran backwards: after ${when(before.time)} came ${when(after.time)}, ${back} earlier, ` +
          `and ${rows} rows followed before it had caught up.`,
        evidence: { from: before.time, to: after.time, back, rows },
      });
    }
  }
}

function goesOn({ number: a }: ClockRow, { number: b }: ClockRow): boolean {
  return a !== undefined && b !== undefined && a.prefix === b.prefix && b.number > a.number;
}
