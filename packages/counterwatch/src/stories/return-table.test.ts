import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "./random.fixture.ts";
import {
  emptyReturns,
  enterState,
  GAP_EDGES,
  gapBucket,
  GAPS,
  leaveState,
  priorReturn,
  returnRate,
  type ReturnState,
} from "./return-table.ts";

const outcomes = [0, 1, 2];
const buckets = Array.from({ length: GAPS }, (_, gap) => gap);

function rate(
  table: ReturnState,
  day: number,
  gap: number,
  outcome: number,
  prior = 0.1,
  group = "a",
): number {
  return returnRate(table, group, "s", day, gap, outcome, prior);
}

describe("gapBucket", () => {
  it("is the last edge that the gap has reached", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 400, noNaN: true }), (days) => {
        const bucket = gapBucket(days);
        expect(days).toBeGreaterThanOrEqual(GAP_EDGES[bucket] as number);
        if (bucket + 1 < GAPS) expect(days).toBeLessThan(GAP_EDGES[bucket + 1] as number);
      }),
    );
  });
});

describe("priorReturn", () => {
  it("leaves room for not coming back, and grows with the number of occasions", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 8 }), (occasions, classes) => {
        const total = (n: number): number =>
          buckets.reduce(
            (sum, gap) =>
              sum +
              priorReturn(n, gap, true, classes) +
              (classes - 1) * priorReturn(n, gap, false, classes) * (classes === 1 ? 0 : 1),
            0,
          );
        expect(total(occasions)).toBeLessThan(1);
        expect(total(occasions + 1)).toBeGreaterThan(total(occasions));
      }),
    );
  });
});

describe("rates of return", () => {
  it("believe the prior before any data", () => {
    for (const gap of buckets) expect(rate(emptyReturns(3), 10, gap, 1, 0.07)).toBeCloseTo(0.07, 15);
  });

  it("never exceed 1, and where everything is decided add up to at most 1 over gaps and outcomes", () => {
    const lives = fc.array(fc.record({ day: fc.nat(60), gap: fc.nat(GAPS), outcome: fc.nat(2) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(lives, (runs) => {
        const table = emptyReturns(3);
        for (const { day } of runs.toSorted((a, b) => a.day - b.day)) enterState(table, "a", "s", day);
        for (const { gap, outcome } of runs) if (gap < GAPS) leaveState(table, "a", "s", 100, gap, outcome);
        let sum = 0;
        for (const gap of buckets) {
          for (const outcome of outcomes) {
            const one = rate(table, 400, gap, outcome, 0.9 / (GAPS * 3));
            expect(one).toBeGreaterThan(0);
            sum += one;
          }
        }
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it("count for a late return only runs that are old enough for it (risk set of Kaplan and Meier)", () => {
    const table = emptyReturns(1);
    for (let i = 0; i < 100; i++) enterState(table, "a", "s", 0);
    for (let i = 0; i < 30; i++) leaveState(table, "a", "s", 14, 3, 0);
    const before = rate(table, 40, 3, 0);
    for (let i = 0; i < 900; i++) enterState(table, "a", "s", 40);
    expect(rate(table, 40, 3, 0)).toBe(before);
    expect(rate(table, 60, 3, 0)).toBeLessThan(before / 3);
  });

  it("find the true rates of a stationary process, late returns as well as quick ones", () => {
    const truth = [0.2, 0.1, 0.08, 0.05, 0.03];
    const table = emptyReturns(1);
    const random = new Random(3);
    const pending: { day: number; gap: number }[][] = [];
    for (let day = 0; day < 240; day++) {
      for (const { gap } of pending[day] ?? []) leaveState(table, "a", "s", day, gap, 0);
      for (let i = 0; i < 60; i++) {
        enterState(table, "a", "s", day);
        const gap = random.weighted([...truth, 1 - truth.reduce((sum, p) => sum + p, 0)]);
        if (gap < GAPS)
          (pending[day + Math.max(1, Math.ceil(GAP_EDGES[gap] as number))] ??= []).push({ day, gap });
      }
    }
    for (const [gap, p] of truth.entries()) {
      const learnt = rate(table, 240, gap, 0, priorReturn(1, gap, true, 1));
      expect(Math.abs(learnt - p)).toBeLessThan(0.1 * p + 4 * Math.sqrt(p / (60 * 200)));
    }
  });

  it("learn from the pool where a group is new, and from the group where it has a past", () => {
    const table = emptyReturns(1);
    for (let i = 0; i < 2000; i++) {
      enterState(table, i % 2 === 0 ? "often" : "seldom", "s", 0);
      if (i % 2 === 0) leaveState(table, "often", "s", 1, 0, 0);
    }
    const [often, seldom, unseen] = ["often", "seldom", "new"].map((group) =>
      rate(table, 40, 0, 0, 0.1, group),
    );
    expect(often).toBeGreaterThan(0.95);
    expect(seldom).toBeLessThan(0.05);
    expect(unseen).toBeCloseTo(0.5, 1);
  });

  it("do not care for a look-up that arrives late, and survive years of silence", () => {
    const table = emptyReturns(1);
    enterState(table, "a", "s", 100);
    enterState(table, "a", "s", 98);
    expect(rate(table, 100, 4, 0, 0.1)).toBeCloseTo(0.1, 12);
    expect(rate(table, 2000, 4, 0, 0.1)).toBeLessThan(0.1);
    enterState(table, "a", "s", 2000);
    expect(rate(table, 2000, 4, 0, 0.1)).toBe(rate(table, 2001, 4, 0, 0.1));
  });
});
