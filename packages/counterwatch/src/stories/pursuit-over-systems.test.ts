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
import { PursuitOverSystems } from "./pursuit-over-systems.ts";
import type { Run } from "./run.ts";
import { claimsOf } from "./sitting.fixture.ts";

const SYSTEMS = ["plates", "calls", "location", "travel", "finance", "cameras"] as const;
const pursuer = colleague(7);
const pursuit: (LookUp & { subject: string })[] = SYSTEMS.map((system, i) => ({
  ...by(7),
  subject: "journalist",
  system,
  at: at(30 + i, 13),
}));

describe("pursuit over systems", () => {
  const team = [8, 20, 26];
  const desk = judge(
    inOrder(
      honestWork(1),
      pursuit.map(lookUp),
      SYSTEMS.flatMap((system, i) =>
        team.map((n) =>
          lookUp({ ...by(n), subject: "suspect", system, case: "25-77777", at: at(30 + i, 9 + (n % 5)) }),
        ),
      ),
    ),
  );
  const score = peakOf(desk, "pursuit", pursuer);

  it("scores one subject pursued through every system above every honest run, and alerts", () => {
    expect(score).toBeGreaterThan(honestPeak(desk, "pursuit", pursuer));
    expect(toldBy(desk, "pursuit", pursuer)).toHaveLength(1);
  });

  it("scores more than the same pursuit within one system", () => {
    const staying = judge(pursuit.map((one) => lookUp({ ...one, system: "plates" })));
    const going = judge(pursuit.map(lookUp));
    expect(peakOf(going, "pursuit", pursuer)).toBeGreaterThan(peakOf(staying, "fixation", pursuer));
    expect(peakOf(staying, "pursuit", pursuer)).toBe(0);
  });

  it("names the systems and the sittings", () => {
    const story = new PursuitOverSystems();
    const [run, ...more] = claimsOf(story, pursuit);
    expect(more).toEqual([]);
    const sentence = story.explain(run as Run, { colleagues: 59, near: 0 });
    expect(sentence).toMatch(/\b6 record systems \(plates, calls, location, travel, finance and cameras\)/);
    expect(sentence).toMatch(/\b6 sittings over 6 days\b/);
  });

  it("counts and lists the sittings in the first system too", () => {
    const late = pursuit.map((one, i) => ({ ...one, system: i < 4 ? ("plates" as const) : one.system }));
    const [run] = claimsOf(new PursuitOverSystems(), late);
    expect(run).toMatchObject({ sittings: 6, lookups: 6 });
  });

  it("does not take a team that asks every system under its case for it", () => {
    expect(toldOf(desk, "pursuit", "suspect")).toEqual([]);
    expect(peakOn(desk, "pursuit", "suspect")).toBeLessThan(score / 1.5);
  });

  it("counts a sitting once", () => {
    const once = peakOf(judge(pursuit.map(lookUp)), "pursuit", pursuer);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(echoed(pursuit).map(lookUp)), "pursuit", pursuer)).toBe(once);
  });
});
