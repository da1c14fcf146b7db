import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logGamma } from "../stories/special-functions.ts";
import { tieNats } from "./likelihood.ts";

/** Logarithm of the negative binomial probability of n, mean μ, dispersion r. */
function logNegativeBinomial(n: number, mean: number, r: number): number {
  return (
    logGamma(r + n) -
    logGamma(r) -
    logGamma(n + 1) +
    r * Math.log(r / (r + mean)) +
    n * Math.log(mean / (r + mean))
  );
}

const seen = (count: number, chance: number) => ({
  counts: [count],
  at: 0,
  chances: [chance],
  expected: 0.02,
  occasions: 20,
});

describe("the nats of counted coincidences", () => {
  it("are the ratio of two negative binomials where all chances are alike", () => {
    const positive = fc.double({ min: 0.01, max: 50, noNaN: true });
    const law = fc.property(
      fc.integer({ min: 0, max: 40 }),
      positive,
      positive,
      positive,
      (n, mean, lambda, r) => {
        const nats = tieNats(
          { counts: [n], at: 0, chances: [mean], expected: mean, occasions: 1 },
          { added: [lambda], silent: 1e-300, dispersion: r },
        );
        const ratio = logNegativeBinomial(n, mean + lambda, r) - logNegativeBinomial(n, mean, r);
        expect(Math.abs(nats - ratio)).toBeLessThan(1e-6 * (1 + Math.abs(ratio)));
      },
    );
    fc.assert(law, { numRuns: 1000 });
  });

  it("rise with every coincidence of small chance, more where it was less likely", () => {
    const strengths = { added: [1, 4, 16], silent: 0.25, dispersion: 1 };
    for (let count = 0; count < 20; count++) {
      expect(tieNats(seen(count + 1, 0.001), strengths)).toBeGreaterThan(
        tieNats(seen(count, 0.001), strengths),
      );
      expect(tieNats(seen(count + 1, 0.001), strengths)).toBeGreaterThan(
        tieNats(seen(count + 1, 0.01), strengths),
      );
    }
  });

  it("never say that there is no tie: no less than the share of silent ones", () => {
    const none = { counts: [0], at: 0, chances: [0.1], expected: 100, occasions: 1000 };
    expect(tieNats(none, { added: [64], silent: 0.25, dispersion: 1 })).toBeGreaterThanOrEqual(
      Math.log(0.25),
    );
  });
});
