import type { Mark } from "./mark.ts";
import { isLatest, type Marks, marksIn, NO_MARKS, withLatest, withMark } from "./marks.ts";
import type { Pace } from "./pace.ts";
import type { OwnReturns } from "./return-table.ts";

/**
 * One story about one operator (or one subject, for a ring): the unit that is scored, that can alert once, and that
 * then grows. `score` is a log-likelihood ratio in nats: what the story predicts against what honest work predicts.
 */
export interface Run {
  readonly story: string;
  readonly operator: string;
  readonly group: string;
  subjects: readonly string[];
  score: number;
  peak: number;
  /** Sittings counted; occasions (sittings at least OCCASION_GAP apart) and the distinct UTC days they fell on. */
  sittings: number;
  occasions: number;
  days: number;
  lookups: number;
  since: number;
  last: number;
  /** Explanation class of the latest sitting. */
  explanation: number;
  /** First and latest contributing look-ups, at most MARKS; ids of all in `ids` once there are more. */
  marks: Marks;
  ids: string[] | undefined;
  /** Evidence over time, as time, nats, time, nats …; thinned out beyond TRACE numbers. */
  trace: number[] | undefined;
  /** What the run itself told the table of returns in its present state. */
  own: OwnReturns | undefined;
  /** A second sitting has fallen within the latest occasion. */
  repeated: boolean;
  /** Weights of the paces seen so far; none before the first gap. */
  pace: Pace | undefined;
  /** Set while the run is under alert: index into the desk's alerts. */
  alert: number | undefined;
}

const MARKS = 60;
const TRACE = 120;

export function openRun(
  story: string,
  operator: string,
  group: string,
  subjects: readonly string[],
  time: number,
): Run {
  return {
    story,
    operator,
    group,
    subjects,
    score: 0,
    peak: 0,
    sittings: 0,
    occasions: 0,
    days: 0,
    lookups: 0,
    since: time,
    last: time,
    explanation: 0,
    marks: NO_MARKS,
    ids: undefined,
    trace: undefined,
    own: undefined,
    repeated: false,
    pace: undefined,
    alert: undefined,
  };
}

/** Adds a contributing look-up. A look-up that is there already (two subjects of one row) counts once. */
export function addMark(run: Run, mark: Mark): void {
  if (isLatest(run.marks, mark.id)) return;
  run.last = Math.max(run.last, mark.time);
  run.ids?.push(mark.id);
  if (run.lookups < MARKS) run.marks = withMark(run.marks, mark);
  else {
    run.ids ??= [...idsOf(run), mark.id];
    run.marks = withLatest(run.marks, mark);
  }
  run.lookups++;
}

/** Adds a subject that is not there yet, as long as there are fewer than `most`. */
export function addSubject(run: Run, subject: string, most: number): void {
  if (run.subjects.length < most) run.subjects = run.subjects.concat(subject);
}

/** Counts a sitting that begins at `time`, after the run's latest look-up. */
export function addSitting(run: Run, time: number, explanation: number): void {
  if (run.sittings === 0 || time - run.last >= OCCASION_GAP) run.occasions++;
  if (run.sittings === 0 || Math.floor(time / DAY) !== Math.floor(run.last / DAY)) run.days++;
  run.sittings++;
  run.explanation = explanation;
}

/** Takes over look-ups in order of time, with the sittings that they make. */
export function takeMarks(run: Run, marks: readonly Mark[]): void {
  for (const mark of marks) {
    if (run.sittings === 0 || mark.time - run.last >= SITTING_GAP)
      addSitting(run, mark.time, run.explanation);
    addMark(run, mark);
  }
}

/** What has alerted goes on in another run: the finding grows instead of being told again. `mark` is the look-up just seen. */
export function growInto(alerted: Run, run: Run, mark: Mark): void {
  for (const each of run.alert === undefined ? marksIn(run.marks) : [mark]) {
    addSitting(alerted, each.time, run.explanation);
    addMark(alerted, each);
  }
  run.alert = alerted.alert;
}

/** Adds evidence in nats; the score never falls below nothing, so that old innocence cannot be saved up (CUSUM). */
export function addEvidence(run: Run, nats: number): void {
  run.score = Math.max(0, run.score + nats);
}

/** Notes where the evidence stands. */
export function traceEvidence(run: Run, time: number): void {
  run.trace ??= [];
  run.trace.push(time, run.score);
  if (run.trace.length > TRACE) run.trace = run.trace.filter((_, i, all) => i % 4 < 2 || i >= all.length - 2);
}

export function idsOf(run: Run): readonly string[] {
  return run.ids ?? marksIn(run.marks).map(({ id }) => id);
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Look-ups of one subject or site by one operator less than this apart are one sitting. */
export const SITTING_GAP = 30 * MINUTE;
/** What happens within one shift hangs together: only sittings at least this far apart are separate occasions. */
export const OCCASION_GAP = 8 * HOUR;
