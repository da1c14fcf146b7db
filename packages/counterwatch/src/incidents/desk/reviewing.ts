/**
 * How reviewers review: closing takes two people only where the second one looks. Two signs of a stamp are counted: decisions within
 * a minute of the proposal, and never disagreeing. Neither is a proof; both stand beside how much there was to decide.
 *
 * A decision answers the latest open proposal of somebody else: closed, or sent back (reopened, or proposed anew with another reason).
 */
import type { RecordedStep } from "./case.ts";
import { wilson } from "./wilson.ts";

/** Sooner than anybody reads a finding's rows. */
const QUICK = 60_000;

export interface Reviewing {
  readonly reviewer: string;
  readonly closed: number;
  readonly sentBack: number;
  /** Milliseconds from the proposal to the decision. */
  readonly median: number;
  /** Decided within a minute. */
  readonly quick: number;
  /** Wilson's 95 % interval of `quick` among decisions. */
  readonly quickShare: readonly [low: number, high: number];
  /** Wilson's 95 % interval of `closed` among decisions. */
  readonly agreeShare: readonly [low: number, high: number];
}

interface Decision {
  readonly reviewer: string;
  readonly agreed: boolean;
  readonly took: number;
}

/** Each incident's steps, in order. The busiest reviewer first. */
export function reviewing(incidents: Iterable<readonly RecordedStep[]>): Reviewing[] {
  const byReviewer = new Map<string, Decision[]>();
  for (const steps of incidents)
    for (const decision of decisionsOf(steps)) {
      const known = byReviewer.get(decision.reviewer);
      if (known === undefined) byReviewer.set(decision.reviewer, [decision]);
      else known.push(decision);
    }
  return [...byReviewer]
    .map(([reviewer, decisions]) => summed(reviewer, decisions))
    .toSorted((a, b) => b.closed + b.sentBack - a.closed - a.sentBack || (a.reviewer < b.reviewer ? -1 : 1));
}

function* decisionsOf(steps: readonly RecordedStep[]): Generator<Decision> {
  let proposal: { readonly by: string; readonly at: string; readonly reason: string } | undefined;
  for (const { step, by, at } of steps) {
    const sentBack =
      step.do === "reopened" || (step.do === "close-proposed" && step.reason !== proposal?.reason);
    if (proposal !== undefined && proposal.by !== by && (step.do === "closed" || sentBack))
      yield {
        reviewer: by,
        agreed: step.do === "closed",
        took: Math.max(0, Date.parse(at) - Date.parse(proposal.at)),
      };
    if (step.do === "close-proposed") proposal = { by, at, reason: step.reason };
    else if (step.do === "closed" || step.do === "reopened" || step.do === "merged") proposal = undefined;
  }
}

function summed(reviewer: string, decisions: readonly Decision[]): Reviewing {
  const all = decisions.length;
  const closed = decisions.filter(({ agreed }) => agreed).length;
  const quick = decisions.filter(({ took }) => took < QUICK).length;
  return {
    reviewer,
    closed,
    sentBack: all - closed,
    median: middle(decisions.map(({ took }) => took)),
    quick,
    quickShare: wilson(quick, all),
    agreeShare: wilson(closed, all),
  };
}

/** Of at least one; between the two middle ones where they are even. */
function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = Math.floor(sorted.length / 2);
  const upper = sorted[at] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[at - 1] as number) + upper) / 2;
}
