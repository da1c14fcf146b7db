import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Pace, pacedShare } from "./pace.ts";
import { GAPS } from "./return-table.ts";

const gap = fc.integer({ min: 0, max: GAPS - 1 });

function after(gaps: readonly number[]): Pace | undefined {
  let pace: Pace | undefined;
  for (const gap of gaps) ({ pace } = pacedShare(pace, gap));
  return pace;
}

describe("pace of a watcher", () => {
  it("predicts with probabilities: the shares of all gaps add up to 1 after any past", () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 30 }), (gaps) => {
        const pace = after(gaps);
        const shares = Array.from({ length: GAPS }, (_, gap) => pacedShare(pace, gap).share);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        for (const share of shares) expect(share).toBeGreaterThan(0);
        if (pace !== undefined) expect(pace.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("learns the pace it sees, and leaves what it was given untouched", () => {
    fc.assert(
      fc.property(gap, gap, (usual, other) => {
        const pace = after(Array.from({ length: 8 }, () => usual));
        const given = [...(pace as Pace)];
        expect(pacedShare(pace, usual).share).toBeGreaterThan(pacedShare(undefined, usual).share * 0.99);
        pacedShare(pace, other);
        expect(pace).toEqual(given);
      }),
    );
  });

  it("follows a watcher who changes pace within a few returns", () => {
    const daily = after(Array.from({ length: 20 }, () => 0));
    const changed = after([...Array.from({ length: 20 }, () => 0), 3, 3, 3]);
    expect(pacedShare(changed, 3).share).toBeGreaterThan(2 * pacedShare(daily, 3).share);
  });
});
