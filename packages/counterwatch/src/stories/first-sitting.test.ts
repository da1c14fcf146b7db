import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inShort, isWhole, lastOf, runOf } from "./first-sitting.ts";
import { lookUp } from "./lookups.fixture.ts";
import { markOf } from "./mark.ts";
import { latestSaid } from "./marks.ts";
import { addMark, addSitting, MINUTE, openRun, type Run, SITTING_GAP } from "./run.ts";

const START = Date.UTC(2025, 0, 1, 23);

/** As the fixation does it: minutes between look-ups, some of which come late and out of order. */
function runWith(unit: string | undefined, gaps: readonly number[]): Run {
  const run = openRun("fixation", "op", unit ?? "", ["s"], START);
  let at = START;
  for (const [n, gap] of [0, ...gaps].entries()) {
    at += gap * MINUTE;
    const event = lookUp({
      operator: "op",
      ...(unit && { unit }),
      subject: "s",
      at,
      reason: `reason ${n % 3}`,
    });
    if (run.sittings === 0 || at - run.last >= SITTING_GAP) {
      addSitting(run, at, n % 2);
      run.score += 0.1;
    }
    addMark(run, markOf(event, at, latestSaid(run.marks)));
  }
  return run;
}

describe("a first sitting", () => {
  it("gives back the run that it was, and is none where there are many look-ups", () => {
    const gaps = fc.array(fc.integer({ min: -5, max: 29 }), { maxLength: 90 });
    fc.assert(
      fc.property(fc.constantFrom(undefined, "patrol"), gaps, (unit, list) => {
        const run = runWith(unit, list);
        const kept = inShort(run);
        expect(isWhole(kept)).toBe(run.marks.length >= 8);
        expect(lastOf(kept)).toBe(run.last);
        if (isWhole(kept)) expect(kept).toBe(run);
        else expect(runOf("fixation", "op", "s", kept)).toEqual(run);
      }),
    );
  });

  it("is not what a run has that came back", () => {
    const run = runWith("patrol", [5, 45, 3]);
    expect(run.sittings).toBe(2);
    expect(inShort(run)).toBe(run);
  });
});
