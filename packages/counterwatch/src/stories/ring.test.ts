import { describe, expect, it } from "vitest";
import { by, colleague, honestWork } from "./honest-work.fixture.ts";
import {
  at,
  echoed,
  inOrder,
  judge,
  lookUp,
  type LookUp,
  peakOf,
  pseudonym,
  toldBy,
  peakOn,
  toldOf,
} from "./lookups.fixture.ts";
import { RingStory } from "./ring.ts";
import type { Run } from "./run.ts";
import { claimsOf } from "./sitting.fixture.ts";

const MEMBERS = [7, 14, 21, 28];
const members = MEMBERS.map(colleague);
const ring: LookUp[] = Array.from({ length: 16 }, (_, i) => ({
  ...by(MEMBERS[i % MEMBERS.length] as number),
  subject: "witness",
  at: at(30 + i, 13),
}));
const CROWD = Array.from({ length: 20 }, (_, i) => 30 + i);

/** Twenty operators of all units look at somebody on each of three days. */
const crowd: LookUp[] = Array.from({ length: 60 }, (_, i) => ({
  ...by(CROWD[i % CROWD.length] as number),
  subject: "wanted",
  at: at(32 + Math.floor(i / CROWD.length), 14, i % CROWD.length),
}));

describe("ring", () => {
  const team = [9, 15, 27, 33];
  const cased = ring.map((one, i) => ({
    ...one,
    ...by(team[i % team.length] as number),
    subject: "suspect",
    case: "25-77777",
  }));
  const quiet = honestWork(1, { incidents: 0 });
  const desk = judge(inOrder(quiet, ring.map(lookUp), cased.map(lookUp)));
  const told = toldBy(desk, "ring", ...members);

  it("finds four operators who take turns in watching one subject", () => {
    expect(told).toHaveLength(1);
    expect(told[0]?.finding.subjects).toEqual([pseudonym("witness")]);
  });

  it("names the operators, the sittings and the days, and has them in its evidence", () => {
    const finding = told[0]?.finding;
    expect(finding?.explanation).toContain(
      `4 operators (${members.slice(0, 3).join(", ")} and ${members[3]})`,
    );
    expect(finding?.explanation).toMatch(/\b16 sittings on 16 days over 16 days\b/);
    expect(finding?.evidence["operators"]).toEqual(members);
    expect(finding?.lookups).toBe(16);
  });

  it("does not take a matter of the day for one, where the log has seen such before", () => {
    const found = [...desk.findings()].filter(({ finding }) =>
      finding.subjects.includes(pseudonym("wanted")),
    );
    expect(found).toEqual([]);
  });

  it("does not take the first matter of the day that a log has seen for one", () => {
    expect(toldOf(judge(inOrder(quiet, crowd.map(lookUp))), "ring", "wanted")).toEqual([]);
  });

  it("does not take a team that takes turns on its case for one", () => {
    expect(toldOf(desk, "ring", "suspect")).toEqual([]);
    expect(peakOn(desk, "ring", "suspect")).toBeLessThan(peakOn(desk, "ring", "witness") / 1.5);
  });

  it("names all operators, however many look-ups there are", () => {
    const story = new RingStory();
    const lookups = Array.from({ length: 90 }, (_, i) => ({
      operator: colleague(i > 69 && i < 80 ? 99 : (MEMBERS[i % MEMBERS.length] as number)),
      subject: "witness",
      at: at(i),
    }));
    const [run] = claimsOf(story, lookups);
    expect(story.explain(run as Run, { colleagues: 59, near: 0 })).toContain("5 operators");
  });

  it("does not claim anything of one or two operators", () => {
    const pair = ring.map((one, i) => lookUp({ ...one, ...by(i % 2) }));
    expect(peakOf(judge(pair), "ring", colleague(0), colleague(1))).toBe(0);
  });

  it("counts a sitting once", () => {
    const once = peakOf(judge(ring.map(lookUp)), "ring", ...members);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(echoed(ring).map(lookUp)), "ring", ...members)).toBe(once);
  });
});
