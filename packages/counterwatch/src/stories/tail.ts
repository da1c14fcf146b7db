import { poissonUpper } from "./confidence.ts";
import { DAY } from "./run.ts";

/**
 * How often honest work reaches a score: the calibration that turns a story's evidence into a rate of false alerts.
 *
 * Stories differ in how far their nats can be trusted (the hours of one shift are not independent evidence), so a
 * score is first put on a common scale: the rate per day at which runs of the same story reach it, by rank where
 * there are enough, beyond by an exponential tail through two ranks (robust to a few trackers among the highest).
 * Divided by the story's share of the budget this is the `strength` of a claim. The common scale decides only how the
 * budget is split; that it is kept rests on the count alone: matters of *other* operators that are as strong, bounded
 * by Garwood, nobody counting more than TRIM times.
 */
export interface TailState {
  readonly stories: Map<string, StoryTail>;
  /** First and latest event time seen. */
  since: number | undefined;
  now: number;
  sittings: number;
  /** Matters that reached the reference strength. */
  reached: number;
  readonly groups: Map<string, Tally>;
  readonly operators: Set<string>;
}

interface StoryTail {
  /** Highest scores, descending, one a matter; at most KEPT. */
  readonly peaks: Peak[];
  readonly byMatter: Map<string, Peak>;
  /** Renewed once a day. */
  fit: Fit;
  renewed: number;
}

/** Score at rank `anchor`, and nats an e-fold beyond it. */
interface Fit {
  readonly anchor: number;
  readonly score: number;
  readonly slope: number;
}

interface Peak {
  readonly matter: string;
  readonly operator: string;
  readonly group: string;
  score: number;
}

interface Tally {
  sittings: number;
  reached: number;
  /** Operators seen in it. */
  members: number;
}

/** One-sided error of the bound. */
const ALPHA = 0.25;
const KEPT = 2048;
const TRIM = 6;
const FLOOR = 2;
const ANCHOR = 24;
const UPPER_ANCHOR = 6;
const NEAR_TOP = 4 * ANCHOR;
/** Slope believed before any data, in nats an e-fold, and how many e-folds that belief weighs. */
const SLOPE = 2;
const PRIOR_FOLDS = 2;
/** The a of the gamma-Poisson posterior, in expected matters. */
const GROUP_PRIOR = 4;
const MOST_PROPENSITY = 4;
/**
 * Mean age of a strong matter at its peak, in days: 8 for the seventeen strongest of some ten thousand honest pursuits of a
 * simulated world; the rarer ones that decide in large logs are older.
 */
const RIPENS = 15;
/** Ripe days before which nothing is told. */
const LEAST_DAYS = 0.5;
/** Ranks without one's own are not quite monotone in the score: look this many peaks further. */
const PATIENCE = 8;

export function emptyTail(): TailState {
  return {
    stories: new Map(),
    since: undefined,
    now: 0,
    sittings: 0,
    reached: 0,
    groups: new Map(),
    operators: new Set(),
  };
}

/** `singled`: the sitting is about a subject. A camera room's rounds are no chances to fixate on somebody. */
export function countSitting(tail: TailState, operator: string, group: string, singled = true): void {
  const peers = tally(tail.groups, group);
  if (!tail.operators.has(operator)) peers.members++;
  tail.operators.add(operator);
  if (!singled) return;
  tail.sittings++;
  peers.sittings++;
}

export interface Claim {
  readonly story: string;
  /** What the claim is about: claims of several stories about the same matter count once. */
  readonly matter: string;
  readonly operator: string;
  readonly group: string;
  readonly score: number;
}

/** Records the highest score of a matter. */
export function raise(tail: TailState, { story, matter, operator, group, score }: Claim): void {
  if (score < FLOOR) return;
  const own = storyTail(tail, story);
  let peak = own.byMatter.get(matter);
  if (peak !== undefined && score <= peak.score) return;
  if (peak === undefined) own.byMatter.set(matter, (peak = { matter, operator, group, score }));
  else own.peaks.splice(own.peaks.indexOf(peak, Math.max(0, rankOf(own.peaks, peak.score + 1e-9))), 1);
  peak.score = score;
  FOREMOST.delete(own.peaks);
  own.peaks.splice(rankOf(own.peaks, score), 0, peak);
  if (own.peaks.length > KEPT) own.byMatter.delete((own.peaks.pop() as Peak).matter);
}

/** Counts a matter that has just reached the reference strength. */
export function countReached(tail: TailState, group: string): void {
  tail.reached++;
  tally(tail.groups, group).reached++;
}

/**
 * Rate per day of matters, over all stories, that would be at least as strong as this score: the story's own rate
 * divided by its share of the budget. `except` names an operator whose own matters do not count.
 */
