import { describe, expect, it } from "vitest";
import type { Overview, Vector } from "../api/watch-api.ts";
import { overviewEnglish } from "../words/overview-english.ts";
import { verdictOf } from "./verdict.ts";

const plates: Vector = { system: "plates", heard: 2, behind: [], silent: [], never: [] };
const work = (unowned: number, byOthers = 0): Overview["work"] => ({
  waiting: {
    unowned: unowned === 0 ? [] : [{ severity: "high", count: unowned }],
    taken: 1,
    oldest: undefined,
    proposed: { byOthers, byReader: 5, oldest: undefined },
  },
  since: { at: undefined, findings: [], closed: 0 },
  stories: 0,
});
const calm: Overview = {
  at: "2026-03-02T08:14:00.000Z",
  sources: [plates],
  ledger: { leaves: 10, waiting: 0, checkpoint: undefined },
  budget: undefined,
  warnings: undefined,
  days: [],
  work: work(0),
};
const verdict = (more: Partial<Overview>) => verdictOf({ ...calm, ...more }, overviewEnglish);

describe("the one sentence on top", () => {
  it("is calm where everything is heard and nothing waits", () => {
    expect(verdict({})).toMatchObject({
      calm: true,
      sentence: "Everything is covered and calm: all 2 sources are heard, nothing waits.",
    });
    // A source that is behind is heard; what the reader proposed is somebody else's turn.
    expect(verdict({ sources: [{ ...plates, behind: ["old"] }] }).calm).toBe(true);
  });

  it("does not call calm what a reader is not told", () => {
    expect(verdict({ work: undefined }).sentence).toBe("Everything is covered: all 2 sources are heard.");
  });

  it("counts what waits, closings of others among it", () => {
    expect(verdict({ work: work(3, 1) })).toEqual({
      calm: false,
      severity: "high",
      sentence: "Everything is covered. 4 matters wait for a person.",
    });
    expect(verdict({ work: work(0, 1) }).severity).toBe("medium");
  });

  it("puts a warning that is overdue before all", () => {
    const warnings = { open: 2, overdue: 1, next: undefined };
    expect(verdict({ warnings, sources: [] })).toEqual({
      calm: false,
      severity: "critical",
      sentence: "1 warning is overdue: somebody who must be warned has not been.",
    });
    expect(verdict({ warnings: { ...warnings, overdue: 0 } }).calm).toBe(true);
  });

  it("puts gaps before work", () => {
    const sources = [
      { ...plates, silent: ["a"] },
      { ...plates, system: undefined, heard: 0, never: ["b"] },
    ];
    expect(verdict({ sources })).toEqual({
      calm: false,
      severity: "critical",
      sentence: "2 sources of 4 are not heard. Nothing else waits.",
    });
    expect(verdict({ sources, work: work(1) }).sentence).toBe(
      "2 sources of 4 are not heard, and 1 matter waits for a person.",
    );
  });

  it("says before all that nothing is watched, or that much is not judged", () => {
    expect(verdict({ sources: [], work: work(1) }).sentence).toMatch(/^Nothing is watched/);
    const ledger = { ...calm.ledger, waiting: 9000 };
    expect(verdict({ ledger }).sentence).toMatch(/^9,000 look-ups wait to be judged/);
  });
});
