import {
  ALONE_ON_CASE,
  CLASSES,
  COLLEAGUE,
  EXPLANATIONS,
  LATE_TO_OTHERS,
  LATE_TO_OWN,
  OTHERS_CASE,
  OWN_CASE,
  POPULAR,
  REASONED,
  TEAM_CASE,
} from "./explanation.ts";
import { type FirstSitting, inShort, isWhole, lastOf, runOf } from "./first-sitting.ts";
import { saidIn } from "./marks.ts";
import { pacedShare } from "./pace.ts";
import {
  countChance,
  countLate,
  countOutcome,
  emptyRates,
  honestRate,
  type RateState,
} from "./rate-table.ts";
import {
  emptyReturns,
  enterState,
  gapBucket,
  leaveState,
  ownReturns,
  priorReturn,
  returnRate,
  type ReturnState,
} from "./return-table.ts";
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
  /** operator → subject → run; in short, where it has seen one sitting. */
  readonly pursuits: Map<string, Map<string, Run | FirstSitting>>;
  /** Sittings and pursuits by unit: what honest work makes of one subject. */
  readonly made: Map<string, { sittings: number; pursuits: number }>;
  readonly returns: ReturnState;
  readonly openings: RateState;
  /** How the explanation changes from one occasion to the next. */
  readonly transitions: RateState;
  /** Second sittings within an occasion, by how many occasions there were. */
  readonly repeats: RateState;
}

/** Where a watcher hides: mostly nowhere, else behind some case, mostly one that was there already. */
const FIRST = [0.5, 0.17, 0.06, 0.02, 0.04, 0.01, 0.02, 0.02, 0.08, 0.08];
/** Among look-ups without a case: who said nothing goes on saying nothing, who gave a reason mostly gives one. */
const SILENCE = [
  [0.85, 0.15],
  [0.35, 0.65],
];
/** Chance that a watcher looks again within the same shift. */
const REPEATS = 0.35;
const REPEATS_COUNTED = 2;
/** A case given once explains what follows for this long. */
const CASE_LASTS = 30 * DAY;
const CAP = 4;
/** A return that colleagues, the matter of the day or a shared case explain says little, however rare it is. */
const EXPLAINED_CAP = 0.7;
const FLOOR = -2;
/** Of a thousand first look-ups three are followed by a second after more than thirty days; they are most of what is kept. */
const SINGLE_KEPT = 31 * DAY;
const KEPT = 150 * DAY;

export class Fixation implements Story {
  readonly name = "fixation";
  readonly state: FixationState;

  constructor(state?: FixationState) {
    this.state = state ?? {
      pursuits: new Map(),
      made: new Map(),
      returns: emptyReturns(1),
      openings: emptyRates(CLASSES),
      transitions: emptyRates(CLASSES),
      repeats: emptyRates(1),
    };
  }

  /** The operator's run on a subject so far. */
  pursuit(operator: string, subject: string): Run | undefined {
    const kept = this.state.pursuits.get(operator)?.get(subject);
    return kept === undefined || isWhole(kept) ? kept : runOf(this.name, operator, subject, kept);
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, time, day, unit } = sitting;
    if (subject === undefined) return;
    let runs = this.state.pursuits.get(operator);
    if (runs === undefined) this.state.pursuits.set(operator, (runs = new Map()));
    const held = runs.get(subject);
    let run = sitting.pursuit ?? this.pursuit(operator, subject);
    if (run !== undefined && sitting.explanation < OWN_CASE && run.explanation >= OWN_CASE) {
      if (time - run.last < CASE_LASTS) sitting.explanation = run.explanation;
    }
    const { explanation } = sitting;
    if (run === undefined) {
      run = openRun(this.name, operator, unit, [subject], time);
      sitting.nats = clamp(this.#opening(sitting));
      countOutcome(this.state.openings, unit, "", explanation);
    } else if (time - run.last >= OCCASION_GAP) {
      sitting.nats = this.#return(run, gapBucket((time - run.last) / DAY), explanation, day);
    }
    if (sitting.opens) {
      const occasions = run.occasions;
      addSitting(run, time, explanation);
      this.#count(unit, run.sittings === 1);
      if (run.occasions > occasions) this.#occasion(run, sitting);
      else if (!run.repeated) this.#repeat(run, sitting);
      run.score += sitting.nats;
    }
    addMark(run, sitting.mark);
    const kept = inShort(run);
    if (kept !== held) runs.set(subject, kept);
    sitting.pursuit = run;
    if (sitting.opens && run.sittings > 1) scene.claim(run, sitting);
  }

