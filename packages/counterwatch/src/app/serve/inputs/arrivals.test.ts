import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standingOf } from "../../../server/desk/sources/source-report.ts";
import { Arrivals } from "./arrivals.ts";

const NOW = Date.parse("2026-03-01T12:00:00.000Z");
const NOTHING = { rows: 0, present: 0, duplicates: 0, rejected: 0 };
const before = (milliseconds: number) => ({ time: new Date(NOW - milliseconds).toISOString() });

const after = (lag: number) => ({
  ...NOTHING,
  last: new Date(NOW).toISOString(),
  lastTime: before(lag).time,
  lateness: undefined,
});

describe("how rows arrive", () => {
  it("is counted by source since the beginning", () => {
    const arrivals = new Arrivals(() => NOW);
    arrivals.note("city", { rows: 3, present: 0, duplicates: 1, rejected: 1 }, [before(1000)]);
    arrivals.note("city", { ...NOTHING, rows: 2, present: 2 }, [before(90_000_000), before(1)]);
    expect(arrivals.of("city")).toMatchObject({ rows: 5, present: 2, duplicates: 1, rejected: 1 });
    // Rows that were known already say nothing of how late they came.
    expect(arrivals.of("city")?.lateness).toMatchObject({ rows: 1, ahead: 0 });
    expect(arrivals.of("other")).toBeUndefined();
    expect(arrivals.since).toBe("2026-03-01T12:00:00.000Z");
  });

  it("counts rows from the future", () => {
    const arrivals = new Arrivals(() => NOW);
    arrivals.note("city", NOTHING, [before(-60_000), before(60_000)]);
    expect(arrivals.of("city")?.lateness).toMatchObject({ rows: 2, ahead: 1 });
  });

  it("has quantiles that are off by at most a tenth", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2000, max: 400 * 86_400_000 }), { minLength: 1, maxLength: 300 }),
        (late) => {
          const arrivals = new Arrivals(() => NOW);
          arrivals.note("city", NOTHING, late.map(before));
          const sorted = late.toSorted((a, b) => a - b);
          const { p50 = 0, p99 = 0 } = arrivals.of("city")?.lateness ?? {};
          const exact = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number;
          expect(Math.abs(p50 / exact(0.5) - 1)).toBeLessThan(0.1);
          expect(Math.abs(p99 / exact(0.99) - 1)).toBeLessThan(0.1);
        },
      ),
    );
  });

  it("keeps a thousand sources and no more", () => {
    const arrivals = new Arrivals(() => NOW);
    for (let n = 0; n < 1001; n++) arrivals.note(`s-${n}`, NOTHING, []);
    expect([arrivals.of("s-999") === undefined, arrivals.of("s-1000")]).toEqual([false, undefined]);
  });
});

describe("where a source stands", () => {
  it.each([
    ["never", { heard: undefined, silent: true, arrivals: undefined }],
    ["never", { heard: undefined, silent: false, arrivals: undefined }],
    ["silent", { heard: "2026-03-01T00:00:00.000Z", silent: true, arrivals: after(0) }],
    ["behind", { heard: "2026-03-01T00:00:00.000Z", silent: false, arrivals: after(3_700_000) }],
    ["heard", { heard: "2026-03-01T00:00:00.000Z", silent: false, arrivals: after(60_000) }],
  ] as const)("is %s", (standing, state) => {
    expect(standingOf(state)).toBe(standing);
  });
});
