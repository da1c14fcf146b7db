import { CLASSES, EXPLANATIONS, OTHERS_CASE, OWN_CASE, TEAM_CASE } from "./explanation.ts";
import { pacedShare } from "./pace.ts";
import { countOutcome, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import { emptyReturns, enterState, gapBucket, leaveState, priorReturn, returnRate, type ReturnState } from "./return-table.ts";
import { addMark, addSitting, DAY, OCCASION_GAP, openRun, type Run } from "./run.ts";
import { counted, shortList } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * An operator keeps coming back to one subject, and nothing explains it.
 *
 * What happens within one shift hangs together and earns nothing. Honest work comes back on other days too, the more
 * often it has done so already (of real pursuits 9 % see a second day, 68 % of those with five days a sixth), so each
 * return is bet on given the pursuit so far: evidence = ln(g / p), where p is
 * the honest rate of just such a return (state, gap, explanation) among peers, and g the story's: a watcher returns
 * nearly always, at a pace of their own, mostly with the explanation used before. Product of conditional
 * likelihood ratios: A. Wald, Ann. Math. Stat. 16 (1945).
 */
export interface FixationState {
  /** operator → subject → run. */
  readonly pursuits: Map<string, Map<string, Run>>;
  readonly returns: ReturnState;
  readonly openings: RateState;
}

const RETURNS = 0.9;
/** Where a watcher hides: mostly nowhere, else behind some case. */
const FIRST = [0.55, 0.06, 0.02, 0.17, 0.1, 0.1];
const KEEPS = 0.8;
const CAP = 4;
const FLOOR = -2;
const SINGLE_KEPT = 45 * DAY;
const KEPT = 150 * DAY;

export class Fixation implements Story {
  readonly name = "fixation";
  readonly state: FixationState;

  constructor(state?: FixationState) {
    this.state = state ?? { pursuits: new Map(), returns: emptyReturns(CLASSES), openings: emptyRates(CLASSES) };
  }

  /** The operator's run on a subject so far. */
  pursuit(operator: string, subject: string): Run | undefined {
    return this.state.pursuits.get(operator)?.get(subject);
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, time, day, unit, explanation } = sitting;
    if (subject === undefined) return;
    let runs = this.state.pursuits.get(operator);
    if (runs === undefined) this.state.pursuits.set(operator, (runs = new Map()));
    let run = runs.get(subject);
    if (run === undefined) {
      run = openRun(this.name, operator, unit, [subject], time);
      runs.set(subject, run);
      sitting.nats = clamp(this.#opening(unit, explanation));
      countOutcome(this.state.openings, unit, "", explanation);
    } else if (time - run.last >= OCCASION_GAP) {
      const before = stateOf(run);
      const gap = gapBucket((time - run.last) / DAY);
      const prior = priorReturn(run.occasions, gap, run.explanation === explanation, CLASSES);
      const honest = returnRate(this.state.returns, unit, before, day, gap, explanation, prior);
      const { share, pace } = pacedShare(run.pace, gap);
      run.pace = pace;
      sitting.nats = clamp(Math.log((RETURNS * share * hides(run.explanation, explanation)) / honest));
      leaveState(this.state.returns, unit, before, day, gap, explanation);
    }
    if (sitting.opens) {
      const occasions = run.occasions;
      addSitting(run, time, explanation);
      run.score += sitting.nats;
      if (run.occasions > occasions) enterState(this.state.returns, unit, stateOf(run), day);
    }
    addMark(run, sitting.mark);
    sitting.pursuit = run;
    if (sitting.opens && run.sittings > 1) scene.claim(run, sitting);
  }

  #opening(unit: string, explanation: number): number {
    return Math.log((FIRST[explanation] as number) / honestRate(this.state.openings, unit, "", explanation, 1 / CLASSES));
  }

  forget(now: number): void {
    for (const [operator, runs] of this.state.pursuits) {
      for (const [subject, run] of runs) {
        if (run.alert === undefined && run.last < now - (run.sittings === 1 ? SINGLE_KEPT : KEPT)) runs.delete(subject);
      }
      if (runs.size === 0) this.state.pursuits.delete(operator);
    }
  }

  explain(run: Run, peers: Peers): string {
    return (
      `${run.operator} came back to one subject in ${counted(run.sittings, "sitting")} on ` +
      `${counted(run.days, "day")} over ${counted(spanDays(run), "day")} (${counted(run.lookups, "look-up")}); ` +
      `${caseClause(run)}; ${nearClause(peers)}.`
    );
  }
}

export function stateOf(run: Run): string {
  const n = run.occasions < 5 ? run.occasions : run.occasions < 7 ? 5 : run.occasions < 11 ? 7 : 11;
  return `${n}/${run.explanation}`;
}

/** Where the story expects the next occasion: mostly where the last one was. */
function hides(before: number, now: number): number {
  return (before === now ? KEEPS : 0) + (1 - KEEPS) * (FIRST[now] as number);
}

function clamp(nats: number): number {
  return Math.min(CAP, Math.max(FLOOR, nats));
}

export function spanDays(run: Run): number {
  return Math.floor(run.last / DAY) - Math.floor(run.since / DAY) + 1;
}

/** What was given as explanation, over all marks of a run. */
export function caseClause(run: Run): string {
  const cases = [...new Set(run.marks.flatMap((mark) => mark.case ?? []))];
  if (cases.length === 0) {
    const reasons = [...new Set(run.marks.flatMap(({ purpose }) => purpose?.reason ?? []))];
    if (reasons.length === 0) return "no case and no reason is given";
    return `no case is given, only ${shortList(reasons.map((reason) => `"${reason.slice(0, 40)}"`), 2)}`;
  }
  const list = shortList(cases, 2);
  if (run.explanation === OTHERS_CASE) return `the case given (${list}) is worked by others, who do not look at this subject`;
  if (run.explanation === OWN_CASE || run.explanation === TEAM_CASE) {
    return `the case given is ${list}, under which honest work comes back less often`;
  }
  return `case ${list} is given only at times, else ${EXPLANATIONS[run.explanation]}`;
}

export function nearClause({ near, colleagues }: Peers): string {
  return near === 0
    ? `none of ${counted(colleagues, "other operator")} comes near`
    : `${near} of ${counted(colleagues, "other operator")} ${near === 1 ? "comes" : "come"} near`;
}
