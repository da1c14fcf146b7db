import type { TruthCampaign } from "../truth/truth.ts";
import { scoreDelays, type ShapeScore } from "./delays.ts";
import { negativeBinomialTail } from "./intervals.ts";
import type { PairRecord, WorldIndex } from "./world-index.ts";

export interface BaselineWorld {
  readonly campaigns: readonly TruthCampaign[];
  readonly index: WorldIndex;
}

/** One dumb method, with the threshold at which it raises no more false alerts than allowed. */
export interface BaselineScore {
  readonly name: string;
  readonly description: string;
  /** Null for the list, which has a length and no threshold. */
  readonly threshold: number | null;
  /** False alerts a day and world that it realised. */
  readonly falsePerDay: number;
  readonly shapes: readonly ShapeScore[];
}

/** A pair's progress through a campaign, after each look-up. */
interface Progress {
  sittings: number;
  sittingsWithoutCase: number;
  daysWithoutCase: number;
  lastSitting: number;
  lastDay: string;
}

interface Method {
  readonly name: string;
  readonly description: string;
  /** Rises while a pair is looked at. */
  of(
    pair: Pick<PairRecord, "operator" | "sittings" | "sittingsWithoutCase" | "daysWithoutCase">,
    index: WorldIndex,
  ): number;
}

/**
 * The dumb baselines, each tuned to at most `falsePerDay` false alerts a day and world on honest pairs of these worlds.
 * They are tuned with hindsight and alarm once a pair, both of which favour them.
 */
export function scoreBaselines(worlds: readonly BaselineWorld[], falsePerDay: number): BaselineScore[] {
  const methods = [withoutCaseDays, withoutCaseSittings, negativeBinomial(worlds)];
  return [
    topRepeats(worlds, falsePerDay),
    ...methods.map((method) => scoreMethod(method, worlds, falsePerDay)),
  ];
}

const withoutCaseDays: Method = {
  name: "days without a case",
  description: "an operator looks at a subject on at least so many days without a case number",
  of: (pair) => pair.daysWithoutCase,
};

const withoutCaseSittings: Method = {
  name: "sittings without a case",
  description: "an operator looks at a subject in at least so many sittings without a case number",
  of: (pair) => pair.sittingsWithoutCase,
};

/** Weight of the peer mean in an operator's own mean, in pairs. assumed. */
const PEER_PAIRS = 20;

/** Sittings beyond the first are negative-binomial around the operator's own mean; the alert is an unlikely upper tail. */
function negativeBinomial(worlds: readonly BaselineWorld[]): Method {
  let [pairs, sum, squares] = [0, 0, 0];
  for (const { index } of worlds) {
    const own = index.moments();
    pairs += own.pairs;
    sum += own.sum;
    squares += own.squares;
  }
  const mean = sum / Math.max(1, pairs);
  const variance = squares / Math.max(1, pairs) - mean * mean;
  const size = variance > mean ? (mean * mean) / (variance - mean) : 1_000;
  return {
    name: "negative-binomial tail",
    description: "-log10 of the chance of so many sittings of one subject, at the operator's own rate",
    of(pair, index) {
      const operator = index.operators.get(pair.operator);
      const others = (operator?.pairs ?? 1) - 1;
      const repeats = Math.max(0, (operator?.sittings ?? 0) - pair.sittings - others);
      const own = (repeats + PEER_PAIRS * mean) / (others + PEER_PAIRS);
      return Math.floor(10 * negativeBinomialTail(pair.sittings - 1, Math.max(own, 1e-6), size)) / 10;
    },
  };
}

function scoreMethod(method: Method, worlds: readonly BaselineWorld[], falsePerDay: number): BaselineScore {
  const honest: number[] = [];
  let days = 0;
  for (const world of worlds) {
    days += world.index.days;
    const misused = misusedPairs(world.campaigns);
    for (const pair of world.index.repeated()) {
      if (!misused.has(pairKey(pair.operator, pair.target))) honest.push(method.of(pair, world.index));
    }
  }
  honest.sort((a, b) => b - a);
  const allowed = Math.floor(falsePerDay * days + 1e-9);
  /* The least threshold with at most `allowed` honest pairs at or above it: just above the next honest value. */
  const next = honest[allowed] ?? 0;
  const step = method.name === "negative-binomial tail" ? 0.1 : 1;
  const threshold = Math.round((next + step) * 10) / 10;
  const realised = honest.findIndex((value) => value < threshold);
  const delays = new Map<string, number[]>();
  for (const world of worlds) {
    for (const campaign of world.campaigns) {
      note(delays, campaign, crossing(method, campaign, world.index, threshold));
    }
  }
  return {
    name: method.name,
    description: method.description,
    threshold,
    falsePerDay: (realised < 0 ? honest.length : realised) / Math.max(1, days),
    shapes: shapesOf(delays),
  };
}

