import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErasureBook, leavesHash, retirementOf } from "./retirement.ts";

const time = (day: number) => `2026-01-${String(day).padStart(2, "0")}T00:00:00.000Z`;
const RULE = { rule: "retention 30d", source: "alpr" };

/** Twenty look-ups of a source, one a day, of which some are gone, and what was announced of them after all. */
function book(gone: readonly number[], announced: readonly unknown[]): ErasureBook {
  const erasures = new ErasureBook();
  for (const leaf of gone) erasures.gone(leaf, "alpr", time(leaf + 1));
  for (const [at, statement] of announced.entries()) erasures.announced(100 + at, statement);
  return erasures;
}

function past(below: number): number[] {
  return Array.from({ length: below }, (_, leaf) => leaf);
}

describe("an erasure of many look-ups", () => {
  it("names the numbers by a hash that anybody can make: SHA-256 of a number a line", () => {
    // printf '3\n14\n' | sha256sum
    expect(leavesHash([3, 14])).toBe("1446a9d1db172cb28dacbb540ec9e735a4d179de5f5c829e64002cf49fd8de26");
  });

  it("agrees with a ledger in which it was carried out, in slices, with look-ups held and let go later", () => {
    const set = fc.uniqueArray(fc.nat(19), { maxLength: 20 });
    fc.assert(
      fc.property(set, fc.nat(19), fc.nat(19), (held, first, second) => {
        const holds = held.toSorted((a, b) => a - b);
        const slices = [past(first).filter((leaf) => !held.includes(leaf))];
        const later = past(Math.max(first, second)).filter((leaf) => !slices[0]?.includes(leaf));
        slices.push(later);
        const said = slices.map((slice, at) =>
          retirementOf({ ...RULE, before: time(at === 0 ? first + 1 : 21) }, slice, at === 0 ? holds : []),
        );
        const announced = said.filter(({ count }) => count > 0);
        const gone = slices.flat().toSorted((a, b) => a - b);
        expect(book(gone, announced).settle()).toBe(0);
      }),
    );
  });

  it("does not cover what else is gone, and counts what is still there", () => {
    const said = retirementOf({ ...RULE, before: time(11) }, [0, 1, 2, 4, 5], [3]);
    expect(book([0, 1, 2, 4, 5], [said]).settle()).toBe(0);
    expect(book([0, 1, 2, 4], [said]).settle()).toBe(1);
    for (const gone of [
      [0, 1, 2, 3, 4, 5],
      [0, 1, 2, 4, 5, 6],
    ])
      expect(() => book(gone, [said]).settle()).toThrow(/gone/);
    expect(() => book([0, 1, 2, 4, 5], [{ ...said, hash: leavesHash([9]) }]).settle()).toThrow(/else/);
    expect(() => book([0, 1, 2, 4, 5], [{ ...said, before: time(4) }]).settle()).toThrow(/gone/);
    expect(() => book([], [{ ...said, to: 200 }])).toThrow(/not what/);
    expect(() => book([], [{ leaf: "7" }])).toThrow(/not what/);
  });

  it("goes with single erasures before and after it", () => {
    const said = retirementOf({ ...RULE, before: time(11) }, [0, 2], []);
    expect(book([0, 1, 2], [{ leaf: 1 }, said, { leaf: 2 }]).settle()).toBe(0);
    expect(() => book([0, 1, 2], [said]).settle()).toThrow(/else/);
  });
});
