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
} from "./lookups.fixture.ts";

const NIGHTS = Array.from({ length: 10 }, (_, i) => 45 + i);
/** One of the busiest: their hours are well known. */
const owl = colleague(14);
const nights: LookUp[] = NIGHTS.map((day) => ({ ...by(14), subject: `night-${day}`, at: at(day, 2) }));

describe("off-pattern hours", () => {
  const unit = Array.from({ length: 10 }, (_, i) => 3 + 6 * i);
  const desk = judge(
    inOrder(
      honestWork(1),
      nights.map(lookUp),
      // A whole unit goes over to nights.
      NIGHTS.flatMap((day) =>
        unit.flatMap((n) =>
          [0, 1, 2].map((i) =>
            lookUp({ ...by(n), subject: `shift-${n}-${day}-${i}`, at: at(day, 1 + i, n) }),
          ),
        ),
      ),
    ),
  );
  const score = peakOf(desk, "off-hours", owl);

  it("scores look-ups at nights when nobody of the unit works above every honest run", () => {
    expect(score).toBeGreaterThan(honestPeak(desk, "off-hours", owl, ...unit.map(colleague)));
  });

  it("does not take a whole unit that goes over to nights for it", () => {
    expect(toldBy(desk, "off-hours", ...unit.map(colleague))).toEqual([]);
  });

  it("does not take one odd night for a pattern, however many look-ups it has", () => {
    const once = judge(
      inOrder(
        honestWork(1),
        nights.map((one, i) => lookUp({ ...one, at: at(45, 1, 12 * i) })),
      ),
    );
    expect(peakOf(once, "off-hours", owl)).toBeLessThan(score / 2);
    expect(toldBy(once, "off-hours", owl)).toEqual([]);
  });

  it("names look-ups and subjects as they were", () => {
    const alone = judge(inOrder(honestWork(1), nights.map(lookUp)), "1/day");
    const [told] = toldBy(alone, "off-hours", owl);
    const [, lookups, subjects] =
      /\b(\d+) look-ups of (\d+) subjects\b/.exec(told?.finding.explanation ?? "") ?? [];
    expect(Number(lookups)).toBe(told?.finding.lookups);
    expect(Number(subjects)).toBe(told?.finding.subjects.length);
    expect(told?.finding.lookups).toBeGreaterThan(4);
    expect(told?.finding.lookups).toBeLessThanOrEqual(nights.length);
  });

  it("counts a sitting once, and a shift as one piece of evidence", () => {
    const days = Array.from({ length: 80 }, (_, i) => ({
      ...by(14),
      subject: `day-${i}`,
      at: at(i >> 1, 10 + 3 * (i % 2)),
    }));
    const after = nights.map((one) => lookUp(one));
    const once = peakOf(judge([...days.map(lookUp), ...after]), "off-hours", owl);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge([...days.map(lookUp), ...echoed(nights).map(lookUp)]), "off-hours", owl)).toBe(once);
  });
});
