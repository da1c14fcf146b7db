import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionOf, FEWEST_COLLEAGUES, type PeerCount, quantityOf } from "./peers.ts";

const count = (value: number, operators: number, own = false): PeerCount => ({ value, operators, own });

describe("colleagues' distribution", () => {
  it("counts colleagues in equal bins and says where the operator stands", () => {
    const { bins, quantiles, own, below, colleagues } = distributionOf([
      count(1, 6),
      count(2, 3),
      count(5, 1),
      count(9, 1, true),
    ]);
    expect({ own, below, colleagues }).toEqual({ own: 9, below: 10, colleagues: 10 });
    expect(bins.map((bin) => bin.colleagues)).toEqual([6, 3, 0, 0, 1, 0, 0, 0, 0]);
    expect(quantiles).toEqual({ quarter: 1, half: 1, threeQuarters: 2, nineTenths: 2, most: 5 });
  });

  it("is not drawn over fewer than five colleagues", () => {
    const { bins, quantiles, below, own } = distributionOf([count(1, 4), count(7, 1, true)]);
    expect({ bins, quantiles, below, own }).toEqual({
      bins: [],
      quantiles: undefined,
      below: undefined,
      own: 7,
    });
  });

  it("loses no colleague, whatever they did, and has few bins", () => {
    const counts = fc
      .uniqueArray(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 60 })
      .chain((values) =>
        fc
          .array(fc.integer({ min: 1, max: 30 }), { minLength: values.length, maxLength: values.length })
          .map((sizes) => values.map((value, at) => count(value, sizes[at] ?? 1))),
      );
    fc.assert(
      fc.property(counts, fc.option(fc.nat({ max: 200_000 })), (others, own) => {
        const all = own === null ? others : [...others, count(own, 1, true)];
        const told = distributionOf(all);
        const colleagues = others.reduce((sum, { operators }) => sum + operators, 0);
        expect(told.colleagues).toBe(colleagues);
        if (colleagues < FEWEST_COLLEAGUES) return;
        expect(told.bins.reduce((sum, bin) => sum + bin.colleagues, 0)).toBe(colleagues);
        expect(told.bins.length).toBeLessThanOrEqual(20);
        if (own !== null) expect(told.bins.some(({ from, to }) => from <= own && own <= to)).toBe(true);
        const quantiles = Object.values(told.quantiles ?? {});
        expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
      }),
    );
  });

  it("is of the quantity that the finding is about", () => {
    expect(
      ["story/fixation", "story/off-hours", "rule/purpose-absent", "rule/bulk-pace", "story/following"].map(
        quantityOf,
      ),
    ).toEqual(["repeats", "night", "uncased", "subjects", "lookups"]);
  });
});
