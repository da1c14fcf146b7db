import { describe, expect, it } from "vitest";
import { by, colleague, honestWork } from "./honest-work.fixture.ts";
import { at, inOrder, judge, lookUp, peaksOf } from "./lookups.fixture.ts";
import { DAY } from "./run.ts";
import { learningDays } from "./tail.ts";

describe("calibration, as the report shows it", () => {
  const work = honestWork(8, { operators: 30, days: 45 });
  const campaign = Array.from({ length: 10 }, (_, i) =>
    lookUp({ ...by(1), subject: "target", at: at(30 + i) }),
  );
  const desk = judge(inOrder(work, campaign));
  const calibration = desk.calibration();

  it("says until when nothing could be known, and whether that is still so", () => {
    const began = Date.parse(work[0]?.time as string);
    expect(calibration.learningUntil).toBe(new Date(began + learningDays(1 / 7) * DAY).toISOString());
    expect(calibration.learning).toBe(false);
    const early = judge(work.slice(0, 50)).calibration();
    expect(early).toMatchObject({
      learning: true,
      learningUntil: calibration.learningUntil,
      budget: "1/week",
    });
    expect(judge([]).calibration()).toMatchObject({
      learning: true,
      learningUntil: null,
      groups: [],
      matters: [],
    });
  });

  it("counts every operator and every alert in exactly one group, and every alert in one story", () => {
    const alerts = [...desk.findings()].length;
    expect(alerts).toBeGreaterThan(0);
    expect(calibration.groups.map(({ group }) => group).toSorted()).toEqual(
      Array.from({ length: 6 }, (_, n) => `unit-${n}`),
    );
    expect(sum(calibration.groups.map(({ operators }) => operators))).toBe(30);
    expect(sum(calibration.groups.map((group) => group.alerts))).toBe(alerts);
    expect(sum(calibration.matters.map((story) => story.alerts))).toBe(alerts);
  });

  it("shows the highest scores of each story, and shares that split one budget", () => {
    for (const { story, peaks } of calibration.matters) {
      expect(peaks).toEqual(peaks.toSorted((a, b) => b - a));
      expect(peaks[0]).toBeCloseTo(peaksOf(desk, story)[0]?.score as number, 1);
    }
    expect(peaksOf(desk, "fixation")[0]?.operator).toBe(colleague(1));
    const all = judge(inOrder(work, campaign)).calibration().matters;
    expect(sum(all.map(({ share }) => share))).toBeLessThanOrEqual(1.1);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
