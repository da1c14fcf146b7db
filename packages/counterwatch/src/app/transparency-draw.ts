/**
 * The draw of a report, at most once for one set of counts. Whoever calls holds the ledger from the first look at what was spent until
 * this has resolved, so that two runs cannot both draw. transparency-draws.ts has the order of writes.
 */
import type { JsonValue, LedgerAppender } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import { leftAfter, type Spent } from "../report/transparency/accounting.ts";
import type { Period } from "../report/transparency/period.ts";
import type { Plan } from "../report/transparency/plan.ts";
import type { RandomBits } from "../report/transparency/random-integers.ts";
import { readDecimal, roundedUp } from "../report/transparency/rational.ts";
import { drawRelease, isDrawnAs } from "../report/transparency/release.ts";
import { type Draw, type RecordedSpending, spendingOf } from "../store/transparency-draws.ts";
import type { PeriodCounts } from "./transparency-counts.ts";

export interface DrawMeans {
  readonly ledger: LedgerAppender;
  /** What the ledger said when it was opened. */
  readonly spendings: readonly RecordedSpending[];
  readonly draws: {
    read(period: Period, revision: number): Draw | undefined;
    add(period: Period, draw: Draw): void;
    pathOf(period: Period, revision: number): string;
  };
  readonly random: RandomBits;
  /** RFC 3339. */
  readonly now: string;
  readonly program: string;
  readonly publisher: string | undefined;
  /** Why it is drawn again; undefined: it is not. */
  readonly revise: string | undefined;
}

export interface DrawnReport extends Draw {
  /** Of its leaf. */
  readonly leaf: number;
  /** False: it had been drawn before. */
  readonly fresh: boolean;
  /** Of the year's budget. */
  readonly left: Spent;
}

/**
 * The report of a period: the stored one where the same was drawn before, else a new one. Throws `usage` where the counts changed and
 * `revise` is not given, or the year's budget would be exceeded; `evidence` where the stored draw is not the ledger's; `not-found` where it is lost.
 */
export async function drawOnce(
  plan: Plan,
  period: Period,
  counted: PeriodCounts,
  means: DrawMeans,
): Promise<DrawnReport> {
  const spendings = [...means.spendings];
  const own = spendings.filter((spending) => spending.period === period.name);
  for (const [at, { revision }] of own.entries()) if (revision !== at) throw disordered(period);
  const pending = means.draws.read(period, own.length);
  if (pending !== undefined) {
    // Left by a crash: what was drawn is spent, whatever is asked for now.
    const recorded = await tell(pending, means);
    own.push(recorded);
    spendings.push(recorded);
  }
  const last = own.at(-1);
  const stored = last === undefined ? undefined : means.draws.read(period, last.revision);
  if (last !== undefined) {
    if (stored !== undefined && spendingOf(stored).release !== last.release)
      throw replaced(period, last, means);
    const same = stored !== undefined && last.inputs === counted.inputs && isDrawnAs(stored.release, plan);
    if (same && (means.revise === undefined || pending !== undefined))
      return { ...stored, leaf: last.leaf, fresh: false, left: leftOf(plan, period, spendings) };
    if (same) throw unchanged(period);
    if (means.revise === undefined) throw stored === undefined ? lost(period, last, means) : changed(period);
  } else if (means.revise !== undefined) throw neverDrawn(period);
  const left = requireBudget(plan, period, spendings);
  const { now, program, publisher, revise } = means;
  const facts = { publisher, period, revision: own.length, reason: revise, drawn: now, program };
  const draw = { release: drawRelease(plan, counted.counts, facts, means.random), inputs: counted.inputs };
  means.draws.add(period, draw);
  const { leaf } = await tell(draw, means);
  return { ...draw, leaf, fresh: true, left };
}

