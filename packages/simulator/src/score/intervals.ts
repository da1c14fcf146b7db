/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Exact two-sided interval of a Poisson mean after `count` events. Garwood, "Fiducial limits for the Poisson distribution", 1936. */
export function poissonInterval(count: number, confidence = 0.95): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  const top = count + 10 + 6 * Math.sqrt(count + 1);
  const high = bisect(0, top, (mean) => poissonAtMost(count, mean) - tail);
  const low = count === 0 ? 0 : bisect(0, top, (mean) => poissonAtMost(count - 1, mean) - (1 - tail));
  return { low, high };
}

/** Interval of a share. Wilson, "Probable inference, the law of succession, and statistical inference", 1927. */
export function wilsonInterval(successes: number, trials: number): Estimate {
  if (trials === 0) return { value: Number.NaN, low: 0, high: 1 };
  const z = 1.959964;
  const share = successes / trials;
  const centre = share + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return {
    value: share,
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}

/** P(X ≤ count) for X Poisson. */
export function poissonAtMost(count: number, mean: number): number {
  if (mean <= 0) return 1;
  let logTerm = -mean;
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= count; i++) {
    logTerm += Math.log(mean / i);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/**
 * −log₁₀ P(X ≥ count) for X negative-binomial with this mean and size (variance = mean + mean²/size), by summing
 * the upper tail until its terms no longer matter.
 */
export function negativeBinomialTail(count: number, mean: number, size: number): number {
  if (count <= 0) return 0;
  const odds = mean / (mean + size);
  let logTerm = size * Math.log(size / (mean + size));
  for (let i = 1; i <= count; i++) logTerm += Math.log(((size + i - 1) / i) * odds);
  let tail = 0;
  let relative = 1;
  for (let i = count + 1; relative > 1e-12 && i < count + 10_000; i++) {
    tail += relative;
    relative *= ((size + i - 1) / i) * odds;
  }
  return Math.max(0, -(logTerm + Math.log(tail)) / Math.LN10);
}

/** `falling` falls from positive to negative between the bounds. */
function bisect(low: number, high: number, falling: (x: number) => number): number {
  let [a, b] = [low, high];
  for (let i = 0; i < 80; i++) {
    const middle = (a + b) / 2;
    if (falling(middle) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** The q-quantile, nearest rank; infinite values are allowed and sort last. Undefined for an empty list. */
export function quantile(values: readonly number[], q: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}
