import { bisect, incompleteBeta, logGamma, logUpperGamma } from "./special-functions.ts";

/**
 * Upper confidence bound of a probability from k successes in n trials at confidence 1 − α.
 * Source: C. Clopper, E. Pearson, Biometrika 26 (1934): the p with P(Binomial(n, p) ≤ k) = α.
 */
export function clopperPearsonUpper(k: number, n: number, alpha: number): number {
  if (n <= 0 || k >= n) return 1;
  return bisect((p) => incompleteBeta(p, k + 1, n - k), 1 - alpha, k / n, 1);
}

const garwoodMemo = new Map<string, number>();

/**
 * Upper confidence bound of the mean of a Poisson count k at confidence 1 − α.
 * Source: F. Garwood, Biometrika 28 (1936): the λ with P(Poisson(λ) ≤ k) = α, i.e. Q(k + 1, λ) = α.
 */
export function poissonUpper(k: number, alpha: number): number {
  const key = `${k}:${alpha}`;
  let bound = garwoodMemo.get(key);
  if (bound === undefined) {
    const top = k + 10 + 10 * Math.sqrt(k + 1);
    bound = bisect((mean) => 1 - Math.exp(logUpperGamma(k + 1, mean)), 1 - alpha, k, top);
    if (garwoodMemo.size < 20_000) garwoodMemo.set(key, bound);
  }
  return bound;
}

/**
 * Time-uniform upper bound of a Bernoulli rate: the largest p not refuted by the beta-binomial mixture
 * martingale B(k + g, n − k + h) / B(g, h) ÷ p^k (1 − p)^(n − k) ≥ 1/α at any time.
 * Source: H. Robbins, Ann. Math. Stat. 41 (1970); S. Howard et al., Ann. Stat. 49 (2021), §3.
 */
export function betaBinomialUpper(k: number, n: number, alpha: number, g = 0.5, h = 0.5): number {
  if (n <= 0) return 1;
  const mixture = logBeta(k + g, n - k + h) - logBeta(g, h);
  const refutation = (p: number): number =>
    mixture - (k > 0 ? k * Math.log(p) : 0) - (n > k ? (n - k) * Math.log1p(-p) : 0);
  return Math.min(1, bisect(refutation, -Math.log(alpha), Math.max(k / n, 1e-12), 1 - 1e-12));
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/**
 * Logarithm of the one-sided gamma-Poisson mixture supermartingale for N events against a compensator Λ:
 * s = N − Λ, v = Λ, scale c, tuned for intrinsic time vOpt at level alphaOpt. By Ville's inequality
 * P(ever ≥ ln(1/δ)) ≤ δ while the events come no faster than Λ says.
 * Source: S. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Ann. Stat. 49 (2021), Proposition 10, with the
 * tuning of their section 3.5.
 */
export function gammaPoissonLogMixture(
  count: number,
  compensator: number,
  { vOpt = 1, c = 1, alphaOpt = 0.05 }: { vOpt?: number; c?: number; alphaOpt?: number } = {},
): number {
  const rho = vOpt / (2 * Math.log(1 / (2 * alphaOpt)) + Math.log(1 + 2 * Math.log(1 / (2 * alphaOpt))));
  const r = rho / c ** 2;
  const b = (compensator + rho) / c ** 2;
  const a = (count - compensator) / c + b;
  const prior = r * Math.log(r) - logGamma(r) - logUpperGamma(r, r);
  return prior + logGamma(a) + logUpperGamma(a, b) - a * Math.log(b) + compensator / c ** 2;
}
