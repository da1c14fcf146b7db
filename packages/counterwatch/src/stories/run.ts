import type { AccessEvent } from "../model/index.ts";
import { caseName } from "./case-name.ts";
import type { Pace } from "./pace.ts";
import type { OwnReturns } from "./return-table.ts";

/** What a reader needs of one contributing look-up; small, because hundreds of thousands are kept. */
export interface Mark {
  readonly id: string;
  readonly time: number;
  readonly source: string;
  readonly system: AccessEvent["system"];
  readonly action: AccessEvent["action"];
  readonly operator: AccessEvent["operator"];
  readonly subjects: AccessEvent["subjects"];
  readonly site: AccessEvent["site"];
  readonly window: AccessEvent["window"];
  readonly purpose: AccessEvent["purpose"];
  readonly address: string | undefined;
  /** The case as `caseName` spells it. */
  readonly case: string | undefined;
}

/**
 * One story about one operator (or one subject, for a ring): the unit that is scored, that can alert once, and that
 * then grows. `score` is a log-likelihood ratio in nats: what the story predicts against what honest work predicts.
 */
export interface Run {
  readonly story: string;
  readonly operator: string;
  readonly group: string;
  readonly subjects: string[];
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
  marks: readonly Mark[];
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

/** One for all runs that have none yet; never written to. */
const NO_MARKS: readonly Mark[] = [];
const MARKS = 60;
const TRACE = 120;

/** `like`: an earlier mark of the same run. What it says too is kept once. */
export function markOf(event: AccessEvent, time: number, like?: Mark): Mark {
  return {
    id: event.id,
    time,
    source: like?.source === event.source ? like.source : event.source,
    system: event.system,
    action: event.action,
    operator:
      like !== undefined && sameOperator(like.operator, event.operator) ? like.operator : event.operator,
    subjects: sameSubject(like?.subjects, event.subjects) ? like?.subjects : event.subjects,
    site: event.site,
    window: event.window,
    purpose: samePurpose(like?.purpose, event.purpose) ? like?.purpose : event.purpose,
    address: like?.address === event.session?.address ? like?.address : event.session?.address,
    case: caseName(event),
  };
}

function sameOperator(a: Mark["operator"], b: Mark["operator"]): boolean {
  return a.id === b.id && a.unit === b.unit && a.role === b.role && a.withheld === b.withheld;
}

function sameSubject(known: Mark["subjects"], other: Mark["subjects"]): boolean {
  const [a, b] = [known?.[0], other?.[0]];
  if (a === undefined || b === undefined || known?.length !== 1 || other?.length !== 1) return false;
  return a.id === b.id && a.type === b.type && a.partial === b.partial && a.withheld === b.withheld;
}

function samePurpose(a: Mark["purpose"], b: Mark["purpose"]): boolean {
  if (a === undefined || b === undefined || a.withheld !== undefined || b.withheld !== undefined)
    return false;
  return a.reason === b.reason && a.case === b.case && a.authority === b.authority;
}

export function openRun(
  story: string,
  operator: string,
  group: string,
  subjects: string[],
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
  const latest = run.marks[run.marks.length - 1];
  if (latest?.id === mark.id) return;
  run.lookups++;
  run.last = Math.max(run.last, mark.time);
  run.ids?.push(mark.id);
  const marks = run.marks as Mark[];
  if (marks.length < MARKS) {
    // Most runs stay at one look-up: an array that grows takes room for sixteen more.
    if (marks.length === 0) run.marks = [mark];
    else marks.push(mark);
    return;
  }
  run.ids ??= [...marks.map(({ id }) => id), mark.id];
  marks[marks.length - 1] = mark;
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
  for (const each of run.alert === undefined ? run.marks : [mark]) {
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
  return run.ids ?? run.marks.map(({ id }) => id);
}

/** The look-up as an event again, for the report's rows. */
export function eventOf(mark: Mark): AccessEvent {
  const { time, address, case: _case, subjects, site, window, purpose, ...rest } = mark;
  return {
    ...rest,
    time: new Date(time).toISOString(),
    ...(subjects && { subjects }),
    ...(site && { site }),
    ...(window && { window }),
    ...(purpose && { purpose }),
    ...(address !== undefined && { session: { address } }),
  };
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Look-ups of one subject or site by one operator less than this apart are one sitting. */
export const SITTING_GAP = 30 * MINUTE;
/** What happens within one shift hangs together: only sittings at least this far apart are separate occasions. */
export const OCCASION_GAP = 8 * HOUR;
