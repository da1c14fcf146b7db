import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decoyTestsFor, suppressionBound } from "./decoy-trial.ts";

const usage = expect.objectContaining({ code: "usage" });

describe("decoy tests", () => {
  it("are 59 for a suppression of 5 %, 299 for 1 %, at 95 %", () => {
    expect([decoyTestsFor(0.05), decoyTestsFor(0.01), decoyTestsFor(0.5, 0.75)]).toEqual([59, 299, 2]);
  });

  it("are just enough: one fewer does not show it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.9, noNaN: true }),
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (rate, sure) => {
          const tests = decoyTestsFor(rate, sure);
          expect((1 - rate) ** tests).toBeLessThanOrEqual(1 - sure + 1e-6);
          if (tests > 1) expect((1 - rate) ** (tests - 1)).toBeGreaterThan(1 - sure - 1e-6);
        },
      ),
    );
  });

  it("that all arrive bound the suppression at the rate they were made for", () => {
    expect(suppressionBound(59, 59)).toBeCloseTo(1 - 0.05 ** (1 / 59), 9);
    expect(suppressionBound(59, 59)).toBeLessThan(0.05);
    expect(suppressionBound(58, 58)).toBeGreaterThan(0.05);
    expect(suppressionBound(299, 299)).toBeLessThan(0.01);
  });

  it("that are missed raise the bound, as Clopper and Pearson have it", () => {
    // scipy: beta.ppf(0.95, x + 1, n - x)
    expect(suppressionBound(100, 99)).toBeCloseTo(0.046_559_81, 6);
    expect(suppressionBound(10, 7)).toBeCloseTo(0.606_624_1, 5);
    expect(suppressionBound(5, 0)).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), fc.nat(), (made, draw) => {
        const found = 1 + (draw % (made - 1));
        expect(suppressionBound(made, found)).toBeGreaterThan(suppressionBound(made, found + 1));
        expect(suppressionBound(made, found)).toBeGreaterThan((made - found) / made);
      }),
    );
  });

  it("refuse what is no share and no count", () => {
    for (const act of [
      () => decoyTestsFor(0),
      () => decoyTestsFor(1),
      () => decoyTestsFor(0.1, 1.5),
      () => suppressionBound(0, 0),
      () => suppressionBound(5, 6),
      () => suppressionBound(5.5, 5),
    ])
      expect(act).toThrow(usage);
  });
});
