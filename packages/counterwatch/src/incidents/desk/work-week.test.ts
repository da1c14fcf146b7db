import { describe, expect, it } from "vitest";
import { nightHours, workWeek } from "./work-week.ts";

const hour = (at: string, lookups: number, system = "plates") => ({ system, hour: at, lookups, cased: 1 });

describe("when somebody works", () => {
  it("is told by the clock of the zone, over the end of a day and of a week", () => {
    // Sunday 23:00 UTC is Monday 01:00 in Madrid's summer.
    const told = workWeek([hour("2026-07-05T23", 3), hour("2026-07-06T08", 2, "calls")], "Europe/Madrid");
    expect(told.days).toEqual([{ value: "2026-07-06", count: 5 }]);
    expect([told.week[1], told.week[10], told.week.length]).toEqual([3, 2, 168]);
    expect(told.systems).toEqual([
      { value: "plates", count: 3 },
      { value: "calls", count: 2 },
    ]);
    expect([told.lookups, told.cased]).toEqual([5, 2]);
  });

  it("says which hours of UTC are night somewhere", () => {
    expect(nightHours("UTC", "2026-03-01T00:00:00.000Z")).toEqual("00 01 02 03 04 05 22 23".split(" "));
    expect(nightHours("America/Mexico_City", "2026-03-01T00:00:00.000Z")).toEqual(
      "04 05 06 07 08 09 10 11".split(" "),
    );
  });
});
