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
  /** Finished weeks, the latest last; only those since the last spell began are believed. */
  readonly weeks: Week[];
  /** The unfinished week. */
  current: Week;
  week: number;
  /** Predicted from weeks before the last WATCHED ones: reached per sitting. */
  rate: number;
  /** Of the watched weeks before this one. */
  count: number;
  compensator: number;
  /** Operators counted this week. */
  readonly operators: Set<string>;
  suspended: number | undefined;
  readonly spells: Spell[];
}

interface Week {
  sittings: number;
  reached: number;
}

/** A time without guarantee; `to` is absent while it lasts. */
export interface Spell {
  readonly group: string;
  readonly from: number;
  to: number | undefined;
}

/** Error of one window of watching; a year has some fifty, most of which overlap. */
const DELTA = 0.002;
const RECALIBRATION = 28;
/** Weeks that are watched together, and most weeks that are learnt from. */
const WATCHED = 4;
const LEARNT = 26;
const SLACK = 1.25;
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
      weeks: [],
      current: { sittings: 0, reached: 0 },
      week,
      rate: 0,
      count: 0,
      compensator: 0,
      operators: new Set(),
      suspended: undefined,
      spells: [],
    };
    state.groups.set(group, own);
  }
  if (week > own.week) turnWeek(state, own, time);
  own.current.sittings++;
  if (!reached || own.operators.has(operator)) return;
  own.operators.add(operator);
  own.current.reached++;
  if (!learning && own.suspended === undefined && own.rate > 0) test(own, group, time);
}

function test(own: Watch, group: string, time: number): void {
  const count = own.count + own.current.reached;
  const compensator = own.compensator + own.rate * own.current.sittings;
  if (gammaPoissonLogMixture(count, compensator, { vOpt: 4 }) < Math.log(1 / DELTA)) return;
  own.suspended = time;
  own.spells.push({ group, from: time, to: undefined });
}

function turnWeek(state: GuaranteeState, own: Watch, time: number): void {
  own.week = Math.floor(time / WEEK);
  own.weeks.push(own.current);
  state.sittings += own.current.sittings;
  state.reached += own.current.reached;
  own.current = { sittings: 0, reached: 0 };
  own.operators.clear();
  if (own.weeks.length > LEARNT + WATCHED) own.weeks.shift();
  if (own.suspended !== undefined) {
    if (time - own.suspended < RECALIBRATION * DAY) return;
    const spell = own.spells[own.spells.length - 1] as Spell;
    spell.to = time;
    own.suspended = undefined;
    // What was before the change is no longer believed: the weeks of the spell are all that is known.
    own.weeks.splice(0, Math.max(0, own.weeks.length - RECALIBRATION / 7));
    predict(state, own, own.weeks, []);
    return;
  }
  const watched = Math.min(WATCHED - 1, Math.max(0, own.weeks.length - WATCHED));
  const border = own.weeks.length - watched;
  predict(state, own, own.weeks.slice(0, border), own.weeks.slice(border));
}

/** Fixes the prediction for the coming week, before its look-ups are seen. */
function predict(state: GuaranteeState, own: Watch, learnt: readonly Week[], watched: readonly Week[]): void {
  const pooled = (state.reached + 1) / (state.sittings + PRIOR_SITTINGS);
  const [sittings, reached] = sum(learnt);
  own.rate = (SLACK * (reached + PRIOR_SITTINGS * pooled)) / (sittings + PRIOR_SITTINGS);
  const [watchedSittings, watchedReached] = sum(watched);
  own.count = watchedReached;
  own.compensator = own.rate * watchedSittings;
}

function sum(weeks: readonly Week[]): [sittings: number, reached: number] {
  return weeks.reduce<[number, number]>(([a, b], week) => [a + week.sittings, b + week.reached], [0, 0]);
}

/** How many times more often than predicted a suspended group reaches the reference: its claims weigh less by that. */
export function suspension(state: GuaranteeState, group: string): number {
  const own = state.groups.get(group);
  if (own?.suspended === undefined) return 1;
  const expected = own.compensator + own.rate * own.current.sittings;
  return Math.max(1, (own.count + own.current.reached + 1) / (expected + 1));
}

export function spells(state: GuaranteeState): Spell[] {
  return [...state.groups.values()].flatMap((own) => own.spells).toSorted((a, b) => a.from - b.from);
}