async function tell(draw: Draw, { ledger }: DrawMeans): Promise<RecordedSpending> {
  const spending = spendingOf(draw);
  const { index } = await ledger.append({
    kind: "transparency",
    source: "transparency",
    time: draw.release.drawn,
    statement: spending as unknown as JsonValue,
  });
  return { ...spending, leaf: index };
}

/** Reports count against the year that they are about, whenever they are drawn: waiting does not renew it. */
function spentIn(period: Period, spendings: readonly RecordedSpending[]): Spent[] {
  return spendings
    .filter((spending) => spending.period.startsWith(`${period.year}`))
    .map(({ epsilon, delta, leaf }) => {
      const read = { epsilon: readDecimal(epsilon), delta: readDecimal(delta) };
      if (read.epsilon !== undefined && read.delta !== undefined) return read as Spent;
      throw new CounterwatchError("evidence", `leaf ${leaf} does not say what a report cost`);
    });
}

function leftOf({ budget }: Plan, period: Period, spendings: readonly RecordedSpending[]): Spent {
  const nothing = { n: 0n, d: 1n };
  const left = leftAfter(budget, spentIn(period, spendings), { epsilon: nothing, delta: nothing });
  // A budget that was lowered since: nothing is left, and no debt is shown.
  return left ?? { epsilon: nothing, delta: nothing };
}

function requireBudget(plan: Plan, period: Period, spendings: readonly RecordedSpending[]): Spent {
  const asked = { epsilon: plan.cost.epsilon, delta: plan.delta };
  const left = leftAfter(plan.budget, spentIn(period, spendings), asked);
  if (left !== undefined) return left;
  const { epsilon, delta } = leftOf(plan, period, spendings);
  const deltas =
    plan.delta.n === 0n ? "" : `, and of δ ${roundedUp(delta, 15n)} against ${roundedUp(plan.delta, 15n)}`;
  throw new CounterwatchError(
    "usage",
    `this would cost ε ${roundedUp(plan.cost.epsilon, 15n)}, and of the budget of ${period.year} there is ε ${roundedUp(epsilon, 15n)} left${deltas}`,
    {
      remedy: `Ask for less with --epsilon. What was spent on ${period.year} stays spent; reports about ${period.year + 1} have a budget of their own from ${period.year + 1}-01-01 on.`,
    },
  );
}

function changed(period: Period): CounterwatchError {
  return new CounterwatchError(
    "usage",
    `the report of ${period.name} was drawn from other look-ups or with other settings; drawing again would give away more`,
    {
      remedy:
        "Use the logs, key and settings of then to print it again, or spend another ε with --revise and a reason.",
    },
  );
}

function unchanged(period: Period): CounterwatchError {
  return new CounterwatchError("usage", `nothing has changed since the report of ${period.name} was drawn`, {
    remedy: "Leave out --revise to print it again: that costs nothing.",
  });
}

function neverDrawn(period: Period): CounterwatchError {
  return new CounterwatchError("usage", `no report of ${period.name} was drawn in this ledger`, {
    remedy: "Leave out --revise.",
  });
}

function lost(period: Period, { revision, leaf }: RecordedSpending, { draws }: DrawMeans): CounterwatchError {
  return new CounterwatchError(
    "not-found",
    `leaf ${leaf} says that this report was drawn, and the draw is not here`,
    {
      place: { file: draws.pathOf(period, revision) },
      remedy: "Restore it from a backup, or spend another ε with --revise and a reason.",
    },
  );
}

function replaced(
  period: Period,
  { revision, leaf }: RecordedSpending,
  { draws }: DrawMeans,
): CounterwatchError {
  return new CounterwatchError("evidence", `the stored draw is not the one of leaf ${leaf}`, {
    place: { file: draws.pathOf(period, revision) },
    remedy: "It was changed: restore it from a backup.",
  });
}

function disordered(period: Period): CounterwatchError {
  return new CounterwatchError(
    "evidence",
    `the draws of ${period.name} in the ledger are not in their order`,
  );
}