export function strength(state: TailState, story: string, score: number, except?: string): number {
  if (score < FLOOR) return Number.POSITIVE_INFINITY;
  const own = storyTail(state, story);
  const days = daysOf(state);
  renew(own, state.now);
  const rank = rankOf(own.peaks, score);
  const { among, fit } = standpoint(own, rank, except);
  const beyond = fit.anchor * Math.exp(-Math.max(0, score - fit.score) / fit.slope);
  return (
    Math.max(among === undefined ? rank : rankOf(among, score), beyond) / Math.max(days, 1) / shareOf(story)
  );
}

/** Fits the tail anew, once a day. */
function renew(own: StoryTail, now: number): void {
  const day = Math.floor(now / DAY);
  if (own.renewed === day) return;
  own.renewed = day;
  own.fit = fitTail(foremost(own.peaks).kept.slice(0, NEAR_TOP), own.peaks.length);
}

/** What a score of this rank is held against: where its operator is among the foremost, the peaks `among` the others. */
function standpoint(
  { peaks, fit }: StoryTail,
  rank: number,
  except: string | undefined,
): { readonly among: readonly Peak[] | undefined; readonly fit: Fit } {
  if (except === undefined || rank > NEAR_TOP) return { among: undefined, fit };
  const { kept, top, without } = foremost(peaks);
  if (!top.has(except)) return { among: undefined, fit };
  let others = without.get(except);
  if (others === undefined) {
    const among = trimmed(kept, except);
    without.set(except, (others = { among, fit: fitTail(among, among.length) }));
  }
  return others;
}

export function shareOf(story: string): number {
  return SHARES[story] ?? SHARE;
}

/** How the budget is split, as weights: what a story is believed to find of misuse beyond what the others find. */
const SHARES: Readonly<Record<string, number>> = {
  fixation: 0.6,
  "linked-pair": 0.08,
  pursuit: 0.07,
  "contact-chaining": 0.03,
  following: 0.01,
  "case-laundering": 0.07,
  ring: 0.05,
  bulk: 0.04,
  "borrowed-credential": 0.035,
  "off-hours": 0.005,
};
const SHARE = 0.05;

/** The exponential tail of `total` peaks, of which `top` are the highest, nobody counting more than TRIM times. */
function fitTail(top: readonly Peak[], total: number): Fit {
  const anchor = Math.max(1, Math.min(ANCHOR, Math.floor(total / 2), top.length));
  const score = top[anchor - 1]?.score ?? FLOOR;
  const upper = Math.max(1, Math.floor((anchor * UPPER_ANCHOR) / ANCHOR));
  const rise = (top[upper - 1]?.score ?? score) - score;
  return { anchor, score, slope: (rise + PRIOR_FOLDS * SLOPE) / (Math.log(anchor / upper) + PRIOR_FOLDS) };
}

/** Of a story's peaks, until one of them changes. */
interface Foremost {
  /** The first peaks, at most TRIM of one operator: as many as are needed to leave any one operator out. */
  readonly kept: readonly Peak[];
  /** The operators of the first NEAR_TOP peaks. */
  readonly top: ReadonlySet<string>;
  /** By the operator left out. */
  readonly without: Map<string, { readonly among: readonly Peak[]; readonly fit: Fit }>;
}

/**
 * Not state: it says nothing that the peaks do not. Without it a claim weighed against all others' would count the foremost of
 * each story once for every operator among them.
 */
const FOREMOST = new WeakMap<readonly Peak[], Foremost>();

function foremost(peaks: readonly Peak[]): Foremost {
  let known = FOREMOST.get(peaks);
  if (known === undefined) {
    const top = new Set<string>();
    for (let i = 0; i < NEAR_TOP && i < peaks.length; i++) top.add((peaks[i] as Peak).operator);
    FOREMOST.set(peaks, (known = { kept: trim(peaks), top, without: new Map() }));
  }
  return known;
}

function trim(peaks: readonly Peak[]): readonly Peak[] {
  const byOperator = new Map<string, number>();
  const kept: Peak[] = [];
  for (const peak of peaks) {
    const own = (byOperator.get(peak.operator) ?? 0) + 1;
    byOperator.set(peak.operator, own);
    if (own <= TRIM && kept.push(peak) >= NEAR_TOP + TRIM) break;
  }
  return kept;
}

/** The first peaks without those of `except`. */
function trimmed(kept: readonly Peak[], except: string): Peak[] {
  const others: Peak[] = [];
  for (const peak of kept) {
    if (peak.operator !== except && others.push(peak) >= NEAR_TOP) break;
  }
  return others;
}

