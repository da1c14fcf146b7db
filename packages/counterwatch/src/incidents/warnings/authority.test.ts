import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authoritySchema, termsFor, WARNED_TIERS, warningsSchema } from "./authority.ts";
import { clockTrouble, noLooser, startClock, tighten } from "./escalation.ts";

const HOUR = 3_600_000;
const LINE = [{ office: "duty officer", has: "2h" }, { office: "court" }];

const accepts = (value: unknown) => authoritySchema.safeParse(value).success;

const has = (certain: string, likely: string) => ({ certain, likely, possible: "9d" });

describe("lines of authority", () => {
  it("have a time for each office but the last, and never more time for a worse tier", () => {
    expect(accepts({ line: LINE })).toBe(true);
    expect(accepts({ line: [{ office: "court" }] })).toBe(true);
    expect(accepts({ line: [] })).toBe(false);
    expect(accepts({ line: [{ office: "duty officer" }, { office: "court" }] })).toBe(false);
    expect(accepts({ line: [{ office: "court", has: "2h" }] })).toBe(false);
    expect(accepts({ line: [{ office: "duty officer", has: has("1h", "60m") }, { office: "court" }] })).toBe(
      true,
    );
    expect(accepts({ line: [{ office: "duty officer", has: has("2h", "60m") }, { office: "court" }] })).toBe(
      false,
    );
    expect(warningsSchema.safeParse({ deadlines: has("25h", "1d") }).success).toBe(false);
    expect(warningsSchema.safeParse({ deadlines: has("0h", "1d") }).success).toBe(false);
  });

  it("have no identifier of anybody in them", () => {
    for (const office of ["+52 55 1234 0001", "ana@example.org", "a\u001b[2Jb", ""])
      expect(accepts({ line: [{ office }] }), office).toBe(false);
  });

  it("are those of the kind of incident; a kind that nobody has authority for is refused", () => {
    const authority = authoritySchema.parse({
      line: LINE,
      incidents: {
        "source-exposed": { decides: "court", line: [{ office: "court" }] },
        theft: { decides: "court" },
      },
    });
    const offices = (kind: string) => termsFor(kind, authority, undefined).line.map(({ office }) => office);
    expect(offices("exposure")).toEqual(["duty officer", "court"]);
    expect(offices("source-exposed")).toEqual(["court"]);
    expect(offices("theft")).toEqual(["duty officer", "court"]);
    for (const kind of ["other", "constructor", "__proto__"])
      expect(() => offices(kind)).toThrow(expect.objectContaining({ code: "config" }));
    const bare = termsFor("exposure", undefined, undefined);
    expect(bare.line).toEqual([{ office: "officers of the register", has: undefined }]);
    expect(bare.within).toEqual({ certain: 4 * HOUR, likely: 24 * HOUR, possible: 168 * HOUR });
  });

  it("make clocks that are whole, and of two the tighter, whatever their lengths", () => {
    const line = fc
      .array(fc.record({ office: fc.constantFrom("a", "b", "c"), has: fc.integer({ min: 1, max: 1e9 }) }), {
        maxLength: 5,
      })
      .map((turns) => [...turns, { office: "last", has: undefined }]);
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 1, max: 1e10 }), line)
      .map(([from, within, turns]) => startClock(from, within, turns));
    fc.assert(
      fc.property(clock, clock, (before, anew) => {
        const far = new Date(2e12).toISOString();
        const tighter = tighten(before, anew);
        for (const one of [before, anew, tighter]) expect(clockTrouble(one, far)).toBeUndefined();
        expect(noLooser(before, tighter)).toBe(true);
        expect(tighter.deadline <= anew.deadline).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(WARNED_TIERS).toEqual(["certain", "likely", "possible"]);
  });
});
