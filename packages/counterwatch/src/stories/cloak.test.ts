import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cloak, inShort, wholeCloak } from "./cloak.ts";
import { lookUp } from "./lookups.fixture.ts";
import { markOf } from "./mark.ts";
import { addMark, addSitting, addSubject, MINUTE, openRun } from "./run.ts";

const START = Date.UTC(2025, 0, 1);

type Step = "sits" | "looks again" | "is shared";

/** As the story does it: a sitting on a further subject, one more look-up, a subject that somebody else comes to look at too. */
function cloakAfter(steps: readonly Step[], unit: string): Cloak {
  const run = openRun("case-laundering", "op", unit, [], START);
  const cloak: Cloak = { run, own: [], outsider: steps.length % 2 === 0, nats: 0.25 };
  for (const [n, step] of steps.entries()) {
    const at = START + n * MINUTE;
    if (step === "is shared") {
      if (cloak.own.length > 0) run.score = 0.5;
      cloak.own = cloak.own.slice(1);
      continue;
    }
    const subject = `s-${n}`;
    if (step === "sits") addSitting(run, at, 4);
    addMark(run, markOf(lookUp({ operator: "op", unit, subject, at, case: "25-1234" }), at));
    if (step === "looks again") continue;
    cloak.own = cloak.own.concat({ subject, nats: run.sittings === 1 ? 0 : 0.5 });
    addSubject(run, subject, 64);
  }
  return cloak;
}

function isShortAfter(...steps: Step[]): boolean {
  return !("run" in inShort(cloakAfter(steps, "patrol")));
}

describe("a cloak in short", () => {
  it("gives the cloak back as it was", () => {
    const steps = fc.array(fc.constantFrom<Step>("sits", "looks again", "looks again", "is shared"), {
      maxLength: 70,
    });
    fc.assert(
      fc.property(steps, fc.constantFrom("", "patrol"), (list, unit) => {
        const cloak = cloakAfter(list, unit);
        expect(wholeCloak(inShort(cloak), "case-laundering", "op")).toEqual(cloak);
      }),
    );
  });

  it("is what has seen one sitting at most", () => {
    expect(isShortAfter()).toBe(true);
    expect(isShortAfter("is shared")).toBe(true);
    expect(isShortAfter("sits")).toBe(true);
    expect(isShortAfter("sits", "looks again", "looks again")).toBe(true);
    expect(isShortAfter("sits", "sits")).toBe(false);
    expect(isShortAfter("sits", "is shared")).toBe(false);
  });
});
