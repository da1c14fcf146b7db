import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent, Pseudonym, Subject } from "../model/index.ts";
import { eventOf, hasId, markIn, markOf, timeIn } from "./mark.ts";

const time = fc
  .integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 11, 31) })
  .map((ms) => new Date(ms).toISOString());
const subject: fc.Arbitrary<Subject> = fc
  .constantFrom("0".repeat(24), "1".repeat(24))
  .map((digits) => ({ type: "plate", id: `p1_${digits}` as Pseudonym }));
const events: fc.Arbitrary<AccessEvent> = fc.record(
  {
    id: fc.string({ minLength: 1 }),
    time,
    source: fc.constant("city"),
    system: fc.constantFrom("plates", "calls"),
    action: fc.constant("search"),
    operator: fc.record({ id: fc.constantFrom("op-1", "op-2"), unit: fc.constant("patrol") }),
    subjects: fc.array(subject, { minLength: 1, maxLength: 3 }),
    site: fc.constant({ id: "cam-1", lat: 1, lon: 2 }),
    window: fc.oneof(fc.record({ from: time }), fc.record({ to: time }), fc.record({ from: time, to: time })),
    purpose: fc.record({ reason: fc.constantFrom("robbery", "25-1234") }),
    session: fc.record({ address: fc.constantFrom("10.0.0.8", "10.0.0.9") }),
  },
  { requiredKeys: ["id", "time", "source", "system", "action", "operator"] },
);

describe("a mark", () => {
  it("gives back the look-up as it was, whatever mark came before it", () => {
    fc.assert(
      fc.property(events, events, (event, before) => {
        const like = markOf(before, Date.parse(before.time)).says;
        expect(eventOf(markOf(event, Date.parse(event.time), like))).toEqual(event);
      }),
    );
  });

  it("is its line and what it says, and nothing else", () => {
    const ids = fc.oneof(fc.string(), fc.constantFrom("", "año", "‹plate:1›", "x".repeat(200)));
    fc.assert(
      fc.property(events, ids, fc.string(), (event, id, other) => {
        const mark = markOf({ ...event, id }, Date.parse(event.time));
        expect(markIn(mark.line, mark.says)).toEqual(mark);
        expect(timeIn(mark.line)).toBe(mark.time);
        expect(hasId(mark.line, id)).toBe(true);
        expect(hasId(mark.line, other)).toBe(other === id);
      }),
    );
  });

  it("says the same as one before it, kept once, only where it does", () => {
    fc.assert(
      fc.property(events, events, (event, before) => {
        const like = markOf(before, 0).says;
        const { says } = markOf(event, 0, like);
        const { id, time: when, window } = event;
        if (says === like) expect(event).toEqual({ ...before, id, time: when, window });
      }),
    );
  });

  it.each(["0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"])(
    "keeps a record time as far away as %s",
    (from) => {
      const event = { id: "1", time: "2025-01-01T00:00:00.000Z", source: "s", window: { from } };
      const whole = { ...event, system: "plates", action: "search", operator: { id: "op" } } as const;
      expect(eventOf(markOf(whole, Date.parse(whole.time)))).toEqual(whole);
    },
  );
});
