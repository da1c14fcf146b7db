import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { RowSample } from "./row-sample.ts";

function row(number: number): AccessEvent {
  return {
    id: `log:${number}`,
    time: "2025-03-01T12:00:05.000Z",
    source: "log",
    system: "plates",
    action: "search",
    operator: { id: "an operator with a long name" },
    subjects: [{ type: "plate", withheld: true }],
  };
}

function ids(sample: RowSample): string[] {
  return sample.rows().map(({ id }) => id);
}

describe("RowSample", () => {
  it("keeps the first and the last rows in order, whenever it settles or must give up some", () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.constant("add" as const) },
      { weight: 1, arbitrary: fc.constant("settle" as const) },
      { weight: 1, arbitrary: fc.constant("halve" as const) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), fc.array(step, { maxLength: 120 }), (initial, steps) => {
        const sample = new RowSample();
        let allowed = initial;
        let added = 0;
        for (const what of steps) {
          if (what === "settle") sample.settle();
          else if (what === "halve") {
            allowed = Math.max(1, allowed >> 1);
            sample.trim(allowed);
          } else sample.add(row(added++), allowed);
          const kept = ids(sample);
          expect(kept.length).toBeLessThanOrEqual(allowed);
          const numbers = kept.map((id) => Number(id.slice(4)));
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
          if (added > 0) expect(numbers[0]).toBe(0);
          const last = Math.floor(allowed / 2);
          if (added > allowed && last > 0) expect(numbers.at(-1)).toBe(added - 1);
        }
      }),
    );
  });

  it("copies rows whole", () => {
    const sample = new RowSample();
    for (let n = 0; n < 6; n++) sample.add(row(n), 4);
    sample.settle();
    expect(sample.rows()).toEqual([row(0), row(1), row(4), row(5)]);
  });
});
