import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Distinct } from "./distinct.ts";

/** SplitMix32: enough for spreading consecutive numbers over 32 bits. */
function spread(index: number): number {
  let z = (index + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

describe("Distinct", () => {
  it("counts as a set does, as long as it is exact", () => {
    const word = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 }), fc.nat(0xffff_ffff));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 3000 }), (keys) => {
        const distinct = new Distinct(10_000);
        for (const [high, low] of keys) distinct.add(high, low);
        expect(distinct.exact).toBe(true);
        expect(distinct.count).toBe(new Set(keys.map(String)).size);
      }),
    );
  });

  it("is exact at a million keys that each come twice", () => {
    const distinct = new Distinct();
    for (let round = 0; round < 2; round++) {
      for (let index = 0; index < 1_000_000; index++) distinct.add(spread(index), spread(~index));
    }
    expect(distinct.exact).toBe(true);
    expect(distinct.count).toBe(1_000_000);
  });

  it("estimates within four standard errors beyond its capacity, whatever the order and repetition", () => {
    const capacity = 1 << 14;
    const distinct = new Distinct(capacity);
    const keys = 1_000_000;
    for (let index = 0; index < 2 * keys; index++) {
      const key = (index * 7919) % keys;
      distinct.add(spread(key), spread(key ^ 0x5bd1e995));
    }
    expect(distinct.exact).toBe(false);
    expect(Math.abs(distinct.count / keys - 1)).toBeLessThan((4 * 1.2) / Math.sqrt(capacity));
  });
});
