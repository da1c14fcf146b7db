import { describe, expect, it } from "vitest";
import { timePart } from "./time-part.ts";

describe("RFC 3339 dates", () => {
  it("are read as they are written, whatever the zone", () => {
    for (const text of [
      "2025-03-01T23:30:05.123Z",
      "2025-03-01T23:30:05+09:30",
      "2025-03-01t23:30:05z",
      "2025-03-01 23:30",
    ])
      expect([timePart(text, "hour"), timePart(text, "minute"), timePart(text, "day")]).toEqual([23, 30, 1]);
  });

  it("without a time have no hour", () => {
    expect(timePart("2025-03-01", "hour")).toBeUndefined();
    expect(timePart("2025-03-01", "month")).toBe(3);
  });

  it.each([
    "",
    "2025",
    "2025-3-1",
    "2025-13-01",
    "2025-02-29",
    "2025-01-01T24:00:00Z",
    "2025-01-01T10:60:00Z",
    "x2025-01-01",
    "1740830400",
  ])("%j is none", (text) => {
    expect(timePart(text, "year")).toBeUndefined();
  });
});

describe("ISO 8601 weeks", () => {
  it.each([
    ["2005-01-01", 53],
    ["2005-01-02", 53],
    ["2005-12-31", 52],
    ["2006-01-01", 52],
    ["2006-01-02", 1],
    ["2007-12-31", 1],
    ["2008-12-28", 52],
    ["2008-12-29", 1],
    ["2009-12-31", 53],
    ["2010-01-03", 53],
    ["2010-01-04", 1],
  ])("%s is in week %i", (date, week) => {
    expect(timePart(date, "week")).toBe(week);
  });
});
