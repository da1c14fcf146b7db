import { gammaPoissonLogMixture } from "./confidence.ts";
import { DAY } from "./run.ts";

/**
 * Watches whether the calibration still holds, by peer group: matters that reach the reference strength, N, against
 * the rate that the past of all groups and of this one predicts for its sittings, Λ. When the gamma-Poisson mixture
 * e-process of Howard et al. reaches 1/δ, the group's honest work is no longer what the tail was learnt from: the
 * guarantee is suspended, said so, and kept suspended until RECALIBRATION days have been learnt anew. An operator counts
 * once a week, so that one restless operator is not a reorganisation.
 */
export interface GuaranteeState {
  readonly groups: Map<string, Watch>;
  sittings: number;
  reached: number;
}

interface Watch {
  /** Learnt up to the start of this week. */
  learntSittings: number;
  learntReached: number;
  /** Being watched. */
  count: number;
  compensator: number;
  weekSittings: number;
  weekReached: number;
  week: number;
  rate: number;
  readonly operators: Set<string>;
  suspended: number | undefined;
  readonly spells: Spell[];
}

/** A time without guarantee; `to` is absent while it lasts. */
export interface Spell {
  readonly group: string;
  readonly from: number;
  to: number | undefined;
}

const DELTA = 0.005;
const RECALIBRATION = 28;
const SLACK = 1.3;
const PRIOR_SITTINGS = 400;
const WEEK = 7 * DAY;

export function emptyGuarantee(): GuaranteeState {
  return { groups: new Map(), sittings: 0, reached: 0 };
}

/** One sitting in `group`; `reached`: its matter has just reached the reference strength. */
export function watch(
  state: GuaranteeState,
  group: string,
  operator: string,
  time: number,
  reached: boolean,
  learning: boolean,
): void {
  const week = Math.floor(time / WEEK);
  let own = state.groups.get(group);
  if (own === undefined) {
    own = {
      learntSittings: 0,
      learntReached: 0,
      count: 0,
      compensator: 0,
      weekSittings: 0,
      weekReached: 0,
      week,
      rate: 0,
      operators: new Set(),
      suspended: undefined,
      spells: [],
    };
    state.groups.set(group, own);
  }
  if (week > own.week) turnWeek(state, own, time);
  own.weekSittings++;
  own.compensator += own.rate;
  if (reached && !own.operators.has(operator)) {
    own.operators.add(operator);
    own.weekReached++;
    own.count++;
    if (!learning && own.suspended === undefined && own.rate > 0) test(own, group, time);
  }
}

function test(own: Watch, group: string, time: number): void {
  if (gammaPoissonLogMixture(own.count, own.compensator, { vOpt: 4 }) < Math.log(1 / DELTA)) return;
  own.suspended = time;
  own.spells.push({ group, from: time, to: undefined });
}

function turnWeek(state: GuaranteeState, own: Watch, time: number): void {
  own.week = Math.floor(time / WEEK);
  own.learntSittings += own.weekSittings;
  own.learntReached += own.weekReached;
  state.sittings += own.weekSittings;
  state.reached += own.weekReached;
  own.weekSittings = 0;
  own.weekReached = 0;
  own.operators.clear();
  if (own.suspended !== undefined) {
    if (time - own.suspended < RECALIBRATION * DAY) return;
    const spell = own.spells[own.spells.length - 1] as Spell;
    spell.to = time;
    own.suspended = undefined;
    own.count = 0;
    own.compensator = 0;
  }
  const pooled = (state.reached + 1) / (state.sittings + PRIOR_SITTINGS);
  own.rate = (SLACK * (own.learntReached + PRIOR_SITTINGS * pooled)) / (own.learntSittings + PRIOR_SITTINGS);
}

/** How many times more often than predicted a suspended group reaches the reference: its claims weigh less by that. */
export function suspension(state: GuaranteeState, group: string): number {
  const own = state.groups.get(group);
  return own?.suspended === undefined ? 1 : Math.max(1, (own.count + 1) / (own.compensator + 1));
}

export function spells(state: GuaranteeState): Spell[] {
  return [...state.groups.values()].flatMap((own) => own.spells).toSorted((a, b) => a.from - b.from);
}
