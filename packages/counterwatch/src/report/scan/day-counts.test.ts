import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DayCounts } from "./day-counts.ts";

describe("look-ups by day", () => {
  it("gives the same as a map, in day order, whatever order they came in", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 40 })), (days) => {
        const counts = new DayCounts();
        const expected = new Map<number, number>();
        for (const day of days) {
          counts.add(day);
          expected.set(day, (expected.get(day) ?? 0) + 1);
        }
        expect([...counts]).toEqual([...expected].toSorted(([a], [b]) => a - b));
        expect(counts.active).toBe(expected.size);
      }),
    );
  });
});
