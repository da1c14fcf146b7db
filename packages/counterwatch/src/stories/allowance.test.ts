import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowance } from "./allowance.ts";
import { meanOf, Random } from "./random.fixture.ts";

const perDay = fc.double({ min: 1 / 365, max: 10, noNaN: true });
const days = fc.double({ min: 0, max: 3000, noNaN: true });

describe("allowance", () => {
  it("is less the more alerts there were, more the longer none came, and stays within bounds of the budget", () => {
    fc.assert(
      fc.property(perDay, days, fc.nat(500), (budget, passed, alerts) => {
        const now = allowance(budget, passed, alerts);
        expect(now).toBeGreaterThan(0);
        expect(now).toBeLessThanOrEqual(3 * budget);
        expect(allowance(budget, passed, alerts + 1)).toBeLessThanOrEqual(now);
        if (alerts === 0) expect(allowance(budget, passed + 1, 0)).toBeGreaterThanOrEqual(now);
      }),
    );
  });

  it("scales with the budget: half as many alerts a day over twice the time are the same", () => {
    fc.assert(
      fc.property(perDay, days, fc.nat(100), (budget, passed, alerts) => {
        const [once, half] = [allowance(budget, passed, alerts), allowance(budget / 2, 2 * passed, alerts)];
        expect(half / budget).toBeCloseTo(once / budget / 2, 9);
      }),
    );
  });

  it.each([0.5, 1, 2])(
    "holds a year's alerts to the budget where the calibration is off by a factor of %d",
    (off) => {
      const budget = 1 / 7;
      const worlds = Array.from({ length: 200 }, (_, seed) => {
        const random = new Random(seed);
        let alerts = 0;
        for (let day = 12; day < 365; day++) alerts += random.poisson(off * allowance(budget, day, alerts));
        return alerts / (budget * 365);
      });
      const { mean, error } = meanOf(worlds);
      expect(mean - 3 * error).toBeLessThanOrEqual(1);
      expect(mean).toBeGreaterThan(0.4);
    },
  );
});
