import type { BaselineScore } from "./baselines.ts";
import type { ShapeScore } from "./delays.ts";
import type { Estimate } from "./intervals.ts";

/** The result of scoring one detector at one budget. JSON; times in RFC 3339, rates a day and world. */
export interface ScoreReport {
  readonly version: 1;
  readonly detector: string;
  /** False alerts a day that the user allowed. */
  readonly budget: number;
  readonly worlds: {
    readonly all: number;
    readonly honest: number;
    readonly days: number;
    readonly operators: number;
  };
  readonly falseAlerts: FalseAlertScore;
  /** Absent where the events carry no units. */
  readonly worstUnit?: UnitScore;
  readonly shapes: readonly ShapeVerdict[];
  /** Tuned to the rate that the detector realised; and to the budget, which is more than fair. */
  readonly baselines: {
    readonly atRealisedRate: readonly BaselineScore[];
    readonly atBudget: readonly BaselineScore[];
  };
  readonly ranking: RankingScore;
  readonly frontier: readonly FrontierPoint[];
  /** Empty where the detector told no tails. */
  readonly tails: readonly TailPoint[];
}

export interface FalseAlertScore {
  readonly count: number;
  /** False alerts a day and world: exact Poisson interval. */
  readonly perDay: Estimate;
  /** The same by resampling worlds, for alerts that come in bunches. */
  readonly perDayOverWorlds: Estimate;
  /** Mean within the budget; upper end of the wider interval within the budget. */
  readonly meanKept: boolean;
  readonly bandKept: boolean;
  /** False alerts of each world. */
  readonly byWorld: readonly { readonly seed: string; readonly count: number; readonly days: number }[];
}

export interface UnitScore {
  readonly unit: string;
  readonly count: number;
  readonly perDay: Estimate;
  /** The unit's part of the budget, by its share of operators. */
  readonly share: number;
  readonly units: number;
  /** Chance of a count as large in the worst of so many units if each kept its share; small: it did not. */
  readonly chance: number;
}

export interface ShapeVerdict extends ShapeScore {
  /** The best baseline's at the same realised rate: the one that finds most, then soonest. */
  readonly bestBaseline: {
    readonly name: string;
    readonly recall: number;
    readonly median: number | null;
  } | null;
  /** Detector's median delay over the best baseline's; null where either is not reached. */
  readonly delayRatio: number | null;
}

export interface RankingScore {
  /** Area under the precision-recall curve by operator (average precision); null without campaigns. */
  readonly areaUnderCurve: number | null;
  /** Share of operators who misuse: what guessing gets. */
  readonly prevalence: number;
  readonly curve: readonly { readonly recall: number; readonly precision: number }[];
}

export interface FrontierPoint {
  /** Sittings a week: middle of the bin. */
  readonly rate: number;
  readonly campaigns: number;
  readonly recall: Estimate;
  readonly within12: number;
  readonly median: number | null;
}

interface TailPoint {
  readonly group: string;
  readonly nominal: number;
  readonly trials: number;
  readonly exceeded: number;
  readonly observed: Estimate;
}
