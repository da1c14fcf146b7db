/** "Is everything covered and calm?": what the overview says, worked out from counts that cost nothing to ask. */
import { SEVERITIES, type Severity } from "../../model/index.ts";
import type { Calibration } from "../../stories/calibration.ts";
import type { ListedWarning } from "../warnings/warning-list.ts";
import type { DeskFinding, Incident } from "./case.ts";
import type { OpenWork } from "./desk-store.ts";

interface SeverityCount {
  readonly severity: Severity;
  readonly count: number;
}

export interface WaitingWork {
  /** New findings that nobody is on, the worst first; severities without any are left out. */
  readonly unowned: readonly SeverityCount[];
  /** Findings that somebody is on. */
  readonly taken: number;
  /** Of the unowned the one that was learned first. */
  readonly oldest: Pick<DeskFinding, "id" | "severity" | "learned"> | undefined;
  /** Closings that wait for a second person. */
  readonly proposed: {
    readonly byOthers: number;
    readonly byReader: number;
    /** That the reader may agree to. */
    readonly oldest: Pick<Incident, "id" | "changed"> | undefined;
  };
}

export interface WarningsRunning {
  readonly open: number;
  readonly overdue: number;
  /** Of those that are not overdue the first deadline, RFC 3339. */
  readonly next: string | undefined;
}

export interface SinceSignIn {
  /** The sign-in before this one, RFC 3339; undefined: this is the first. */
  readonly at: string | undefined;
  /** Findings that were learned since, the worst first. */
  readonly findings: readonly SeverityCount[];
  /** Incidents that were closed or merged since. */
  readonly closed: number;
}

/** Story findings against what the budget allows, over the latest thirty days at most. */
export interface BudgetKept {
  readonly budget: string;
  /** RFC 3339; undefined: no look-up came yet. */
  readonly learningUntil: string | undefined;
  readonly learning: boolean;
  /** The period that is counted: event times, RFC 3339; undefined while learning. */
  readonly period: { readonly from: string; readonly to: string; readonly days: number } | undefined;
  /** False alerts that are allowed in it. */
  readonly allowed: number;
  /** Peer groups for whom nothing is promised now; "" is the whole log. */
  readonly suspended: readonly { readonly group: string; readonly since: string }[];
}

const DAY = 86_400_000;
const DAYS = 30;

/** `oldest`, `proposed`: what the reader may see of the work's own, in its order. */
export function waitingWork(
  work: Pick<OpenWork, "findings">,
  reader: string,
  { oldest, proposed }: { readonly oldest: DeskFinding | undefined; readonly proposed: readonly Incident[] },
): WaitingWork {
  const byOthers = proposed.filter(({ closing }) => closing?.by !== reader);
  const [first] = byOthers;
  return {
    unowned: bySeverity(work.findings.filter(({ state, owned }) => state === "new" && !owned)),
    taken: work.findings.reduce((sum, { state, count }) => sum + (state === "taken" ? count : 0), 0),
    oldest: oldest && { id: oldest.id, severity: oldest.severity, learned: oldest.learned },
    proposed: {
      byOthers: byOthers.length,
      byReader: proposed.length - byOthers.length,
      oldest: first && { id: first.id, changed: first.changed },
    },
  };
}

/** `now`: RFC 3339. */
export function warningsRunning(
  warnings: readonly Pick<ListedWarning, "open" | "deadline">[],
  now: string,
): WarningsRunning {
  const open = warnings.filter((warning) => warning.open);
  const running = open.filter(({ deadline }) => Date.parse(deadline) > Date.parse(now));
  return {
    open: open.length,
    overdue: open.length - running.length,
    next: running.map(({ deadline }) => deadline).toSorted()[0],
  };
}

export function sinceSignIn({ findings, closed }: OpenWork, at: string | undefined): SinceSignIn {
  if (at === undefined) return { at, findings: [], closed: 0 };
  const fresh = findings.map(({ severity, fresh: count }) => ({ severity, count }));
  return { at, findings: bySeverity(fresh), closed };
}

/** `latest`: event time of the latest look-up, RFC 3339. */
export function budgetKept(calibration: Calibration, latest: string | undefined): BudgetKept {
  const { budget, perDay, learning, learningUntil, spells } = calibration;
  const period = learning || learningUntil === null ? undefined : periodOf(learningUntil, latest);
  return {
    budget,
    learning,
    learningUntil: learningUntil ?? undefined,
    period,
    allowed: perDay * (period?.days ?? 0),
    suspended: spells.filter(({ to }) => to === null).map(({ group, from }) => ({ group, since: from })),
  };
}

function periodOf(learnt: string, latest: string | undefined): BudgetKept["period"] {
  if (latest === undefined) return undefined;
  const to = Date.parse(latest);
  const from = Math.min(to, Math.max(Date.parse(learnt), to - DAYS * DAY));
  return { from: new Date(from).toISOString(), to: latest, days: (to - from) / DAY };
}

function bySeverity(counts: readonly SeverityCount[]): SeverityCount[] {
  return SEVERITIES.toReversed()
    .map((severity) => ({
      severity,
      count: counts.reduce((sum, each) => sum + (each.severity === severity ? each.count : 0), 0),
    }))
    .filter(({ count }) => count > 0);
}
