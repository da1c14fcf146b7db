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
  it("keeps the first rows, some later ones in order, and the last, whenever it settles or must give up some", () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.constant("add" as const) },
      { weight: 1, arbitrary: fc.constant("settle" as const) },
      { weight: 1, arbitrary: fc.constant("halve" as const) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 120 }), fc.array(step, { maxLength: 300 }), (initial, steps) => {
        const sample = new RowSample();
        let allowed = initial;
        let added = 0;
        for (const what of steps) {
          if (what === "settle") sample.settle();
          else if (what === "halve") {
            allowed = Math.max(2, allowed >> 1);
            sample.trim(allowed);
          } else sample.add(row(added++), allowed);
          const numbers = ids(sample).map((id) => Number(id.slice(4)));
          expect(numbers.length).toBeLessThanOrEqual(allowed);
          expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
          if (added === 0) continue;
          expect(numbers[0]).toBe(0);
          expect(numbers.at(-1)).toBeGreaterThanOrEqual(
            allowed < 50 ? Math.floor((added - 1) * 0.7) : added - 1,
          );
        }
      }),
    );
  });

  it("keeps every row as long as it may", () => {
    const sample = new RowSample();
    for (let n = 0; n < 200; n++) sample.add(row(n), 200);
    expect(ids(sample)).toEqual(Array.from({ length: 200 }, (_, n) => `log:${n}`));
  });

  it("spreads the last fifth over the last tenth of a long sequence", () => {
    const sample = new RowSample();
    for (let n = 0; n < 40_000; n++) sample.add(row(n), 200);
    const numbers = ids(sample).map((id) => Number(id.slice(4)));
    expect(numbers).toHaveLength(200);
    expect(numbers.slice(0, 160)).toEqual(Array.from({ length: 160 }, (_, n) => n));
    expect(numbers[160]).toBeGreaterThan(35_000);
    expect(numbers.at(-1)).toBe(39_999);
  });

  it("copies rows whole", () => {
    const sample = new RowSample();
    for (let n = 0; n < 60; n++) sample.add(row(n), 50);
    sample.settle();
    expect(sample.rows()).toEqual(
      [...Array.from({ length: 40 }, (_, n) => n), 50, 51, 52, 53, 54, 55, 56, 57, 58, 59].map(row),
    );
  });
});
