import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccessEvent, Pseudonym, Subject } from "../model/index.ts";
import { eventOf, markOf } from "./mark.ts";

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
        const like = markOf(before, Date.parse(before.time));
        expect(eventOf(markOf(event, Date.parse(event.time), like))).toEqual(event);
      }),
    );
  });
});
