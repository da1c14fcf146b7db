import { RandomStream } from "../random/stream.ts";
import type { Truth, TruthCampaign } from "../truth/truth.ts";
import { type BaselineScore, scoreBaselines } from "./baselines.ts";
import { scoreDelays, type ShapeScore } from "./delays.ts";
import { type FindingJson, findingStrength, matchCampaign, sittingsUntil, TruthIndex } from "./finding.ts";
import { type Estimate, poissonAtMost, poissonInterval, quantile, wilsonInterval } from "./intervals.ts";
import { scoreRanking } from "./ranking.ts";
import type { FalseAlertScore, FrontierPoint, ScoreReport, ShapeVerdict, UnitScore } from "./report.ts";
import type { WorldIndex } from "./world-index.ts";

export interface ScoreWorld {
  readonly truth: Truth;
  /** A finding that grew may come in several versions; the earliest `time` of an id counts. */
  readonly findings: Iterable<FindingJson>;
  /** Of all the world's events. */
  readonly index: WorldIndex;
  /** How often the detector's honest tails were exceeded, where it tells. */
  readonly tails?: readonly {
    readonly group: string;
    readonly nominal: number;
    readonly trials: number;
    readonly exceeded: number;
  }[];
}

export interface ScoreOptions {
  /** False alerts a day that the detector was allowed, per world. */
  readonly budget: number;
  /** Name of the detector, for the report. */
  readonly detector?: string;
  /** Which findings stand under the budget. Default: those of stories. */
  readonly counts?: (finding: FindingJson) => boolean;
  readonly strength?: (finding: FindingJson) => number;
}

/** Width of a bin of the detectability frontier, in sittings a week. */
const FRONTIER_BIN = 0.5;
const RESAMPLES = 2_000;

/** Reads each world once, so that worlds may be made on the way. */
export function score(worlds: Iterable<ScoreWorld>, options: ScoreOptions): ScoreReport {
  const counts = options.counts ?? ((finding) => finding.detector.startsWith("story/"));
  const strengthOf = options.strength ?? findingStrength;
  const read: ReadWorld[] = [];
  const operators: { strength: number; misuser: boolean }[] = [];
  const tails = new Map<string, { group: string; nominal: number; trials: number; exceeded: number }>();
  for (const world of worlds) {
    read.push(readWorld(world, counts, strengthOf, operators));
    /* Several levels of one world may have the same nominal rate: they stay apart. */
    const alike = new Map<string, number>();
    for (const tail of world.tails ?? []) {
      const rate = `${tail.group}\u0000${tail.nominal}`;
      alike.set(rate, (alike.get(rate) ?? 0) + 1);
      const key = `${rate}\u0000${alike.get(rate)}`;
      const sum = tails.get(key) ?? { ...tail, trials: 0, exceeded: 0 };
      tails.set(key, { ...sum, trials: sum.trials + tail.trials, exceeded: sum.exceeded + tail.exceeded });
    }
  }
  const honest = read.filter((world) => world.campaigns.length === 0);
  /* Campaign worlds hold honest work too; they tell the false rate only where there is nothing better. */
  const judged = honest.length > 0 ? honest : read;
  const falseAlerts = scoreFalseAlerts(judged, options.budget);
  const days = sum(read.map((world) => world.days));
  /* A detector without any false alert is compared at the least rate these worlds can show: one in all. */
  const realised = Math.max(
    falseAlerts.perDay.value,
    1 / Math.max(1, sum(judged.map((world) => world.days))),
  );
  const atRealisedRate = scoreBaselines(read, realised);
  const worstUnit = scoreUnits(judged, options.budget);
  return {
    version: 1,
    detector: options.detector ?? "stories",
    budget: options.budget,
    worlds: {
      all: read.length,
      honest: honest.length,
      days,
      operators: Math.max(0, ...read.map((world) => world.index.operators.size)),
    },
    falseAlerts,
    ...(worstUnit === undefined ? {} : { worstUnit }),
    shapes: scoreShapes(read, atRealisedRate),
    baselines: { atRealisedRate, atBudget: scoreBaselines(read, options.budget) },
    ranking: scoreRanking(operators),
    frontier: scoreFrontier(read),
    tails: [...tails.values()].map(({ group, nominal, trials, exceeded }) => {
      const observed = wilsonInterval(exceeded, trials);
      return { group, nominal, trials, exceeded, observed };
    }),
  };
}

