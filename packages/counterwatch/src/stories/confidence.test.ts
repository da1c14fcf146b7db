import { describe, expect, it } from "vitest";
import {
  betaBinomialUpper,
  clopperPearsonUpper,
  gammaPoissonLogMixture,
  poissonUpper,
} from "./confidence.ts";
import { incompleteBeta, logGamma, logUpperGamma } from "./special-functions.ts";

describe("special functions", () => {
  it("log-gamma agrees with factorials and Γ(1/2) = √π", () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10);
    expect(logGamma(171)).toBeCloseTo(706.573_062_245_787_4, 9);
  });

  it("Q(1, x) = e^-x on both branches, and Q(a, x) sums Poisson probabilities", () => {
    for (const x of [0.1, 1, 1.9, 2.1, 10, 300]) expect(logUpperGamma(1, x)).toBeCloseTo(-x, 9);
    const poisson = [0, 1, 2, 3].reduce(
      (sum, k) => sum + (Math.exp(-2.5) * 2.5 ** k) / Math.exp(logGamma(k + 1)),
      0,
    );
    expect(Math.exp(logUpperGamma(4, 2.5))).toBeCloseTo(poisson, 12);
  });

  it("I_x(a, b) is symmetric and I_x(1, b) = 1 − (1 − x)^b", () => {
    expect(incompleteBeta(0.2, 1, 5)).toBeCloseTo(1 - 0.8 ** 5, 12);
    expect(incompleteBeta(0.3, 2, 7)).toBeCloseTo(1 - incompleteBeta(0.7, 7, 2), 12);
  });
});

describe("confidence bounds", () => {
  it("Clopper-Pearson: none in 59 means at most 5 % at 95 %, none in 299 at most 1 %", () => {
    expect(clopperPearsonUpper(0, 59, 0.05)).toBeCloseTo(1 - 0.05 ** (1 / 59), 9);
    expect(clopperPearsonUpper(0, 59, 0.05)).toBeLessThan(0.05);
    expect(clopperPearsonUpper(0, 299, 0.05)).toBeLessThan(0.01);
    expect(clopperPearsonUpper(2, 10, 0.05)).toBeCloseTo(0.506_901, 5);
  });

  it("Garwood: 0 events mean at most 2.9957 at 95 %, 3 events 7.7537", () => {
    expect(poissonUpper(0, 0.05)).toBeCloseTo(-Math.log(0.05), 9);
    expect(poissonUpper(3, 0.05)).toBeCloseTo(7.753_657, 5);
  });

  it("the time-uniform bound is wider than the fixed one, and shrinks with data", () => {
    for (const [k, n] of [
      [0, 100],
      [3, 100],
      [30, 1000],
    ] as const) {
      expect(betaBinomialUpper(k, n, 0.05)).toBeGreaterThan(clopperPearsonUpper(k, n, 0.05));
      expect(betaBinomialUpper(k * 10, n * 10, 0.05)).toBeLessThan(betaBinomialUpper(k, n, 0.05));
    }
  });
});

describe("gamma-Poisson log mixture, Howard et al. 2021", () => {
  it.each([
    [3, 0.5, 2.122004],
    [5, 0.5, 5.556096],
    [10, 2, 6.824397],
  ])("N = %d, Λ = %d: %d", (count, compensator, expected) => {
    expect(gammaPoissonLogMixture(count, compensator, { vOpt: 1, c: 1, alphaOpt: 0.05 })).toBeCloseTo(
      expected,
      6,
    );
  });
});