/** The campaign's sittings so far when one of its pairs first reaches the threshold; Infinity: never. */
function crossing(method: Method, campaign: TruthCampaign, index: WorldIndex, threshold: number): number {
  const progress = new Map<string, Progress>();
  let sittings = 0;
  for (const lookup of campaign.lookups) {
    sittings = Math.max(sittings, lookup.sitting);
    if (lookup.target === "" || lookup.system === "cameras" || lookup.sitting === 0) continue;
    const key = pairKey(lookup.operator, lookup.target);
    let pair = progress.get(key);
    if (pair === undefined) {
      pair = { sittings: 0, sittingsWithoutCase: 0, daysWithoutCase: 0, lastSitting: 0, lastDay: "" };
      progress.set(key, pair);
    }
    if (lookup.sitting !== pair.lastSitting) {
      pair.sittings++;
      if (!lookup.case) pair.sittingsWithoutCase++;
    }
    pair.lastSitting = lookup.sitting;
    const day = lookup.time.slice(0, 10);
    if (!lookup.case && day !== pair.lastDay) {
      pair.daysWithoutCase++;
      pair.lastDay = day;
    }
    if (method.of({ operator: lookup.operator, ...pair }, index) >= threshold) return sittings;
  }
  return Number.POSITIVE_INFINITY;
}

/** Each week the pairs with most look-ups that were not listed yet, as many as the rate allows. */
function topRepeats(worlds: readonly BaselineWorld[], falsePerDay: number): BaselineScore {
  const delays = new Map<string, number[]>();
  let [alerts, days] = [0, 0];
  for (const { campaigns, index } of worlds) {
    const listed = new Map<string, number>();
    const misused = misusedPairs(campaigns);
    days += index.days;
    let credit = 0;
    for (const { end, days: lived, top } of index.weeks) {
      credit += lived * falsePerDay;
      for (const pair of top) {
        const key = pairKey(pair.operator, pair.target);
        if (credit < 1) break;
        if (listed.has(key)) continue;
        listed.set(key, end);
        /* A right alert costs nothing, so that the list is tuned to its false ones like the other methods. */
        if (misused.has(key)) continue;
        credit -= 1;
        alerts++;
      }
    }
    for (const campaign of campaigns) {
      let end = Number.POSITIVE_INFINITY;
      for (const key of misusedPairs([campaign]))
        end = Math.min(end, listed.get(key) ?? Number.POSITIVE_INFINITY);
      const until = campaign.lookups.filter((lookup) => Date.parse(lookup.time) < end);
      note(
        delays,
        campaign,
        Number.isFinite(end) ? Math.max(0, ...until.map((lookup) => lookup.sitting)) : end,
      );
    }
  }
  return {
    name: "top repeats",
    description: "each week the operator-subject pairs with most look-ups so far that were not listed before",
    threshold: null,
    falsePerDay: alerts / Math.max(1, days),
    shapes: shapesOf(delays),
  };
}

function misusedPairs(campaigns: readonly TruthCampaign[]): Set<string> {
  const keys = new Set<string>();
  for (const campaign of campaigns)
    for (const lookup of campaign.lookups) keys.add(pairKey(lookup.operator, lookup.target));
  return keys;
}

function pairKey(operator: string, target: string): string {
  return `${operator}\u0000${target}`;
}

function note(delays: Map<string, number[]>, campaign: TruthCampaign, delay: number): void {
  if (campaign.lookups.length === 0) return;
  const known = delays.get(campaign.shape);
  if (known === undefined) delays.set(campaign.shape, [delay]);
  else known.push(delay);
}

function shapesOf(delays: ReadonlyMap<string, readonly number[]>): ShapeScore[] {
  return [...delays]
    .map(([shape, values]) => scoreDelays(shape, values))
    .toSorted((a, b) => (a.shape < b.shape ? -1 : 1));
}