interface ReadWorld {
  readonly seed: string;
  readonly days: number;
  readonly index: WorldIndex;
  readonly campaigns: readonly TruthCampaign[];
  readonly delays: ReadonlyMap<TruthCampaign, number>;
  readonly falseAlerts: number;
  readonly falseByUnit: ReadonlyMap<string, number>;
}

function readWorld(
  { truth, findings, index }: ScoreWorld,
  counts: (finding: FindingJson) => boolean,
  strengthOf: (finding: FindingJson) => number,
  operators: { strength: number; misuser: boolean }[],
): ReadWorld {
  const known = new TruthIndex(truth);
  const campaigns = truth.campaigns.filter((campaign) => campaign.lookups.length > 0);
  const delays = new Map(campaigns.map((campaign) => [campaign, Number.POSITIVE_INFINITY]));
  const wrong = new Map<string, string>();
  const strengths = new Map<string, number>();
  for (const finding of findings) {
    if (!counts(finding)) continue;
    strengths.set(finding.operator, Math.max(strengths.get(finding.operator) ?? -1, strengthOf(finding)));
    const campaign = matchCampaign(finding, known);
    if (campaign === undefined) wrong.set(finding.id, finding.operator);
    else delays.set(campaign, Math.min(delays.get(campaign)!, sittingsUntil(campaign, finding.time)));
  }
  index.seal();
  const misusers = new Set(campaigns.flatMap((campaign) => campaign.operators));
  for (const operator of index.operators.keys()) {
    operators.push({ strength: strengths.get(operator) ?? -1, misuser: misusers.has(operator) });
  }
  const falseByUnit = new Map<string, number>();
  for (const operator of wrong.values()) {
    const unit = index.operators.get(operator)?.unit ?? "";
    falseByUnit.set(unit, (falseByUnit.get(unit) ?? 0) + 1);
  }
  return {
    seed: truth.seed,
    days: truth.days,
    index,
    campaigns,
    delays,
    falseAlerts: wrong.size,
    falseByUnit,
  };
}

function scoreFalseAlerts(worlds: readonly ReadWorld[], budget: number): FalseAlertScore {
  const days = Math.max(1, sum(worlds.map((world) => world.days)));
  const count = sum(worlds.map((world) => world.falseAlerts));
  const { low, high } = poissonInterval(count);
  const perDay = { value: count / days, low: low / days, high: high / days };
  const perDayOverWorlds = resample(worlds, perDay.value);
  return {
    count,
    perDay,
    perDayOverWorlds,
    meanKept: perDay.value <= budget,
    bandKept: Math.max(perDay.high, perDayOverWorlds.high) <= budget,
    byWorld: worlds.map(({ seed, falseAlerts, days: length }) => ({
      seed,
      count: falseAlerts,
      days: length,
    })),
  };
}

/** Percentile bootstrap over worlds (Efron 1979), with a seed of its own so that a report can be repeated. */
function resample(worlds: readonly ReadWorld[], value: number): Estimate {
  if (worlds.length < 5) return { value, low: value, high: value };
  const random = RandomStream.seeded("resample");
  const rates: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    let [count, days] = [0, 0];
    for (let j = 0; j < worlds.length; j++) {
      const world = worlds[random.below(worlds.length)]!;
      count += world.falseAlerts;
      days += world.days;
    }
    rates.push(count / days);
  }
  return { value, low: quantile(rates, 0.025)!, high: quantile(rates, 0.975)! };
}

