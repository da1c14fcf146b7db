import { describe, expect, it } from "vitest";
import { by, colleague, honestWork } from "./honest-work.fixture.ts";
import { LinkedPair } from "./linked-pair.ts";
import {
  at,
  echoed,
  honestPeak,
  inOrder,
  judge,
  lookUp,
  type LookUp,
  peakOf,
  toldBy,
  peakOn,
  toldOf,
} from "./lookups.fixture.ts";
import { claimsOf } from "./sitting.fixture.ts";

const DAYS = Array.from({ length: 8 }, (_, i) => 30 + i);
const watcher = colleague(7);
const watch: (LookUp & { subject: string })[] = DAYS.flatMap((day) =>
  ["one", "other"].map((subject, i) => ({ ...by(7), subject, at: at(day, 13, 40 * i) })),
);

describe("linked pair", () => {
  const team = [9, 21, 27];
  const desk = judge(
    inOrder(
      honestWork(1),
      watch.map(lookUp),
      DAYS.flatMap((day) =>
        team.flatMap((n) =>
          ["suspect", "associate"].map((subject, i) =>
            lookUp({ ...by(n), subject, case: "25-77777", at: at(day, 9 + (n % 5), 35 * i) }),
          ),
        ),
      ),
    ),
  );
  const score = peakOf(desk, "linked-pair", watcher);

  it("scores two subjects that are always looked at together above every honest pair, and alerts", () => {
    expect(score).toBeGreaterThan(honestPeak(desk, "linked-pair", watcher));
    expect(toldBy(desk, "linked-pair", watcher).length).toBeGreaterThanOrEqual(1);
  });

  it("scores more than either of the two alone", () => {
    expect(score).toBeGreaterThan(peakOf(desk, "fixation", watcher));
  });

  it("lists the look-ups of both subjects from the first one on", () => {
    const [run] = claimsOf(new LinkedPair(), watch);
    expect(run).toMatchObject({ lookups: watch.length, since: watch[0]?.at });
  });

  it("does not take the two suspects of a team's case for it", () => {
    for (const subject of ["suspect", "associate"]) {
      expect(toldOf(desk, "linked-pair", subject)).toEqual([]);
      expect(peakOn(desk, "linked-pair", subject)).toBeLessThan(score / 2);
    }
  });

  it("does not take two subjects looked at on different days for one pair", () => {
    const apart = DAYS.map((day, i) =>
      lookUp({ ...by(7), subject: i % 2 === 0 ? "one" : "other", at: at(day, 13) }),
    );
    expect(peakOf(judge(apart), "linked-pair", watcher)).toBe(0);
  });

  it("counts a sitting once", () => {
    const once = peakOf(judge(watch.map(lookUp)), "linked-pair", watcher);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(inOrder(echoed(watch).map(lookUp))), "linked-pair", watcher)).toBe(once);
  });
});
