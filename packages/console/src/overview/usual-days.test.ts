import { describe, expect, it } from "vitest";
import { shownDays } from "./usual-days.ts";

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
/** 70 days; every seventh has ten times as many. */
const counts = Array.from({ length: 70 }, (_, n) => ({ value: day(n), count: n % 7 === 0 ? 1000 + n : n }));

describe("look-ups a day", () => {
  it("are compared with the same weekday of the eight weeks before", () => {
    const shown = shownDays(counts, day(69), 14);
    expect(shown.map((each) => each.day)).toEqual(Array.from({ length: 14 }, (_, n) => day(56 + n)));
    expect(shown[0]).toEqual({ day: day(56), count: 1056, usual: [1000, 1049] });
    expect(shown.at(-1)).toEqual({ day: day(69), count: 69, usual: [13, 62] });
  });

  it("have a usual range from the third week on", () => {
    const [first, , , , , , , last] = shownDays(counts.slice(0, 22), day(21), 8);
    expect(first).toMatchObject({ day: day(14), usual: undefined });
    expect(last).toMatchObject({ day: day(21), usual: [1000, 1014] });
  });

  it("are none on days without one, up to today", () => {
    const silent = shownDays(counts, day(72), 5);
    expect(silent.map(({ count }) => count)).toEqual([68, 69, 0, 0, 0]);
  });

  it("end with the latest look-up where that is long ago, or ahead", () => {
    expect(shownDays(counts, "2027-01-01", 5).at(-1)?.day).toBe(day(69));
    expect(shownDays(counts, day(60), 5).at(-1)?.day).toBe(day(69));
    expect(shownDays([], day(60), 5)).toEqual([]);
  });
});
