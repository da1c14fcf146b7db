import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { ZoneClock } from "./zone-clock.ts";

const ZONES = [
  "UTC",
  "America/New_York",
  "America/Mexico_City",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Europe/Dublin",
];

describe.each(ZONES)("wall clock of %s", (zone) => {
  it("agrees with the time-zone database at every instant", () => {
    const clock = new ZoneClock(zone);
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2037, 0) }), (instant) => {
        const there = DateTime.fromMillis(instant, { zone });
        expect(clock.local(instant) - instant).toBe(there.offset * 60_000);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a day on which the clock changes", () => {
  it("has both offsets", () => {
    const clock = new ZoneClock("America/New_York");
    const before = Date.parse("2025-03-09T06:59:59.999Z");
    expect(clock.local(before)).toBe(Date.parse("2025-03-09T01:59:59.999Z"));
    expect(clock.local(before + 1)).toBe(Date.parse("2025-03-09T03:00:00.000Z"));
  });

  it("refuses a zone that does not exist", () => {
    expect(() => new ZoneClock("Mars/Olympus")).toThrow(RangeError);
  });
});
