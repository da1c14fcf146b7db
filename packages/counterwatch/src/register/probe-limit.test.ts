import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProbes } from "./probe-limit.ts";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const at = (version: number, hours: number) => ({
  version,
  time: new Date(NOW - hours * HOUR).toISOString(),
});

describe("checkProbes", () => {
  it("lets one version be assessed as often as anybody likes, and a few versions a day", () => {
    expect(() =>
      checkProbes(
        Array.from({ length: 50 }, (_, n) => at(7, n / 10)),
        7,
        NOW,
        1,
      ),
    ).not.toThrow();
    expect(() => checkProbes([at(1, 1), at(2, 1), at(3, 1), at(4, 1)], 5, NOW, 5)).not.toThrow();
    expect(() =>
      checkProbes([at(1, 25), at(2, 24), at(3, 1), at(4, 1), at(5, 1), at(6, 1)], 7, NOW, 5),
    ).not.toThrow();
  });

  it("refuses one version more, and says until when", () => {
    const before = [at(1, 5), at(1, 3), at(2, 4), at(3, 1)];
    expect(() => checkProbes(before, 4, NOW, 3)).toThrow(
      expect.objectContaining({ code: "unavailable", remedy: expect.stringContaining("2026-03-02T08:00Z") }),
    );
    // Once the first version is a day old, there is room again.
    expect(() => checkProbes(before, 4, NOW + 20 * HOUR, 3)).not.toThrow();
    expect(() => checkProbes(before, 4, NOW + 19 * HOUR, 3)).toThrow();
  });

  it("never lets more versions than the limit be assessed within any 24 hours", () => {
    const tries = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 6 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(tries, fc.integer({ min: 1, max: 4 }), (given, limit) => {
        const done: { version: number; time: string }[] = [];
        let now = NOW;
        for (const [version, hours] of given) {
          now += hours * HOUR;
          try {
            checkProbes(done, version, now, limit);
            done.push({ version, time: new Date(now).toISOString() });
          } catch {
            // Refused.
          }
        }
        for (const { time } of done) {
          const end = Date.parse(time);
          const within = done.filter(
            (each) => Date.parse(each.time) <= end && Date.parse(each.time) > end - 24 * HOUR,
          );
          expect(new Set(within.map((each) => each.version)).size).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
