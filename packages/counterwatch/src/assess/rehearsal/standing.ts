/** An assessment as a few numbers, so that two can be compared. */
import { type Assessment, type Standing, TIERS, type Tier, type TierCounts } from "../../model/index.ts";
import type { MeasureFile } from "./measure.ts";

export function standingOf({ relations }: Assessment, weights: MeasureFile["weights"]): Standing {
  const tiers = noCounts();
  const byRelation: Record<string, TierCounts> = {};
  let bits = 0;
  for (const { relation, tier, bits: gained } of relations) {
    tiers[tier]++;
    (byRelation[relation] ??= noCounts())[tier]++;
    bits += Math.max(0, gained);
  }
  const exposure = TIERS.reduce((sum, tier) => sum + tiers[tier] * weightOf(tier, weights), 0);
  return { exposure: tenths(exposure), bits: tenths(bits), tiers, byRelation: sorted(byRelation) };
}

function weightOf(tier: Tier, weights: MeasureFile["weights"]): number {
  return tier === "none" ? 0 : weights[tier];
}

function noCounts(): TierCounts {
  return { certain: 0, likely: 0, possible: 0, none: 0 };
}

/** Sums of hundredths differ in their last digits by order; a plan must not turn on them. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
