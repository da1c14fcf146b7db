import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundedMemo, flatten } from "./bounded-memo.ts";

describe("a bounded memo", () => {
  it("never gives a wrong value, and gives the last ones set", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat(3)), { maxLength: 200 }),
        fc.integer({ min: 1, max: 8 }),
        (steps, capacity) => {
          const memo = new BoundedMemo<string>(capacity);
          const lately: string[] = [];
          for (const [key, deed] of steps) {
            const found = memo.get(key);
            if (found !== undefined) expect(found).toBe(`value of ${key}`);
            if (lately.slice(-capacity).includes(key)) expect(found).toBe(`value of ${key}`);
            if (found === undefined && deed > 0) {
              memo.set(key, `value of ${key}`);
              lately.push(key);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("forgets what was not asked for", () => {
    const memo = new BoundedMemo<number>(100);
    for (let key = 0; key < 10_000; key++) memo.set(`key ${key}`, key);
    const kept = Array.from({ length: 10_000 }, (_, key) => memo.get(`key ${key}`)).filter(
      (value) => value !== undefined,
    );
    expect(kept.length).toBeLessThanOrEqual(300);
  });

  it("copies long keys: a slice would keep its whole block", () => {
    const block = `${"x".repeat(100)}Ünïcödé and more`;
    expect(flatten(block.slice(100))).toBe("Ünïcödé and more");
    expect(flatten("short")).toBe("short");
    expect(flatten("\ud800".repeat(20))).toBe("\ud800".repeat(20));
  });
});