function scoreUnits(worlds: readonly ReadWorld[], budget: number): UnitScore | undefined {
  const units = new Map<string, { count: number; operatorDays: number }>();
  let [operatorDays, days] = [0, 0];
  for (const { index, falseByUnit, days: length } of worlds) {
    days += length;
    for (const { unit } of index.operators.values()) {
      if (unit === "") continue;
      const record = units.get(unit) ?? { count: 0, operatorDays: 0 };
      record.operatorDays += length;
      operatorDays += length;
      units.set(unit, record);
    }
    for (const [unit, count] of falseByUnit) {
      const record = units.get(unit);
      if (record !== undefined) record.count += count;
    }
  }
  let worst: UnitScore | undefined;
  for (const [unit, { count, operatorDays: own }] of units) {
    const share = (budget * own) / operatorDays;
    const { low, high } = poissonInterval(count);
    const single = count === 0 ? 1 : 1 - poissonAtMost(count - 1, share * days);
    /* Šidák: the worst of many units is bad by chance. */
    const chance = 1 - (1 - single) ** units.size;
    if (worst !== undefined && chance >= worst.chance) continue;
    const perDay = { value: count / days, low: low / days, high: high / days };
    worst = { unit, count, perDay, share, units: units.size, chance };
  }
  return worst;
}

function delaysByShape(worlds: readonly ReadWorld[]): Map<string, number[]> {
  const delays = new Map<string, number[]>();
  for (const world of worlds) {
    for (const [campaign, delay] of world.delays) {
      const known = delays.get(campaign.shape);
      if (known === undefined) delays.set(campaign.shape, [delay]);
      else known.push(delay);
    }
  }
  return delays;
}

function scoreShapes(worlds: readonly ReadWorld[], baselines: readonly BaselineScore[]): ShapeVerdict[] {
  return [...delaysByShape(worlds)]
    .map(([shape, delays]): ShapeVerdict => {
      const own = scoreDelays(shape, delays);
      const best = bestOf(baselines, shape);
      const ratio = own.median === null || !best?.median ? null : own.median / best.median;
      return Object.assign(own, { bestBaseline: best, delayRatio: ratio });
    })
    .toSorted((a, b) => (a.shape < b.shape ? -1 : 1));
}

function late(score: ShapeScore): number {
  return score.median ?? Number.POSITIVE_INFINITY;
}

function bestOf(baselines: readonly BaselineScore[], shape: string): ShapeVerdict["bestBaseline"] {
  let best: { name: string; score: ShapeScore } | undefined;
  for (const { name, shapes } of baselines) {
    const own = shapes.find((each) => each.shape === shape);
    if (own === undefined) continue;
    const better =
      best === undefined ||
      late(own) < late(best.score) ||
      (late(own) === late(best.score) && own.recall.value > best.score.recall.value);
    if (better) best = { name, score: own };
  }
  return best === undefined
    ? null
    : { name: best.name, recall: best.score.recall.value, median: best.score.median };
}

function scoreFrontier(worlds: readonly ReadWorld[]): FrontierPoint[] {
  const bins = new Map<number, number[]>();
  for (const { delays } of worlds) {
    for (const [campaign, delay] of delays) {
      const rate = campaign.parameters["rate"];
      if (campaign.shape !== "slow-drip" || typeof rate !== "number") continue;
      const bin = Math.floor(rate / FRONTIER_BIN);
      const known = bins.get(bin);
      if (known === undefined) bins.set(bin, [delay]);
      else known.push(delay);
    }
  }
  return [...bins]
    .toSorted(([a], [b]) => a - b)
    .map(([bin, delays]) => {
      const { recall, within, median, campaigns } = scoreDelays("slow-drip", delays);
      return { rate: (bin + 0.5) * FRONTIER_BIN, campaigns, recall, within12: within[12], median };
    });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
