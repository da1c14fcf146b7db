/**
 * How a watcher comes back: daily, every few days, weekly or seldom. Which one is not known beforehand, so the story's
 * prediction of the next gap is a mixture whose weights follow what was seen, with a little forgetting so that a
 * watcher may change pace. Source: fixed-share mixture, M. Herbster, M. Warmuth, Machine Learning 32 (1998).
 */
export type Pace = number[];

/** Share of each gap bucket (`GAP_EDGES`: below 1.5 days, 4, 12, 30, longer) by pace. Assumed, not fitted. */
const PACES: readonly (readonly number[])[] = [
  [0.8, 0.13, 0.05, 0.015, 0.005],
  [0.3, 0.5, 0.15, 0.04, 0.01],
  [0.06, 0.24, 0.5, 0.17, 0.03],
  [0.02, 0.08, 0.3, 0.4, 0.2],
];
/** Belief in each pace before any gap: people who watch somebody mostly look within days. */
const BELIEF: readonly number[] = [0.4, 0.35, 0.2, 0.05];
const FORGETTING = 0.05;

/** Predicted share of `gap` so far; then the weights learn it. Pass undefined for a run that has no gap yet. */
export function pacedShare(known: Pace | undefined, gap: number): { share: number; pace: Pace } {
  const weights = known ?? BELIEF;
  const joint = weights.map((weight, i) => weight * (PACES[i]?.[gap] as number));
  const share = joint.reduce((sum, part) => sum + part, 0);
  const pace = joint.map((part, i) => (1 - FORGETTING) * (part / share) + FORGETTING * (BELIEF[i] as number));
  return { share, pace };
}
