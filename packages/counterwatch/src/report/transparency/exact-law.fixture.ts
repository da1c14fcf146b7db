/** What the noise should look like, from its formula alone, and how far a sample is from it. */
import { expMinus, ONE } from "./fixed-point.ts";
import { rational } from "./rational.ts";

/** P(X = x) for −reach … reach, from integers of 256 bits; divided into a floating-point number last of all. */
export type Law = ReadonlyMap<number, number>;

function share(part: bigint, whole: bigint): number {
  return Number((part << 64n) / whole) / 2 ** 64;
}

/** (1 − q)/(1 + q) · q^|x| with q = exp(−s/t). */
export function laplaceLaw(t: bigint, s: bigint, reach: number): Law {
  const q = expMinus(rational(s, t));
  return new Map(
    Array.from({ length: 2 * reach + 1 }, (_, at) => {
      const x = at - reach;
      const power = expMinus(rational(s * BigInt(Math.abs(x)), t));
      return [x, share(((ONE - q) * power) / ONE, ONE + q)];
    }),
  );
}

/** exp(−x²/(2σ²)) over the sum of all of them, σ² = n/d. */
export function gaussianLaw(n: bigint, d: bigint, reach: number): Law {
  const weight = (x: bigint) => expMinus(rational(x * x * d, 2n * n));
  let total = ONE;
  for (let x = 1n; weight(x) > 0n; x += 1n) total += 2n * weight(x);
  return new Map(
    Array.from({ length: 2 * reach + 1 }, (_, at) => {
      const x = at - reach;
      return [x, share(weight(BigInt(x)), total)];
    }),
  );
}

/** Cells of at least this many expected draws, as the chi-square approximation wants. */
const LEAST_EXPECTED = 10;

/** Pearson's statistic as a standard normal value (Wilson, Hilferty 1931). Whatever is rare is one cell with the tails. */
export function chiSquareZ(sample: readonly number[], law: Law): number {
  const seen = new Map<number, number>();
  for (const x of sample) seen.set(x, (seen.get(x) ?? 0) + 1);
  let statistic = 0;
  let cells = 0;
  let restSeen = sample.length;
  let restExpected = sample.length;
  for (const [x, chance] of law) {
    const expected = chance * sample.length;
    if (expected < LEAST_EXPECTED) continue;
    const count = seen.get(x) ?? 0;
    statistic += (count - expected) ** 2 / expected;
    cells += 1;
    restSeen -= count;
    restExpected -= expected;
  }
  statistic += (restSeen - restExpected) ** 2 / Math.max(restExpected, 1);
  const freedom = cells;
  const spread = 2 / (9 * freedom);
  return ((statistic / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
}

/** √n · sup|F_n − F|. Of a continuous law above 1.95 once in a thousand; of a discrete one more rarely. */
export function kolmogorov(sample: readonly number[], law: Law): number {
  const sorted = sample.toSorted((a, b) => a - b);
  let below = 0;
  let at = 0;
  let worst = 0;
  for (const [x, chance] of law) {
    below += chance;
    while (at < sorted.length && (sorted[at] as number) <= x) at += 1;
    worst = Math.max(worst, Math.abs(at / sorted.length - below));
  }
  return worst * Math.sqrt(sample.length);
}

/** Draws beyond ±from against what the law says, as a standard normal value. */
export function tailZ(sample: readonly number[], law: Law, from: number): number {
  let inside = 0;
  for (const [x, chance] of law) if (Math.abs(x) <= from) inside += chance;
  const expected = sample.length * (1 - inside);
  const seen = sample.filter((x) => Math.abs(x) > from).length;
  return (seen - expected) / Math.sqrt(expected);
}
