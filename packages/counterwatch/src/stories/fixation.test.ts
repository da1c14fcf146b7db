import { describe, expect, it } from "vitest";
import { by, colleague, honestWork } from "./honest-work.fixture.ts";
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

const DAYS = Array.from({ length: 10 }, (_, i) => 30 + i);
const watcher = colleague(7);
const watch: LookUp[] = DAYS.map((day) => ({ ...by(7), subject: "target", at: at(day, 13) }));

describe("fixation", () => {
  const team = [8, 20, 26];
  const crowd = Array.from({ length: 20 }, (_, i) => 30 + i);
  const desk = judge(
    inOrder(
      honestWork(1),
      echoed(watch).map(lookUp),
      // A team works its case as long as the watcher watches, more often than that.
      DAYS.flatMap((day) =>
        team.map((n) => lookUp({ ...by(n), subject: "suspect", case: "25-77777", at: at(day, 9 + (n % 5)) })),
      ),
      // Everybody looks at somebody for three days.
      DAYS.slice(0, 3).flatMap((day) =>
        crowd.map((n) => lookUp({ ...by(n), subject: "wanted", at: at(day, 14, n % 30) })),
      ),
    ),
  );
  const score = peakOf(desk, "fixation", watcher);

  it("scores a watcher who comes back every day above every honest run, and alerts once", () => {
    expect(score).toBeGreaterThan(honestPeak(desk, "fixation", watcher));
    expect(toldBy(desk, "fixation", watcher)).toHaveLength(1);
  });

  it("names sittings, days and look-ups as they were, and says that no case is given", () => {
    const [told] = toldBy(desk, "fixation", watcher);
    expect(told?.finding.explanation).toMatch(/\b10 sittings\b.*\b10 days over 10 days\b.*\b30 look-ups\b/);
    expect(told?.finding.explanation).toContain("no case and no reason");
    expect(told?.finding.explanation).toMatch(/of 59 other operators/);
  });

  it("does not take a team's work on its case for it", () => {
    expect(toldOf(desk, "fixation", "suspect")).toEqual([]);
    expect(peakOn(desk, "fixation", "suspect")).toBeLessThan(score / 2);
  });

  it("does not take a matter of the day for it", () => {
    expect(toldOf(desk, "fixation", "wanted")).toEqual([]);
    expect(peakOn(desk, "fixation", "wanted")).toBeLessThan(score / 2);
  });

  it("counts a sitting once, and what happens within one shift as one occasion", () => {
    const once = peakOf(judge(watch.map(lookUp)), "fixation", watcher);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(echoed(watch).map(lookUp)), "fixation", watcher)).toBe(once);
    const hourly = Array.from({ length: 8 }, (_, i) =>
      lookUp({ ...by(7), subject: "target", at: at(30, 8 + i) }),
    );
    expect(peakOf(judge(hourly), "fixation", watcher)).toBeLessThan(once / 2);
  });
});
