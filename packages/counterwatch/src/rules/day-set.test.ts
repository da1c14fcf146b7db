import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DaySet } from "./day-set.ts";

describe("DaySet", () => {
  it("counts distinct days in any order", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -20_000, max: 40_000 }),
        fc.array(fc.integer({ min: -3000, max: 3000 })),
        (around, offsets) => {
          const days = new DaySet();
          for (const offset of offsets) days.add(around + offset);
          expect(days.size).toBe(new Set(offsets).size);
        },
      ),
    );
  });

  it("does not grow for a day that lies centuries away", () => {
    const days = new DaySet();
    days.add(20_000);
    days.add(3_000_000);
    days.add(-3_000_000);
    expect(days.size).toBe(1);
  });
});
