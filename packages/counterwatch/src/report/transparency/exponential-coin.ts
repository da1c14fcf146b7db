/**
 * A coin that falls true with a chance of exactly exp(−γ), γ ≥ 0 rational.
 *
 * Specification: Algorithm 1 of Canonne, Kamath, Steinke (2020). For γ ≤ 1, coins of chance γ/1, γ/2, γ/3 … are thrown until one
 * falls false, the K-th: P(K > k) = γ^k / k!, so that P(K odd) = 1 − γ + γ²/2 − … = exp(−γ). For γ > 1, one coin of exp(−1)
 * for each whole, then one of what is left; all must fall true.
 * Limits: those of random-integers.ts. For γ ≤ 1 at most e coins are thrown on average, for more at most e/(1 − 1/e).
 * Failure: RangeError where γ is negative or no number.
 * Flow: γ → wholes and rest → coins, until one falls false.
 */
import { bernoulli, type RandomBits } from "./random-integers.ts";

/** True with chance exp(−numerator / denominator). */
export function exponentialCoin(numerator: bigint, denominator: bigint, random: RandomBits): boolean {
  if (numerator < 0n || denominator < 1n) throw new RangeError("the exponent is 0 or more");
  let rest = numerator;
  for (; rest > denominator; rest -= denominator) {
    if (!atMostOne(1n, 1n, random)) return false;
  }
  return atMostOne(rest, denominator, random);
}

function atMostOne(numerator: bigint, denominator: bigint, random: RandomBits): boolean {
  let k = 1n;
  while (bernoulli(numerator, denominator * k, random)) k += 1n;
  return k % 2n === 1n;
}
