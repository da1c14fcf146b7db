/**
 * Decoy tests: look-ups of decoys that the agency has made somewhere in the custodian's system, to see whether they arrive. They are
 * the only defence against a custodian, or an insider, who leaves look-ups out.
 *
 * If a share p of look-ups is left out at random, n test look-ups all arrive with probability (1 - p)^n. So n tests
 * without a miss show p < rate with the stated confidence as soon as (1 - rate)^n <= 1 - confidence:
 * n = ln(1 - confidence) / ln(1 - rate), rounded up: 59 tests for 5 %, 299 for 1 %, at 95 %.
 * Limits: whoever knows which look-ups are tests passes them all. Tests must be made by ordinary operators, with ordinary words.
 */
import { CounterwatchError } from "../model/index.ts";

/** Both between 0 and 1. Throws `usage`. */
export function decoyTestsFor(rate: number, confidence = 0.95): number {
  requireShare(rate, "a rate of suppression");
  requireShare(confidence, "a confidence");
  return Math.ceil(Math.log1p(-confidence) / Math.log1p(-rate) - 1e-9);
}

/**
 * The largest share of left-out look-ups that a trial of `made` tests with `found` arrivals does not exclude at `confidence`: the
 * upper bound of Clopper and Pearson (1934), by bisection of the binomial tail P(misses <= made - found | rate) = 1 - confidence.
 */
export function suppressionBound(made: number, found: number, confidence = 0.95): number {
  requireShare(confidence, "a confidence");
  const whole = Number.isSafeInteger(made) && Number.isSafeInteger(found);
  if (!whole || made < 1 || found < 0 || found > made || made > 1_000_000)
    throw new CounterwatchError("usage", "write how many tests were made, and how many of them were found", {
      remedy: "Both are whole numbers; no more can be found than were made.",
    });
  if (found === 0) return 1;
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tail(made, made - found, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** P(at most `misses` of `made`), each missed with probability `rate`. In logarithms: terms may be below the smallest double. */
function tail(made: number, misses: number, rate: number): number {
  let logTerm = made * Math.log1p(-rate);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= misses; k++) {
    logTerm += Math.log((made - k + 1) / k) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(logTerm);
  }
  return sum;
}

function requireShare(value: number, what: string): void {
  if (value > 0 && value < 1) return;
  throw new CounterwatchError("usage", `${what} must lie between 0 and 1`, { remedy: "Write 0.05 for 5 %." });
}
