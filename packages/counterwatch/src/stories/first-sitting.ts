import { timeIn } from "./mark.ts";
import { areFew, firstSaid, lastIn, lookupsIn, type Marks } from "./marks.ts";
import { openRun, type Run } from "./run.ts";

/**
 * A run on one subject that has seen one sitting, as most ever do: three fields in place of twenty-three. Invariant: `runOf` gives
 * the run back as it was, so that whoever asks for a run cannot tell how it is kept. A run with more than that is kept as itself, and one
 * with many look-ups too: to put it together at each of them would cost more than it saves.
 */
export interface FirstSitting {
  readonly marks: Marks;
  readonly score: number;
  readonly explanation: number;
}

/** The run in short, where that says all of it. */
export function inShort(run: Run): Run | FirstSitting {
  const { marks, score, explanation } = run;
  return run.sittings === 1 && areFew(marks) ? { marks, score, explanation } : run;
}

export function isWhole(kept: Run | FirstSitting): kept is Run {
  return "story" in kept;
}

/** The run of a story that began with an operator's look-up of the subject. */
export function runOf(
  story: string,
  operator: string,
  subject: string,
  { marks, score, explanation }: FirstSitting,
): Run {
  const unit = firstSaid(marks)?.operator.unit ?? "";
  const run = openRun(story, operator, unit, [subject], timeIn(marks[1] as string));
  beginWith(run, marks, explanation);
  run.score = score;
  return run;
}

/** The one sitting that a run has seen, put into the run as it was opened. */
export function beginWith(run: Run, marks: Marks, explanation: number): void {
  run.sittings = 1;
  run.occasions = 1;
  run.days = 1;
  run.lookups = lookupsIn(marks);
  run.last = Math.max(run.last, lastIn(marks));
  run.explanation = explanation;
  run.marks = marks;
}

/** When the latest look-up was. */
export function lastOf(kept: Run | FirstSitting): number {
  return isWhole(kept) ? kept.last : lastIn(kept.marks);
}
