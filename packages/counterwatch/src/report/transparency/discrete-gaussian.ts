/**
 * Discrete Gaussian noise: P(X = x) ∝ exp(−x²/(2σ²)) over all integers, σ² rational.
 *
 * Specification: Algorithm 3 of Canonne, Kamath, Steinke (2020). Added to an integer that one person or operator changes by at most C,
 * it gives (C²/(2σ²))-zero-concentrated differential privacy (their Theorem 4), which accounting.ts turns into (ε, δ).
 * Limits: those of random-integers.ts. Exact, as discrete-laplace.ts is. σ² is what is given; the variance is at most that.
 * Failure: RangeError where σ² is not above 0.
 * Flow: t = ⌊σ⌋ + 1; Y discrete Laplace of scale t; kept with chance exp(−(|Y| − σ²/t)² / (2σ²)), else anew. With σ² = n/d the
 * exponent is (|Y|·t·d − n)² / (2·n·d·t²), one fraction of integers.
 */
import { discreteLaplace } from "./discrete-laplace.ts";
import { exponentialCoin } from "./exponential-coin.ts";
import type { RandomBits } from "./random-integers.ts";

/** One draw with σ² = n/d. */
export function discreteGaussian(n: bigint, d: bigint, random: RandomBits): bigint {
  if (n < 1n || d < 1n) throw new RangeError("the variance is above 0");
  const t = floorRoot(n / d) + 1n;
  for (;;) {
    const y = discreteLaplace(t, 1n, random);
    const off = (y < 0n ? -y : y) * t * d - n;
    if (exponentialCoin(off * off, 2n * n * d * t * t, random)) return y;
  }
}

/** ⌊√n⌋ by Newton's method from above. */
export function floorRoot(n: bigint): bigint {
  if (n < 0n) throw new RangeError("there is no root of a negative number");
  if (n < 2n) return n;
  let root = n;
  for (let next = (root + 1n) / 2n; next < root; next = (root + n / root) / 2n) root = next;
  return root;
}