  #count(unit: string, begins: boolean): void {
    let made = this.state.made.get(unit);
    if (made === undefined) this.state.made.set(unit, (made = { sittings: 0, pursuits: 0 }));
    made.sittings++;
    if (begins) made.pursuits++;
  }

  /** Sittings that the unit's work makes, on average, of a subject once looked at. */
  expected(unit: string): number {
    const made = this.state.made.get(unit);
    return made === undefined ? 1 : made.sittings / Math.max(1, made.pursuits);
  }

  /** Evidence of coming back after `gap`, explained so: p = P(gap | state) · P(explanation | the one before). */
  #return(run: Run, gap: number, explanation: number, day: number): number {
    const { returns, transitions } = this.state;
    const state = stateOf(run);
    const before = run.explanation;
    const keeps = explanation === run.explanation;
    const honest =
      returnRate(returns, run.group, state, day, gap, 0, priorReturn(run.occasions, gap, true, 1), run.own) *
      honestRate(transitions, run.group, before, explanation, keeps ? 0.6 : 0.4 / (CLASSES - 1));
    leaveState(returns, run.group, state, day, gap, 0);
    if (run.own?.state === state) run.own.returns[gap] = (run.own.returns[gap] ?? 0) + 1;
    countOutcome(transitions, run.group, before, explanation);
    const { share, pace } = pacedShare(run.pace, gap);
    run.pace = pace;
    const nats = clamp(Math.log((steady(run.occasions) * share * hides(run, explanation)) / honest));
    return explained(explanation) ? Math.min(nats, EXPLAINED_CAP) : nats;
  }

  /** A new occasion: the one before had no second sitting, or had. */
  #occasion(run: Run, { unit, day }: Sitting): void {
    if (run.occasions > 1 && run.occasions <= REPEATS_COUNTED + 1 && !run.repeated) {
      run.score += Math.log(
        (1 - REPEATS) / (1 - honestRate(this.state.repeats, unit, repeatCell(run, 1), 0, 0.3)),
      );
    }
    run.repeated = false;
    countChance(this.state.repeats, unit, repeatCell(run, 0));
    const state = stateOf(run);
    enterState(this.state.returns, unit, state, day);
    if (run.occasions > 1) run.own = ownReturns(run.own, state);
  }

  /** A second sitting within the same occasion: rarer in honest work than for somebody who waits for news. */
  #repeat(run: Run, sitting: Sitting): void {
    const cell = repeatCell(run, 0);
    if (run.occasions <= REPEATS_COUNTED)
      sitting.nats = clamp(Math.log(REPEATS / honestRate(this.state.repeats, sitting.unit, cell, 0, 0.3)));
    countLate(this.state.repeats, sitting.unit, cell, 0);
    run.repeated = true;
  }

  /** Evidence of how the first look-up is explained, against the habits of the unit. */
  #opening({ unit, explanation }: Sitting): number {
    const { openings } = this.state;
    return Math.log(
      (FIRST[explanation] as number) / honestRate(openings, unit, "", explanation, 1 / CLASSES),
    );
  }

  forget(now: number): void {
    for (const [operator, runs] of this.state.pursuits) {
      for (const [subject, run] of runs) {
        const isOver = isWhole(run)
          ? run.alert === undefined && run.last < now - (run.sittings === 1 ? SINGLE_KEPT : KEPT)
          : lastOf(run) < now - SINGLE_KEPT;
        if (isOver) runs.delete(subject);
      }
      if (runs.size === 0) this.state.pursuits.delete(operator);
    }
  }

  evidence(run: Run): Record<string, unknown> {
    return { expected: Number(this.expected(run.group).toFixed(2)) };
  }

  explain(run: Run, peers: Peers): string {
    return (
      `${run.operator} came back to one subject in ${counted(run.sittings, "sitting")} on ` +
      `${daysOfSpan(run)} (${counted(run.lookups, "look-up")}), where ` +
      `work here makes ${this.expected(run.group).toFixed(1)} sittings of a subject; ` +
      `${caseClause(run)}; ${nearClause(peers)}.`
    );
  }
}

