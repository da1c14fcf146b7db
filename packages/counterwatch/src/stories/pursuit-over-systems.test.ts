import { describe, expect, it } from "vitest";
import { UNEXPLAINED } from "./explanation.ts";
import { Fixation } from "./fixation.ts";
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
} from "./lookups.fixture.ts";
import { PursuitOverSystems } from "./pursuit-over-systems.ts";
import type { Run } from "./run.ts";
import { emptyScene, sittingOf } from "./sitting.fixture.ts";
import type { Scene } from "./story.ts";

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
    const [fixation, story] = [new Fixation(), new PursuitOverSystems()];
    const claimed = new Set<Run>();
    const scene: Scene = { ...emptyScene(fixation), claim: (run) => claimed.add(run) };
    for (const one of pursuit) {
      const sitting = sittingOf(one, UNEXPLAINED);
      fixation.see(sitting, emptyScene());
      story.see(sitting, scene);
    }
    const [run, ...more] = claimed;
    expect(more).toEqual([]);
    const sentence = story.explain(run as Run, { colleagues: 59, near: 0 });
    expect(sentence).toMatch(/\b6 record systems \(plates, calls, location, travel, finance and cameras\)/);
    expect(sentence).toMatch(/\b6 sittings over 6 days\b/);
  });

  it("does not take a team that asks every system under its case for it", () => {
    const operators = team.map(colleague);
    expect(toldBy(desk, "pursuit", ...operators)).toEqual([]);
    expect(peakOf(desk, "pursuit", ...operators)).toBeLessThan(score / 1.5);
  });

  it("counts a sitting once", () => {
    const once = peakOf(judge(pursuit.map(lookUp)), "pursuit", pursuer);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(echoed(pursuit).map(lookUp)), "pursuit", pursuer)).toBe(once);
  });
});