/**
 * Upper bound of the honest rate, per day, of matters as strong as `limit` (a strength weighed by `propensity`), from
 * those of other operators so far (F. Garwood 1936). Infinity before a day of data. The plain conformal rate (k + 1)/days (V. Vovk et al.,
 * Algorithmic Learning in a Random World, 2005, §2.2) would be exact if matters were exchangeable; on growing logs
 * they are not quite, and it spent 105 % of the budget where this spends 80 %. Beyond `enough` only that it is more is sure.
 */
export function honestRatePerDay(
  tail: TailState,
  operator: string,
  limit: number,
  enough = Number.POSITIVE_INFINITY,
): number {
  const days = ripeDays(daysOf(tail));
  if (days < LEAST_DAYS) return Number.POSITIVE_INFINITY;
  // A bound of a mean lies above the count, which therefore need not go on beyond this.
  const count = asStrong(tail, limit, operator, TRIM, enough * days).length;
  return poissonUpper(count, ALPHA) / days;
}

/**
 * Operators of others' matters at least as strong as `limit` (rate per day), one entry a matter, at most `most` each. Stops
 * counting beyond `enough`.
 */
export function asStrong(
  tail: TailState,
  limit: number,
  operator: string,
  most: number,
  enough = Number.POSITIVE_INFINITY,
): string[] {
  // All of them, wherever the counting stops: when a fit is renewed must not depend on that.
  for (const own of tail.stories.values()) if (own.peaks.length > 0) renew(own, tail.now);
  const matters = new Set<string>();
  const byOperator = new Map<string, number>();
  const found: string[] = [];
  for (const [story, { peaks }] of tail.stories) {
    let weaker = 0;
    for (const peak of peaks) {
      const bare = strength(tail, story, peak.score, peak.operator);
      if (bare > limit * MOST_PROPENSITY && ++weaker > PATIENCE) break;
      if (peak.operator === operator || matters.has(peak.matter)) continue;
      if (bare * propensity(tail, { story, group: peak.group }) > limit) continue;
      matters.add(peak.matter);
      const own = (byOperator.get(peak.operator) ?? 0) + 1;
      byOperator.set(peak.operator, own);
      if (own <= most && found.push(peak.operator) > enough) return found;
    }
  }
  return found;
}

/** Days of log that must be seen before a budget can be kept. */
export function learningDays(perDay: number): number {
  const ripe = Math.max(LEAST_DAYS, poissonUpper(0, ALPHA) / perDay);
  // ripeDays is a contraction away from zero, so that this converges.
  let days = ripe + RIPENS;
  for (let i = 0; i < 40; i++) days = ripe + days - ripeDays(days);
  return days;
}

/**
 * Days of log that tell how often matters grow strong. A matter takes weeks, and a log that begins today has none that is
 * older than itself: of so many days the part 1 − (RIPENS/days)·(1 − e^(−days/RIPENS)) counts, if strong matters are
 * exponentially old. Without it 60 days of 20,000 operators spent 125 % of a budget of 4 a month.
 */
function ripeDays(days: number): number {
  return days - RIPENS * (1 - Math.exp(-days / RIPENS));
}

export function daysOf(tail: TailState): number {
  return tail.since === undefined ? 0 : (tail.now - tail.since) / DAY;
}

/** How many peaks are at least `score`. */
function rankOf(peaks: readonly Peak[], score: number): number {
  let [low, high] = [0, peaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((peaks[middle] as Peak).score >= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How much more often than others a peer group reaches the reference strength, by sittings about subjects:
 * (a + N)/(a + expected), the gamma-Poisson posterior mean (it assumes the fitted prior), within bounds. Paths over
 * places are not weighed by it. Rejected: weighing operators as well, which made the second subject of a watcher count for
 * less than the first (slow drip found in 92 worlds of 100 instead of all).
 */
export function propensity(
  tail: TailState,
  { story, group }: { readonly story: string; readonly group: string },
): number {
  if (story === "following") return 1;
  const own = tail.groups.get(group);
  const expected = tail.sittings === 0 ? 0 : (tail.reached * (own?.sittings ?? 0)) / tail.sittings;
  const factor = (GROUP_PRIOR + (own?.reached ?? 0)) / (GROUP_PRIOR + expected);
  return Math.min(MOST_PROPENSITY, Math.max(1 / MOST_PROPENSITY, factor));
}

function storyTail(tail: TailState, story: string): StoryTail {
  let own = tail.stories.get(story);
  if (own === undefined) {
    own = { peaks: [], byMatter: new Map(), fit: { anchor: 1, score: FLOOR, slope: SLOPE }, renewed: -1 };
    tail.stories.set(story, own);
  }
  return own;
}

function tally(map: Map<string, Tally>, key: string): Tally {
  let entry = map.get(key);
  if (entry === undefined) map.set(key, (entry = { sittings: 0, reached: 0, members: 0 }));
  return entry;
}