/** By occasions (at most four), and whether more than words explain the latest. */
function repeatCell(run: Run, back: number): number {
  return Math.min(run.occasions - back, 4) * 2 + (run.explanation > REASONED ? 1 : 0);
}

/** By occasions, the many in steps, and the latest explanation. */
function stateOf(run: Run): number {
  const n = run.occasions < 5 ? run.occasions : run.occasions < 7 ? 5 : run.occasions < 11 ? 7 : 11;
  return n * CLASSES + run.explanation;
}

/**
 * How surely a watcher does again what was done n times: comes back, and gives the same explanation. Laplace's rule of
 * succession with four occasions believed beforehand; with a fixed chance of 0.9 long watches earned nothing any more.
 */
export function steady(occasions: number): number {
  return (occasions + 4) / (occasions + 4.5);
}

/** Where the story expects the next occasion: mostly where the last one was. */
function hides({ explanation: before, occasions }: Run, now: number): number {
  const keeps =
    before <= REASONED && now <= REASONED ? (SILENCE[before]?.[now] as number) : before === now ? 1 : 0;
  const same = steady(occasions);
  return same * keeps + (1 - same) * (FIRST[now] as number);
}

function explained(explanation: number): boolean {
  return explanation === COLLEAGUE || explanation === POPULAR || explanation === TEAM_CASE;
}

function clamp(nats: number): number {
  return Math.min(CAP, Math.max(FLOOR, nats));
}

export function spanDays(run: Run): number {
  return Math.floor(run.last / DAY) - Math.floor(run.since / DAY) + 1;
}

/** "3 days over 14 days"; where it was one day, nothing is to be said of a span. */
export function daysOfSpan(run: Run): string {
  const days = counted(run.days, "day");
  return spanDays(run) > 1 ? `${days} over ${counted(spanDays(run), "day")}` : days;
}

/** What was given as explanation, over all marks of a run. */
export function caseClause(run: Run): string {
  const said = saidIn(run.marks);
  const cases = [...new Set(said.flatMap((each) => each.case ?? []))];
  if (cases.length === 0) {
    const reasons = [...new Set(said.flatMap(({ purpose }) => purpose?.reason ?? []))];
    if (reasons.length === 0) return "no case and no reason is given";
    return `no case is given, only ${shortList(
      reasons.map((reason) => `"${reason.slice(0, 40)}"`),
      2,
    )}`;
  }
  const list = shortList(cases, 2);
  if (run.explanation === OTHERS_CASE)
    return `the case given (${list}) was others', and none of them looks at this subject`;
  if (run.explanation === LATE_TO_OTHERS)
    return `the case given (${list}) was under way when this subject came to it, and nobody else on it looks at this subject`;
  if (run.explanation === LATE_TO_OWN)
    return `the case given (${list}) is the operator's own, and was under way when this subject came to it`;
  if (run.explanation === ALONE_ON_CASE)
    return `of those who work the case given (${list}) nobody else looks at this subject`;
  if (run.explanation >= OWN_CASE)
    return `the case given is ${list}, under which honest work comes back less often`;
  return `case ${list} is given only at times, else ${EXPLANATIONS[run.explanation]}`;
}

export function nearClause({ near, colleagues }: Peers): string {
  return near === 0
    ? `none of ${counted(colleagues, "other operator")} comes near`
    : `${near} of ${counted(colleagues, "other operator")} ${near === 1 ? "comes" : "come"} near`;
}
