import { describe, expect, it } from "vitest";
import { simulate } from "../world/simulate.ts";
import { type BaseRates, measureBaseRates } from "./base-rates.ts";

const SEEDS = [101, 102, 103, 104, 105, 106];
const worlds = SEEDS.map((seed) => measureBaseRates(simulate({ seed })));

function mean(of: (rates: BaseRates) => number): number {
  return worlds.reduce((total, rates) => total + of(rates), 0) / worlds.length;
}

/** Mean of six default worlds against the real audit's figure; `share` is the tolerance. */
function expectNear(of: (rates: BaseRates) => number, real: number, share: number): void {
  expect(Math.abs(mean(of) / real - 1), `${mean(of)} against ${real}`).toBeLessThan(share);
}

describe("base rates of the default plate world, against one real audit of 14 months", () => {
  it("look-ups, sittings, pairs, operators: within 8 %", () => {
    expectNear((rates) => rates.lookups, 40_159, 0.08);
    expectNear((rates) => rates.subjectLookups, 29_610, 0.08);
    expectNear((rates) => rates.sittings, 7_840, 0.08);
    expectNear((rates) => rates.pairs, 5_304, 0.08);
    expectNear((rates) => rates.operators, 127, 0.05);
  });

  it("51 % of reasons a bare case number, 26 % with the case field filled: within 3 points", () => {
    expect(Math.abs(mean((rates) => rates.bareNumbers) - 0.51)).toBeLessThan(0.03);
    expect(Math.abs(mean((rates) => rates.caseField) - 0.26)).toBeLessThan(0.03);
  });

  it.each([
    [1, 4235, 0.08],
    [2, 588, 0.12],
    [3, 207, 0.15],
    [4, 99, 0.2],
    [5, 50, 0.3],
    [6, 38, 0.35],
    [7, 21, 0.4],
    [8, 14, 0.5],
    [9, 13, 0.65],
    [10, 39, 0.35],
  ])("pairs with %i sittings: about %i", (sittings, real, share) => {
    expectNear((rates) => rates.pairsBySittings[sittings - 1]!, real, share);
  });

  it.each([
    [1, 0.09],
    [2, 0.3],
    [3, 0.45],
    [4, 0.57],
    [5, 0.68],
  ])("chance of one more day after %i days: about %f", (days, real) => {
    expect(Math.abs(mean((rates) => rates.oneMoreDay[days - 1]!) - real)).toBeLessThan(0.08);
  });

  it("89 pairs on three or more days over two weeks or more, six of them without a case", () => {
    expectNear((rates) => rates.longPairs, 89, 0.2);
    expect(mean((rates) => rates.longPairsWithoutCase)).toBeGreaterThan(3);
    expect(mean((rates) => rates.longPairsWithoutCase)).toBeLessThan(10);
  });

  it("pairs with 4, 5, 6, 8 sittings without a case, and those with no colleague beside", () => {
    for (const [i, real] of [146, 86, 57, 31].entries())
      expectNear((rates) => rates.pairsWithoutCase[i]!, real, 0.3);
    for (const [i, real] of [32, 21, 16, 7].entries())
      expectNear((rates) => rates.pairsWithoutCaseAlone[i]!, real, 0.5);
  });
});
