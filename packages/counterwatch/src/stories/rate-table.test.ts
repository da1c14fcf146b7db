import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countChance, countLate, countOutcome, emptyRates, honestRate, shrink } from "./rate-table.ts";

const history = fc.array(
  fc.record({
    group: fc.constantFrom("a", "b"),
    cell: fc.constantFrom("x", "y"),
    outcome: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 80 },
);

describe("rates of honest work by peer group", () => {
  it("are probabilities: they add up to 1 over the outcomes, whatever was counted", () => {
    fc.assert(
      fc.property(
        history,
        fc.constantFrom("a", "b", "unseen"),
        fc.constantFrom("x", "unseen"),
        (seen, group, cell) => {
          const rates = emptyRates(3);
          for (const one of seen) countOutcome(rates, one.group, one.cell, one.outcome);
          const sum = [0.5, 0.3, 0.2].reduce(
            (sum, prior, i) => sum + honestRate(rates, group, cell, i, prior),
            0,
          );
          expect(sum).toBeCloseTo(1, 12);
        },
      ),
    );
  });

  it("tell the rate of one outcome, the others counting as exposure once", () => {
    const rates = emptyRates(1);
    for (let i = 0; i < 10_000; i++) countOutcome(rates, "a", "x", i % 10 === 0 ? 0 : 1);
    expect(honestRate(rates, "a", "x", 0, 0.5)).toBeCloseTo(0.1, 2);
  });

  it("count a chance first and what became of it later, as if both came at once", () => {
    const [late, once] = [emptyRates(2), emptyRates(2)];
    for (let i = 0; i < 30; i++) {
      countChance(late, "a", "x");
      if (i % 3 === 0) countLate(late, "a", "x", 1);
      countOutcome(once, "a", "x", i % 3 === 0 ? 1 : 0);
    }
    expect(honestRate(late, "a", "x", 1, 0.5)).toBe(honestRate(once, "a", "x", 1, 0.5));
  });

  it("believe the prior before any data, and lie between a group's own rate and the pool's after", () => {
    expect(honestRate(emptyRates(1), "a", "x", 0, 0.37)).toBe(0.37);
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (mine, others) => {
        const rates = emptyRates(1);
        for (let i = 0; i < mine; i++) countOutcome(rates, "a", "x", 0);
        for (let i = 0; i < others; i++) countOutcome(rates, "b", "x", 1);
        const [own, other] = [honestRate(rates, "a", "x", 0, 0.5), honestRate(rates, "b", "x", 0, 0.5)];
        expect(own).toBeGreaterThanOrEqual(other);
        expect(own).toBeLessThanOrEqual(1);
        expect(other).toBeGreaterThan(0);
      }),
    );
  });

  it("shrink by so many look-ups of the prior", () => {
    expect(shrink(undefined, undefined, 0.2, 30)).toBeCloseTo(0.2, 15);
    expect(shrink(3, 70, 0.2, 30)).toBeCloseTo(9 / 100, 15);
  });
});
