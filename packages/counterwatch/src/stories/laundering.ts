import { lookersOnCase, sharedOnCase } from "./case-book.ts";
import { type Cloak, type FirstCloak, inShort, OWN_MOST, wholeCloak } from "./cloak.ts";
import { ALONE_ON_CASE, CLASSES, LATE_TO_OWN, OWN_CASE } from "./explanation.ts";
import { nearClause, spanDays } from "./fixation.ts";
import { firstSaid } from "./marks.ts";
import { pacedShare } from "./pace.ts";
import { countOutcome, emptyRates, honestRate, type RateState } from "./rate-table.ts";
import {
  emptyReturns,
  enterState,
  gapBucket,
  leaveState,
  priorReturn,
  returnRate,
  type ReturnState,
} from "./return-table.ts";
import { addMark, addSitting, addSubject, DAY, OCCASION_GAP, openRun, type Run } from "./run.ts";
import { counted } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * A case number as a cloak: one operator's subjects gather under a case where nobody else on it looks at them, or the
 * operator does not belong to the case at all. The trial is (operator, case); each further subject of the operator's
 * own is a return, bet on as the fixation bets, given how many there are already and how the operator stands to it.
 */
export interface LaunderingState {
  readonly cases: Map<string, Map<string, Cloak | FirstCloak>>;
  readonly returns: ReturnState;
  readonly openings: RateState;
}

const GATHERS = 0.85;
const OUTSIDER = 0.4;
const CAP = 4;
const FLOOR = -2;
const SINGLE_KEPT = 31 * DAY;
const KEPT = 150 * DAY;

export class CaseLaundering implements Story {
  readonly name = "case-laundering";
  readonly state: LaunderingState;

  constructor(state?: LaunderingState) {
    this.state = state ?? { cases: new Map(), returns: emptyReturns(2), openings: emptyRates(1) };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, unit, time } = sitting;
    const name = sitting.mark.says.case;
    if (subject === undefined || name === undefined) return;
    let cases = this.state.cases.get(operator);
    if (cases === undefined) this.state.cases.set(operator, (cases = new Map()));
    const held = cases.get(name);
    let cloak = held && wholeCloak(held, this.name, operator);
    const outsider = sitting.standing?.how === "outsider";
    if (cloak === undefined) {
      const run = openRun(this.name, operator, unit, [], time);
      const honest = honestRate(this.state.openings, unit, "", 0, 1 / CLASSES);
      countOutcome(this.state.openings, unit, "", outsider ? 0 : 1);
      const nats = outsider ? Math.log(OUTSIDER / honest) : Math.log((1 - OUTSIDER) / (1 - honest));
      cloak = { run, own: [], outsider, nats: Math.min(CAP, nats) };
    }
    const isShared = sharedOnCase(scene.cases, name, operator, subject);
    if (!isShared) this.#add(cloak, subject, sitting, scene);
    const kept = inShort(cloak);
    if (kept !== held) cases.set(name, kept);
    if (isShared) this.#share(name, subject, scene);
  }

  /** A look-up of a subject of the operator's own. */
  #add(cloak: Cloak, subject: string, sitting: Sitting, scene: Scene): void {
    const { unit, time, explanation } = sitting;
    const { run } = cloak;
    const fresh = !cloak.own.some((each) => each.subject === subject);
    if (!sitting.opens) return addMark(run, sitting.mark);
    // Several subjects within a shift are one incident.
    const occasion = run.sittings === 0 || time - run.last >= OCCASION_GAP;
    const nats = occasion ? this.#bet(cloak, fresh, sitting) : 0;
    sitting.nats = Math.max(sitting.nats, nats);
    addSitting(run, time, explanation);
    addMark(run, sitting.mark);
    if (fresh && cloak.own.length < OWN_MOST) {
      cloak.own = cloak.own.concat({ subject, nats: run.sittings === 1 ? 0 : nats });
      addSubject(run, subject, OWN_MOST);
    }
    if (occasion) enterState(this.state.returns, unit, stateOf(cloak), sitting.day);
    if (run.sittings > 1 && (fresh || cloak.outsider)) scene.claim(run, sitting);
  }

  /** More than one operator on the case looks at the subject: whoever was first with it loses what it gave. */
  #share(name: string, subject: string, scene: Scene): void {
    for (const looker of lookersOnCase(scene.cases, name, subject)) {
      const cases = this.state.cases.get(looker);
      const held = cases?.get(name);
      const cloak = held && wholeCloak(held, this.name, looker);
      const gave = cloak?.own.find((each) => each.subject === subject);
      if (cloak === undefined || gave === undefined) continue;
      if (cloak !== held) cases?.set(name, cloak);
      cloak.own = cloak.own.filter((each) => each !== gave);
      cloak.nats -= Math.max(0, gave.nats);
      cloak.run.score = Math.max(0, cloak.nats);
    }
  }

  /** Evidence of one more sitting on a subject of the operator's own under this case. */
  #bet(cloak: Cloak, fresh: boolean, { unit, day, time }: Sitting): number {
    const { run } = cloak;
    if (run.sittings === 0) return cloak.nats;
    const before = stateOf(cloak);
    const gap = gapBucket((time - run.last) / DAY);
    const outcome = fresh ? 0 : 1;
    const prior = priorReturn(run.occasions, gap, fresh, 2);
    const honest = returnRate(this.state.returns, unit, before, day, gap, outcome, prior);
    leaveState(this.state.returns, unit, before, day, gap, outcome);
    const { share, pace } = pacedShare(run.pace, gap);
    run.pace = pace;
    const story = GATHERS * share * (fresh ? 0.7 : 0.3);
    const nats = Math.min(CAP, Math.max(FLOOR, Math.log(story / honest)));
    cloak.nats += nats;
    run.score = Math.max(0, cloak.nats);
    return nats;
  }

  forget(now: number): void {
    for (const [operator, cases] of this.state.cases) {
      for (const [name, held] of cases) {
        const { run } = wholeCloak(held, this.name, operator);
        if (run.alert === undefined && run.last < now - (run.sittings === 1 ? SINGLE_KEPT : KEPT))
          cases.delete(name);
      }
      if (cases.size === 0) this.state.cases.delete(operator);
    }
  }

  explain(run: Run, peers: Peers): string {
    const name = firstSaid(run.marks)?.case ?? "";
    const how =
      run.explanation === OWN_CASE || run.explanation === LATE_TO_OWN
        ? "nobody else works that case"
        : run.explanation === ALONE_ON_CASE
          ? "nobody else on the case looks at them"
          : `others had established that case, and none of them looks at ${run.subjects.length === 1 ? "this subject" : "these subjects"}`;
    return (
      `${run.operator} looked at ${counted(run.subjects.length, "subject")} under case ${name} in ` +
      `${counted(run.sittings, "sitting")} over ${counted(spanDays(run), "day")}; ${how}; ${nearClause(peers)}.`
    );
  }
}

function stateOf({ own, outsider }: Pick<Cloak, "own" | "outsider">): string {
  const n =
    own.length < 4 ? own.length : own.length < 6 ? 4 : own.length < 10 ? 6 : own.length < 20 ? 10 : 20;
  return `${n}/${outsider ? "o" : "i"}`;
}
