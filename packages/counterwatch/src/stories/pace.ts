import { GAP_EDGES } from "./return-table.ts";

/**
 * How a watcher comes back: daily, every few days, weekly or seldom. Which one is not known beforehand, so the story's
 * prediction of the next gap is a mixture whose weights follow what was seen, with a little forgetting so that a
 * watcher may change pace. Source: fixed-share mixture, M. Herbster, M. Warmuth, Machine Learning 32 (1998).
 */
export type Pace = number[];

/** Occasions a day of each pace: nearly daily, every few days, weekly, every other week. Assumed, not fitted. */
const RATES = [0.9, 0.4, 0.17, 0.06];
/** Share of each gap bucket (`GAP_EDGES`) by pace: times of a Poisson process lie exponentially far apart. */
const PACES: readonly (readonly number[])[] = RATES.map((rate) =>
  GAP_EDGES.map((from, i) => Math.exp(-rate * from) - Math.exp(-rate * (GAP_EDGES[i + 1] ?? Infinity))),
);
/** Belief in each pace before any gap: people who watch somebody mostly look within days. */
const BELIEF: readonly number[] = [0.35, 0.35, 0.2, 0.1];
const FORGETTING = 0.05;

/** Predicted share of `gap` so far; then the weights learn it. Pass undefined for a run that has no gap yet. */
export function pacedShare(known: Pace | undefined, gap: number): { share: number; pace: Pace } {
  const weights = known ?? BELIEF;
  const joint = weights.map((weight, i) => weight * (PACES[i]?.[gap] as number));
  const share = joint.reduce((sum, part) => sum + part, 0);
  const pace = joint.map((part, i) => (1 - FORGETTING) * (part / share) + FORGETTING * (BELIEF[i] as number));
  return { share, pace };
}
