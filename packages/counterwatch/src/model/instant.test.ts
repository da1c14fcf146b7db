import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantMs, utcDay } from "./instant.ts";

describe("instantMs", () => {
  it("reads every instant that an AccessEvent can carry as Date.parse does", () => {
    const first = Date.parse("0000-01-01T00:00:00.000Z");
    const last = Date.parse("9999-12-31T23:59:59.999Z");
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), (ms) => {
        expect(instantMs(new Date(ms).toISOString())).toBe(ms);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads other RFC 3339 forms and answers NaN for none", () => {
    expect(instantMs("2025-03-01T14:00:05+02:00")).toBe(Date.parse("2025-03-01T12:00:05Z"));
    expect(instantMs("yesterday")).toBeNaN();
  });

  it("counts whole days in UTC, before 1970 too", () => {
    expect(utcDay(instantMs("1970-01-02T00:00:00.000Z"))).toBe(1);
    expect(utcDay(instantMs("1969-12-31T23:59:59.999Z"))).toBe(-1);
  });
});
