import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecentMap } from "./recent-map.ts";

describe("RecentMap", () => {
  it("never remembers more than twice its capacity, and always the last `capacity` distinct keys", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 30 }))),
        (capacity, steps) => {
          const map = new RecentMap<{ key: number }>(capacity);
          const model = new Map<number, true>();
          for (const [write, key] of steps) {
            const known = map.get(String(key));
            expect(known === undefined || known.key === key).toBe(true);
            if (known === undefined && !write) continue;
            if (known === undefined) map.set(String(key), { key });
            model.delete(key);
            model.set(key, true);
            expect(map.size).toBeLessThanOrEqual(2 * capacity);
          }
          for (const key of [...model.keys()].slice(-capacity)) expect(map.get(String(key))).toEqual({ key });
        },
      ),
    );
  });
});
