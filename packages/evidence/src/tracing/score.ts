/**
 * How likely it is that an export which was not leaked looks as guilty as this one does.
 *
 * Specification. Let S be the slots whose decoy stands in the leak, X(u, i) whether export u carries slot i, p(i) the bias.
 * Score of u: s(u) = Σ_{i ∈ S} w(i, X(u, i)), only over decoys that are present: their absence proves nothing, because rows can
 * be left out. Weights are the log-likelihood ratios of a leak that took each row from one of c exports at random (Laarhoven,
 * "Capacities and capacity-achieving decoders for various fingerprinting games", IH&MMSec 2014):
 *   w(i, 1) = ln(1 + (1/p − 1)/c)      w(i, 0) = ln(1 − 1/c)      c = max(2, leakers)
 *
 * Bound. Let u be an export none of whose recipients took part. Whatever the others did (leave out, merge, invent rows, guess
 * decoys), they did without knowing u's word, which was drawn apart. So, given S, the biases and all other words, the X(u, i) are
 * independent and 1 with probability p(i), and by Chernoff (Ann. Math. Statist. 23, 1952), for each θ > 0,
 *   P(s(u) ≥ s) ≤ exp(Λ(θ) − θ·s),   Λ(θ) = Σ_{i ∈ S} ln(p e^{θ w(i,1)} + (1 − p) e^{θ w(i,0)}).
 * The p-value is q(s) = min over a fixed grid of θ of the right side (and 1). q falls with s, so q(s(u)) ≤ x just when
 * s(u) ≥ s_x with q(s_x) = x, and P(q(s(u)) ≤ x) ≤ x. With N exports (Bonferroni) and "accused: q ≤ α/N",
 *   P(any innocent export accused) ≤ Σ_u α/N ≤ α, for a coalition of any size and whatever it does.
 * Nothing here assumes that the weights are right: they decide how much is found, not how often an innocent is accused.
 *
 * Limits: α holds for one leak; tracing k leaks errs with at most k·α. A grid with steps of 2^(1/4) instead of the best θ
 * makes p-values at most a little larger (never smaller).
 * Flow: `present` and words in; one verdict an export out.
 */
import { EvidenceError } from "../errors.ts";
import type { TracingCode } from "./code.ts";

const ONE = 2 ** 32;
/** θ = 2^-5 … 2^5. Steps half as wide cost twice the time and gain less than 1 % of ln p. */
const GRID = Float64Array.from({ length: 41 }, (_, at) => 2 ** ((at - 20) / 4));

export interface Verdict {
  readonly score: number;
  /** ln of the p-value, at most 0: p-values of full matches fall below what a number can hold. */
  readonly lnP: number;
  readonly accused: boolean;
}

export interface ScoreOptions {
  /** Chance that any innocent export is accused, over all exports together: above 0, below 1. */
  readonly alpha: number;
  /** All exports ever made, of this code and others: the Bonferroni divisor; at least the number of words. */
  readonly exports: number;
}

/** `present[i]` is 1 where the decoy of slot i stands in the leak. One verdict for each word, in order. */
export function scoreLeak(
  code: TracingCode,
  words: readonly Uint8Array[],
  present: Uint8Array,
  { alpha, exports }: ScoreOptions,
): Verdict[] {
  const slots = code.biases.length;
  if (present.length !== slots || words.some(({ length }) => length !== slots))
    throw new EvidenceError("usage", "words and leak must have one place for each slot of the code");
  if (!(alpha > 0 && alpha < 1) || !Number.isInteger(exports) || exports < words.length)
    throw new EvidenceError("usage", "alpha lies between 0 and 1, and exports counts at least the words");
  const limit = Math.log(alpha / Math.max(1, exports));
  const seen = [...present.keys()].filter((slot) => present[slot] === 1);
  const carried = seen.map((slot) => Math.log1p((ONE / (code.biases[slot] ?? 1) - 1) / suspects(code)));
  const missing = Math.log1p(-1 / suspects(code));
  const exponents = momentExponents(code, seen, carried, missing);
  return words.map((word) => {
    let score = 0;
    for (let at = 0; at < seen.length; at++)
      score += word[seen[at] as number] === 1 ? (carried[at] as number) : missing;
    let lnP = 0;
    for (let at = 0; at < GRID.length; at++)
      lnP = Math.min(lnP, (exponents[at] as number) - (GRID[at] as number) * score);
    return { score, lnP, accused: lnP <= limit };
  });
}

function suspects({ leakers }: TracingCode): number {
  return Math.max(2, leakers);
}

/** Λ(θ) on the grid, rounded up a little: sums of thousands of logarithms carry an error of about 1e-12. */
function momentExponents(
  { biases }: TracingCode,
  seen: readonly number[],
  carried: readonly number[],
  missing: number,
): Float64Array {
  // Slots of one bias count together: the codes for one and two leakers have a single bias.
  const groups = new Map<number, { count: number; step: number }>();
  for (const [at, slot] of seen.entries()) {
    const bias = biases[slot] as number;
    const group = groups.get(bias);
    if (group === undefined) groups.set(bias, { count: 1, step: (carried[at] as number) - missing });
    else group.count += 1;
  }
  return GRID.map((theta) => {
    let sum = theta * missing * seen.length;
    for (const [bias, { count, step }] of groups)
      sum += count * Math.log1p((bias / ONE) * Math.expm1(theta * step));
    return sum + 1e-9;
  });
}

/**
 * For exports too small for a code, with a single decoy drawn uniformly from a pool that others do not know: ln of the chance
 * that a leak with `found` identifiers of the pool has an innocent's decoy among them. `pool` counts what was left to draw
 * from, all other exports' decoys taken out.
 */
export function singleDecoyLnP(found: number, pool: number): number {
  if (!(found >= 0) || !(pool >= 1)) throw new EvidenceError("usage", "a pool holds at least one identifier");
  return Math.min(0, Math.log(found / pool));
}
