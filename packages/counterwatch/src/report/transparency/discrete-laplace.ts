/**
 * Discrete Laplace noise: P(X = x) = (1 − q)/(1 + q) · q^|x| over all integers, q = exp(−1/scale), scale rational.
 *
 * Specification: Algorithm 2 of Canonne, Kamath, Steinke (2020). Added to an integer that one person or operator changes by at most C,
 * it gives (C/scale)-differential privacy, pure: no δ (Ghosh, Roughgarden, Sundararajan 2009).
 * Limits: those of random-integers.ts. Exact: neither is the range cut off nor does anything round, so that the attack on
 * floating-point noise (Mironov 2012) has nothing to hold on to.
 * Failure: RangeError where the scale is not above 0.
 * Flow: with scale t/s: U uniform below t, kept with chance exp(−U/t); V geometric with exp(−1); ⌊(U + tV)/s⌋ is geometric with
 * exp(−s/t); a sign by a fair coin, where "minus zero" begins anew, or zero would come twice as often.
 */
import { exponentialCoin } from "./exponential-coin.ts";
import { bernoulli, type RandomBits, uniformBelow } from "./random-integers.ts";

/** One draw with scale t/s. */
export function discreteLaplace(t: bigint, s: bigint, random: RandomBits): bigint {
  if (t < 1n || s < 1n) throw new RangeError("the scale is above 0");
  for (;;) {
    const u = uniformBelow(t, random);
    if (!exponentialCoin(u, t, random)) continue;
    let v = 0n;
    while (exponentialCoin(1n, 1n, random)) v += 1n;
    const size = (u + t * v) / s;
    const minus = bernoulli(1n, 2n, random);
    if (minus && size === 0n) continue;
    return minus ? -size : size;
  }
}
