import { describe, expect, it } from "vitest";
import type { AccessEvent } from "../model/index.ts";
import { at, honestPeak, inOrder, judge, lookUp, type LookUp, peakOf, toldBy } from "./lookups.fixture.ts";
import { Random } from "./random.fixture.ts";
import { MINUTE } from "./run.ts";

const DAYS = 45;
const WIDTH = 15;
/** Cameras every 330 m on a grid of streets. */
const STEP = 0.003;

function camera(x: number, y: number): NonNullable<LookUp["site"]> {
  return { id: `cam-${x}-${y}`, lat: 19.4 + STEP * y, lon: -99.15 + STEP * x };
}

function watcher(n: number): { operator: string; unit: string; system: "cameras" } {
  return { operator: `eye-${n}`, unit: "camera-centre", system: "cameras" };
}

/**
 * A camera centre: twelve operators, each of whom goes round a street of cameras as the wall shows them, several times a
 * shift, live; looks back at one camera for an incident that has a number; and now and then at any camera.
 */
function cameraCentre(days: number): AccessEvent[] {
  const random = new Random(21);
  const views: LookUp[] = [];
  for (let day = 0; day < days; day++) {
    for (let n = 0; n < 12; n++) {
      if (random.chance(2 / 7)) continue;
      for (let round = 0; round < 4; round++) {
        let time = at(day, 8 + 2 * round, random.below(40));
        for (let x = 0; x < WIDTH; x++) {
          views.push({ ...watcher(n), site: camera(x, n), at: time });
          time += (20 + random.below(40)) * 1000;
        }
      }
      for (let left = random.poisson(3); left > 0; left--) {
        const time = at(day, 8) + random.below(8 * 60) * MINUTE;
        const site = camera(random.below(WIDTH), random.below(WIDTH));
        const incident = random.chance(0.6) ? { case: `25-${30_000 + random.below(5000)}` } : {};
        const from = time - random.below(300) * MINUTE;
        views.push({
          ...watcher(n),
          site,
          at: time,
          ...(incident.case !== undefined && { ...incident, from }),
        });
      }
    }
  }
  return inOrder(views.map(lookUp));
}

/** Somebody walks and rides across town, round corners; the operator plays back camera after camera on the way. */
function trail(n: number, day: number, more: Partial<LookUp> = {}, mirrored = false): LookUp[] {
  const ways: [number, number][] = [
    [1, 2],
    [2, 3],
    [3, 3],
    [4, 4],
    [5, 4],
    [6, 5],
    [6, 6],
    [7, 7],
    [8, 7],
    [9, 8],
    [9, 9],
    [10, 10],
    [11, 10],
    [12, 11],
  ];
  return ways.map(([x, y], i) => ({
    ...watcher(n),
    site: camera(mirrored ? WIDTH - 1 - x : x, y),
    at: at(day, 15, 2 * i),
    from: at(day, 11) + i * 75_000,
    ...more,
  }));
}

describe("following", () => {
  const work = cameraCentre(DAYS);
  const follower = "eye-3";
  const path = trail(3, 35);
  const desk = judge(inOrder(work, path.map(lookUp), trail(5, 36, { case: "25-31313" }).map(lookUp)));
  const score = peakOf(desk, "following", follower);

  it("scores cameras and record times that form one traveller's path above every honest round, and alerts", () => {
    expect(score).toBeGreaterThan(honestPeak(desk, "following", follower));
    expect(toldBy(desk, "following", follower)).toHaveLength(1);
  });

  it("names places, ends and look-ups, and draws the path", () => {
    const [told] = toldBy(desk, "following", follower);
    expect(told?.finding.explanation).toMatch(
      /\b14 places\b.*from cam-1-2 to cam-12-11.*\b14 look-ups in 26 minutes\b/,
    );
    const drawn = told?.finding.evidence["path"] as { site: string; time: string }[];
    expect(drawn.map(({ site }) => site)).toEqual(path.map(({ site }) => site?.id));
    expect(drawn.map(({ time }) => time)).toEqual(drawn.map(({ time }) => time).toSorted());
  });

  it("does not take the round along a street of neighbouring cameras for it", () => {
    const rounds = Array.from({ length: 12 }, (_, n) => `eye-${n}`).filter((id) => id !== follower);
    expect(peakOf(desk, "following", ...rounds)).toBeLessThan(score / 2);
    // Nobody here does anything else, so that the whole budget goes to what little evidence rounds give.
    expect(toldBy(desk, "following", ...rounds).length).toBeLessThanOrEqual(DAYS / 7);
  });

  it("does not take the following of a suspect under an incident for it", () => {
    expect(toldBy(desk, "following", "eye-5")).toEqual([]);
    expect(peakOf(desk, "following", "eye-5")).toBeLessThan(score / 2);
  });

  it("does not take cameras for a path that nobody can travel: too far, backwards, or all at one time", () => {
    const backwards = path.map((one, i) => ({ ...one, from: at(35, 11) - i * 75_000 }));
    const atOnce = path.map((one) => ({ ...one, from: at(35, 11) }));
    const scattered = path.map((one, i) => ({ ...one, site: camera((i * 11) % WIDTH, (i * 7) % WIDTH) }));
    for (const list of [backwards, atOnce, scattered]) {
      expect(peakOf(judge(inOrder(work, list.map(lookUp))), "following", follower)).toBeLessThan(score / 2);
    }
  });

  it("adds a second path to the finding of the first", () => {
    const other = trail(3, 41, {}, true);
    const found = toldBy(judge(inOrder(work, path.map(lookUp), other.map(lookUp))), "following", follower);
    expect(found).toHaveLength(1);
    expect(found[0]?.finding.lookups).toBeGreaterThanOrEqual(path.length + 10);
  });

  // Known: the operator's own first path is among those from which peers' ways are learnt, so that the same way again is explained.
  it.fails("is not explained by the operator's own earlier path", { retry: 0 }, () => {
    const again = trail(3, 41);
    const found = toldBy(judge(inOrder(work, path.map(lookUp), again.map(lookUp))), "following", follower);
    expect(found.reduce((sum, { finding }) => sum + finding.lookups, 0)).toBe(2 * path.length);
  });

  it("counts a camera once, however often it is played back", () => {
    const once = peakOf(judge(path.map(lookUp)), "following", follower);
    const again = path.flatMap((one) => [lookUp(one), lookUp({ ...one, at: one.at + 20_000 })]);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(again), "following", follower)).toBe(once);
  });
});
