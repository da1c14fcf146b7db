/**
 * The noise of a table: which law, how wide, one draw of it, and how far from the truth it leads nineteen times in twenty. The
 * half-width is of the law itself, summed term by term; it is not the 1.96 σ of a law that resembles it.
 */
import { discreteGaussian } from "./discrete-gaussian.ts";
import { discreteLaplace } from "./discrete-laplace.ts";
import { expMinus, ONE, product } from "./fixed-point.ts";
import type { RandomBits } from "./random-integers.ts";
import { type Rational, rational } from "./rational.ts";

export type Noise =
  /** P(x) ∝ exp(−|x|/scale). */
  | { readonly law: "laplace"; readonly scale: Rational }
  /** P(x) ∝ exp(−x²/(2·variance)). */
  | { readonly law: "gaussian"; readonly variance: Rational };

/** Wider noise would drown any count; and summing its law would take long. Of the scale, or of σ. */
const WIDEST = 100_000n;

export function drawNoise(noise: Noise, random: RandomBits): bigint {
  return noise.law === "laplace"
    ? discreteLaplace(noise.scale.n, noise.scale.d, random)
    : discreteGaussian(noise.variance.n, noise.variance.d, random);
}

export function isTooWide(noise: Noise): boolean {
  return noise.law === "laplace"
    ? noise.scale.n > WIDEST * noise.scale.d
    : noise.variance.n > WIDEST * WIDEST * noise.variance.d;
}

/** The smallest h with P(|X| ≤ h) ≥ 0.95. */
export function halfWidth(noise: Noise): bigint {
  return noise.law === "laplace" ? laplaceHalfWidth(noise.scale) : gaussianHalfWidth(noise.variance);
}

/** P(|X| > h) = 2·q^(h+1) / (1 + q). */
function laplaceHalfWidth({ n, d }: Rational): bigint {
  const enough = (ONE + expMinus(rational(d, n))) / 40n;
  const isEnough = (h: bigint) => expMinus(rational((h + 1n) * d, n)) <= enough;
  let above = 1n;
  while (!isEnough(above)) above *= 2n;
  let below = -1n;
  while (above - below > 1n) {
    const middle = (above + below) / 2n;
    if (isEnough(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** Summed twice rather than kept: there are two million weights at the widest. */
function gaussianHalfWidth(variance: Rational): bigint {
  let total = -ONE;
  for (const weight of gaussianWeights(variance)) total += 2n * weight;
  let inside = -ONE;
  let h = -1n;
  for (const weight of gaussianWeights(variance)) {
    inside += 2n * weight;
    h += 1n;
    if (20n * inside >= 19n * total) break;
  }
  return h;
}

/** exp(−x²/(2σ²)) for x = 0, 1, …: w(x + 1) = w(x)·r(x) and r(x + 1) = r(x)·exp(−1/σ²), with r(0) = exp(−1/(2σ²)). */
function* gaussianWeights({ n, d }: Rational): Generator<bigint> {
  const shrink = expMinus(rational(d, n));
  let ratio = expMinus(rational(d, 2n * n));
  for (let weight = ONE; weight > 0n; ) {
    yield weight;
    weight = product(weight, ratio);
    ratio = product(ratio, shrink);
  }
}
