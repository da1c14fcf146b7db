import { quantile, wilsonInterval, type Estimate } from "./intervals.ts";

/** How one method did on one shape. Delays are in sittings; null: not reached, because too many were never found. */
export interface ShapeScore {
  readonly shape: string;
  readonly campaigns: number;
  readonly neverFound: number;
  readonly recall: Estimate;
  /** Over all campaigns, those never found counting as infinitely late. */
  readonly median: number | null;
  readonly p90: number | null;
  /** Over those found only. */
  readonly medianOfFound: number | null;
  /** Share found within 5, 8 and 12 sittings. */
  readonly within: { readonly 5: number; readonly 8: number; readonly 12: number };
}

/** `delays` has one entry a campaign; Infinity: never found. */
export function scoreDelays(shape: string, delays: readonly number[]): ShapeScore {
  const found = delays.filter(Number.isFinite);
  const share = (limit: number) =>
    delays.length === 0 ? 0 : delays.filter((delay) => delay <= limit).length / delays.length;
  return {
    shape,
    campaigns: delays.length,
    neverFound: delays.length - found.length,
    recall: wilsonInterval(found.length, delays.length),
    median: finite(quantile(delays, 0.5)),
    p90: finite(quantile(delays, 0.9)),
    medianOfFound: finite(quantile(found, 0.5)),
    within: { 5: share(5), 8: share(8), 12: share(12) },
  };
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
