import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LookUp, lookUp } from "./lookups.fixture.ts";
import { type Mark, markOf } from "./mark.ts";
import {
  firstSaid,
  isFirst,
  isLatest,
  lastIn,
  latestSaid,
  lookupsIn,
  type Marks,
  marksIn,
  NO_MARKS,
  saidIn,
  withLatest,
  withMark,
} from "./marks.ts";

/** Look-ups that say one of two things, at times that now and then run back. */
const lookups: fc.Arbitrary<LookUp[]> = fc.array(
  fc.record({
    operator: fc.constant("op"),
    subject: fc.constant("s"),
    at: fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2026, 0, 1) }),
    reason: fc.constantFrom("robbery", "theft"),
  }),
  { minLength: 1, maxLength: 40 },
);

function packed(list: readonly LookUp[]): { marks: Marks; all: Mark[] } {
  let marks = NO_MARKS;
  const all: Mark[] = [];
  for (const one of list) {
    const mark = markOf(lookUp(one), one.at, latestSaid(marks));
    all.push(mark);
    marks = withMark(marks, mark);
  }
  return { marks, all };
}

describe("packed marks", () => {
  it("come out as they went in", () => {
    fc.assert(
      fc.property(lookups, (list) => {
        const { marks, all } = packed(list);
        expect(marksIn(marks)).toEqual(all);
        expect(lookupsIn(marks)).toBe(all.length);
        expect(lastIn(marks)).toBe(Math.max(...list.map(({ at }) => at)));
        expect(NO_MARKS).toEqual([]);
      }),
    );
  });

  it("say once what several in a row say", () => {
    fc.assert(
      fc.property(lookups, (list) => {
        const { marks, all } = packed(list);
        const changes = list.filter(({ reason }, i) => reason !== list[i - 1]?.reason);
        expect(saidIn(marks).map(({ purpose }) => purpose?.reason)).toEqual(
          changes.map(({ reason }) => reason),
        );
        expect(firstSaid(marks)).toEqual(all[0]?.says);
        expect(latestSaid(marks)).toEqual(all[all.length - 1]?.says);
      }),
    );
  });

  it("know their first and their latest look-up by its id", () => {
    fc.assert(
      fc.property(lookups, (list) => {
        const { marks, all } = packed(list);
        expect(isFirst(marks, all[0]?.id as string)).toBe(true);
        expect(isLatest(marks, all[all.length - 1]?.id as string)).toBe(true);
        expect(isFirst(marks, "another")).toBe(false);
        expect(isLatest(marks, "another")).toBe(false);
      }),
    );
  });

  it("have their latest replaced, whatever it says", () => {
    fc.assert(
      fc.property(lookups, lookups, (list, more) => {
        const long = [...Array.from({ length: 20 }, () => list[0] as LookUp), ...list];
        const { marks, all } = packed(long);
        const next = packed(more).all[0] as Mark;
        expect(marksIn(withLatest(marks, next))).toEqual([...all.slice(0, -1), next]);
      }),
    );
  });
});
