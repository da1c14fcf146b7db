import { vouchedFor } from "./explanation.ts";
import { caseClause, nearClause, spanDays } from "./fixation.ts";
import { pacedShare } from "./pace.ts";
import {
  emptyReturns,
  enterState,
  gapBucket,
  leaveState,
  priorReturn,
  returnRate,
  type ReturnState,
} from "./return-table.ts";
import { addEvidence, addMark, addSitting, DAY, openRun, type Run, SITTING_GAP } from "./run.ts";
import { counted, shortList } from "./sentences.ts";
import type { Peers, Scene, Sitting, Story } from "./story.ts";

/**
 * Several operators share the watching of one subject, each too little to stand out. The trial is the subject: sittings
 * without a team's case by anybody, bet on as the fixation bets, given how many there were and by how many operators.
 * A matter of the day (many operators within hours) is honest and frequent, so it earns little; the same few coming
 * back over weeks is not.
 */
export interface RingState {
  /** Subject → who looked first: most subjects have nobody else, and no ring. */
  readonly firsts: Map<string, First>;
  readonly rings: Map<string, Ring>;
  readonly returns: ReturnState;
}

interface First {
  readonly operator: string;
  readonly time: number;
}

interface Ring {
  readonly run: Run;
  readonly operators: Map<string, number>;
}

/** Outcome of a return: 0 an operator who looked before, 1 a new one, 2 under a team's case. */
const OUTCOMES = 3;
const STORY = 0.9;
const OUTCOME_SHARE = [0.6, 0.3, 0.1];
const FROM = 3;
const MOST = 24;
const CAP = 3;
const FLOOR = -2;
const KEPT = 60 * DAY;

export class RingStory implements Story {
  readonly name = "ring";
  readonly state: RingState;

  constructor(state?: RingState) {
    this.state = state ?? { firsts: new Map(), rings: new Map(), returns: emptyReturns(OUTCOMES) };
  }

  see(sitting: Sitting, scene: Scene): void {
    const { subject, operator, time, day, explanation } = sitting;
    if (subject === undefined) return;
    const cased = vouchedFor(explanation);
    let ring = this.state.rings.get(subject);
    if (ring === undefined) {
      const first = this.state.firsts.get(subject);
      if (first === undefined) {
        if (cased) return;
        this.state.firsts.set(subject, { operator, time });
        enterState(this.state.returns, "", "1/1", day);
        return;
      }
      if (first.operator === operator) return;
      ring = this.#begin(subject, first, scene);
      this.state.rings.set(subject, ring);
    }
    const { run, operators } = ring;
    if (sitting.opens) {
      const nats = run.sittings === 0 ? 0 : this.#bet(ring, cased, sitting);
      addEvidence(run, nats);
      addSitting(run, time, explanation);
      if (operators.size < MOST) operators.set(operator, (operators.get(operator) ?? 0) + 1);
      enterState(this.state.returns, "", stateOf(ring), day);
      sitting.nats = Math.max(sitting.nats, nats);
    }
    addMark(run, sitting.mark);
    if (sitting.opens && operators.size >= FROM && !cased) scene.claim(run, sitting);
  }

  /** A second operator has come: what the first one did becomes the ring's beginning. */
  #begin(subject: string, { operator, time }: First, scene: Scene): Ring {
    const pursuit = scene.pursuit(operator, subject);
    const run = openRun(this.name, operator, pursuit?.group ?? "", [subject], time);
    for (const mark of pursuit?.marks ?? []) {
      if (mark.time - run.last >= SITTING_GAP || run.sittings === 0) addSitting(run, mark.time, 0);
      addMark(run, mark);
    }
    if (run.sittings === 0) addSitting(run, time, 0);
    return { run, operators: new Map([[operator, 1]]) };
  }

  #bet(ring: Ring, cased: boolean, { operator, time, day }: Sitting): number {
    const before = stateOf(ring);
    const gap = gapBucket((time - ring.run.last) / DAY);
    const outcome = cased ? 2 : ring.operators.has(operator) ? 0 : 1;
    const prior = priorReturn(ring.run.occasions, gap, outcome === 0, OUTCOMES);
    const honest = returnRate(this.state.returns, "", before, day, gap, outcome, prior);
    leaveState(this.state.returns, "", before, day, gap, outcome);
    const { share, pace } = pacedShare(ring.run.pace, gap);
    ring.run.pace = pace;
    const story = STORY * share * (OUTCOME_SHARE[outcome] as number);
    return Math.min(CAP, Math.max(FLOOR, Math.log(story / honest)));
  }

  forget(now: number): void {
    for (const [subject, { time }] of this.state.firsts) {
      if (time < now - KEPT && !this.state.rings.has(subject)) this.state.firsts.delete(subject);
    }
    for (const [subject, { run }] of this.state.rings) {
      if (run.alert === undefined && run.last < now - KEPT) this.state.rings.delete(subject);
    }
  }

  explain(run: Run, peers: Peers): string {
    const operators = [...new Set(run.marks.map(({ operator }) => operator.id))];
    return (
      `${counted(operators.length, "operator")} (${shortList(operators, 4)}) between them looked at one subject in ` +
      `${counted(run.sittings, "sitting")} on ${counted(run.days, "day")} over ${counted(spanDays(run), "day")}; ` +
      `${caseClause(run)}; ${nearClause(peers)}.`
    );
  }

  foremost(run: Run): string {
    const lookups = new Map<string, number>();
    for (const { operator } of run.marks) lookups.set(operator.id, (lookups.get(operator.id) ?? 0) + 1);
    return [...lookups].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
  }

  evidence(run: Run): Record<string, unknown> {
    return { operators: [...new Set(run.marks.map(({ operator }) => operator.id))] };
  }
}

function stateOf({ run, operators }: Ring): string {
  const n = run.sittings < 5 ? run.sittings : run.sittings < 8 ? 5 : run.sittings < 13 ? 8 : 13;
  return `${n}/${Math.min(operators.size, 5)}`;
}
