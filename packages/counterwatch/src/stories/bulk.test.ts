import { describe, expect, it } from "vitest";
import { by, colleague, honestWork } from "./honest-work.fixture.ts";
import {
  at,
  honestPeak,
  inOrder,
  judge,
  lookUp,
  type LookUp,
  peakOf,
  peaksOf,
  toldBy,
} from "./lookups.fixture.ts";
import { DAY, MINUTE } from "./run.ts";

const scraper = colleague(7);
const scraped: LookUp[] = Array.from({ length: 120 }, (_, i) => ({
  ...by(7),
  subject: `scraped-${i}`,
  at: at(34, 9, 2 * i),
}));

/** The same again on three more days, and once by a colleague of the same unit. */
const again: LookUp[] = [0, 1, 2, 3].flatMap((day) =>
  scraped.flatMap((one, i) => [
    { ...one, subject: `more-${day}-${i}`, at: one.at + day * DAY },
    ...(day === 3 ? [{ ...by(13), subject: `others-${i}`, at: one.at + 5 * DAY }] : []),
  ]),
);

describe("bulk", () => {
  const unit = Array.from({ length: 10 }, (_, i) => 2 + 6 * i);
  const work = honestWork(1);
  const desk = judge(
    inOrder(
      work,
      scraped.map(lookUp),
      // A busy day of a whole unit: everybody three times as much as usual.
      unit.flatMap((n) =>
        Array.from({ length: 9 }, (_, i) =>
          lookUp({ ...by(n), subject: `checked-${n}-${i}`, at: at(36, 9, 45 * i + n) }),
        ),
      ),
    ),
  );
  const score = peakOf(desk, "bulk", scraper);
  const going = judge(inOrder(work, again.map(lookUp)));

  it("scores a day of a hundred different subjects above every honest day, and alerts", () => {
    expect(score).toBeGreaterThan(2 * honestPeak(desk, "bulk", scraper));
    expect(toldBy(desk, "bulk", scraper)).toHaveLength(1);
  });

  it("alerts while it goes on, long before the day is over", () => {
    const [told] = toldBy(desk, "bulk", scraper);
    expect((told?.finding.time as string) < new Date(at(34, 11)).toISOString()).toBe(true);
  });

  it("names the number of different subjects and the hours", () => {
    const [told] = toldBy(desk, "bulk", scraper);
    const alone = work.filter(
      ({ operator, time }) =>
        operator.id === scraper && time.startsWith(new Date(at(34)).toISOString().slice(0, 10)),
    );
    const count = Number(/\b(\d+) different subjects\b/.exec(told?.finding.explanation ?? "")?.[1]);
    expect(count).toBeGreaterThanOrEqual(120);
    expect(count).toBeLessThanOrEqual(120 + alone.length);
    expect(told?.finding.explanation).toMatch(/within \d hours/);
    expect(told?.finding.lookups).toBe(count);
  });

  it("does not take a busy day of a whole unit for it", () => {
    expect(toldBy(desk, "bulk", ...unit.map(colleague))).toEqual([]);
  });

  it("does not take a team's case with many subjects for it", () => {
    const team = [9, 15];
    const swept = team.flatMap((n, k) =>
      scraped
        .slice(0, 60)
        .map((one, i) =>
          lookUp({ ...by(n), subject: one.subject as string, case: "25-77777", at: at(30 + k, 9, 3 * i) }),
        ),
    );
    expect(peakOf(judge(inOrder(work, swept)), "bulk", colleague(15))).toBeLessThan(score / 4);
  });

  it("is one finding where a scraper goes on for days", () => {
    expect(toldBy(going, "bulk", scraper)).toHaveLength(1);
  });

  it("does not let a scraper's first day explain the days after, nor a colleague's", () => {
    const scores = [scraper, colleague(13)].map((operator) =>
      peaksOf(going, "bulk")
        .filter((peak) => peak.operator === operator)
        .map((peak) => peak.score),
    );
    expect(scores[0]?.[1]).toBeGreaterThan((scores[0]?.[0] as number) / 4);
    expect(scores[1]?.[0]).toBeGreaterThan((scores[0]?.[0] as number) / 4);
  });

  it("counts different subjects, not look-ups", () => {
    const once = peakOf(judge(scraped.map(lookUp)), "bulk", scraper);
    const again = scraped.flatMap((one) => [lookUp(one), lookUp({ ...one, at: one.at + MINUTE })]);
    expect(once).toBeGreaterThan(0);
    expect(peakOf(judge(again), "bulk", scraper)).toBe(once);
  });
});
