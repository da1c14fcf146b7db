import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { CounterwatchError, Rejection } from "../model/index.ts";
import { createTimeReader, printTime, readPrinted } from "./times.ts";

function read(text: string, zone?: string): string {
  return printTime(createTimeReader(zone)(text, "Search Time"));
}

function reasonOf(text: string, zone?: string): string {
  try {
    read(text, zone);
  } catch (error) {
    if (error instanceof Rejection) {
      expect(error.column).toBe("Search Time");
      // A message goes to logs: it must not quote the cell.
      if (text.trim() !== "") expect(error.message).not.toContain(text.trim());
      return error.reason;
    }
    throw error;
  }
  return "read";
}

describe("times of access logs", () => {
  it.each([
    ["1/1/2025, 10:32:22 AM UTC", "2025-01-01T10:32:22.000Z"],
    ["12/31/2025, 12:00:00 AM UTC", "2025-12-31T00:00:00.000Z"],
    ["12/31/2025, 12:00:00 PM UTC", "2025-12-31T12:00:00.000Z"],
    ["1/1/2025, 10:32:22\u202fAM UTC", "2025-01-01T10:32:22.000Z"],
    ["1/1/2025 7:31:00", "2025-01-01T07:31:00.000Z"],
    ["1/1/25 7:31", "2025-01-01T07:31:00.000Z"],
    ["1/1/2025, 10:32:22 a.m. EST", "2025-01-01T15:32:22.000Z"],
    ["1/1/2025, 10:32:22 AM CDT", "2025-01-01T15:32:22.000Z"],
    ["1/1/2025, 10:32:22 AM (PST)", "2025-01-01T18:32:22.000Z"],
    ["2025-06-18 00:02:04.789", "2025-06-18T00:02:04.789Z"],
    ["2025-06-18T00:02:04Z", "2025-06-18T00:02:04.000Z"],
    ["2025-06-18t00:02:04z", "2025-06-18T00:02:04.000Z"],
    ["2025-06-18T00:02:04.123456789+02:00", "2025-06-17T22:02:04.123Z"],
    ["2025-06-18T00:02:04,5-0530", "2025-06-18T05:32:04.500Z"],
    ["2025-06-18 00:02:04 GMT-5", "2025-06-18T05:02:04.000Z"],
    ["2025-06-18 00:02:04 −03:00", "2025-06-18T03:02:04.000Z"],
    ["2025-06-18 00:02:04 America/Chicago", "2025-06-18T05:02:04.000Z"],
    ["2025/06/18 00:02", "2025-06-18T00:02:00.000Z"],
    ["18.6.2025 14:02", "2025-06-18T14:02:00.000Z"],
    ["Jun 18, 2025 2:02 PM", "2025-06-18T14:02:00.000Z"],
    ["June 18th, 2025 at 2:02 PM", "2025-06-18T14:02:00.000Z"],
    ["18 June 2025 14:02:03", "2025-06-18T14:02:03.000Z"],
    ["Wed Jun 18 2025 14:02:03 GMT+0200 (Central European Summer Time)", "2025-06-18T12:02:03.000Z"],
    ["18-Jun-2025 14:02:03", "2025-06-18T14:02:03.000Z"],
    ["2025-06-18", "2025-06-18T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2000-02-29", "2000-02-29T00:00:00.000Z"],
    ["2025-06-18T24:00:00Z", "2025-06-19T00:00:00.000Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["1735727542", "2025-01-01T10:32:22.000Z"],
    ["1735727542123", "2025-01-01T10:32:22.123Z"],
    ["1735727542123456", "2025-01-01T10:32:22.123Z"],
    ["1735727542.5", "2025-01-01T10:32:22.500Z"],
  ])("%s is %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ["", "time-missing"],
    ["   ", "time-missing"],
    ["soon", "time-unreadable"],
    ["13/1/2025 10:00", "time-unreadable"],
    ["2/30/2025", "time-unreadable"],
    ["2025-02-29", "time-unreadable"],
    ["1900-02-29", "time-unreadable"],
    ["1/1/2025, 13:00:00 PM UTC", "time-unreadable"],
    ["1/1/2025, 0:00:00 AM UTC", "time-unreadable"],
    ["2025-06-18T24:00:01Z", "time-unreadable"],
    ["2025-06-18T10:60:00Z", "time-unreadable"],
    ["2025-06-18T10:1:00Z", "time-unreadable"],
    ["1/1/2025, 10:32:22 AM IST", "time-unreadable"],
    ["1/1/2025, 10:32:22 AM Nowhere/Land", "time-unreadable"],
    ["2025-06-18T10:00:00+19:00", "time-unreadable"],
    ["1/1/2025, 10:32:22 AM UTC and more of it", "time-unreadable"],
    ["123456", "time-unreadable"],
    ["9".repeat(4000), "time-unreadable"],
    ["1/1/1989, 10:32:22 AM UTC", "time-implausible"],
    ["1/1/2100, 12:00:00 AM UTC", "time-implausible"],
    ["9999999999", "time-implausible"],
  ])("%s is refused: %s", (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it("reads local times by the declared zone, and named zones by themselves", () => {
    expect(read("1/1/2025 7:31:00", "America/New_York")).toBe("2025-01-01T12:31:00.000Z");
    expect(read("7/1/2025 7:31:00", "America/New_York")).toBe("2025-07-01T11:31:00.000Z");
    expect(read("7/1/2025 7:31:00 UTC", "America/New_York")).toBe("2025-07-01T07:31:00.000Z");
    expect(read("1735727542", "America/New_York")).toBe("2025-01-01T10:32:22.000Z");
  });

  it("moves a local time that never was on by the gap", () => {
    expect(read("3/9/2025 1:59:59", "America/New_York")).toBe("2025-03-09T06:59:59.000Z");
    expect(read("3/9/2025 2:30:00", "America/New_York")).toBe("2025-03-09T07:30:00.000Z");
    expect(read("3/9/2025 3:00:00", "America/New_York")).toBe("2025-03-09T07:00:00.000Z");
  });

  it("takes the earlier of two instants with one local time", () => {
    expect(read("11/2/2025 0:59:59", "America/New_York")).toBe("2025-11-02T04:59:59.000Z");
    expect(read("11/2/2025 1:30:00", "America/New_York")).toBe("2025-11-02T05:30:00.000Z");
    expect(read("11/2/2025 2:00:00", "America/New_York")).toBe("2025-11-02T07:00:00.000Z");
    expect(read("10/26/2025 2:30:00", "Europe/Berlin")).toBe("2025-10-26T00:30:00.000Z");
  });

  it("refuses a zone that does not exist as a matter of usage", () => {
    expect(() => createTimeReader("Amerika/Chicago")).toThrow(CounterwatchError);
  });

  it("does not let the row before decide: any order gives the same", () => {
    const texts = [
      "1/1/2025, 10:32:22 AM UTC",
      "1/1/2025, 1:32:22 PM UTC",
      "1/1/2025",
      "11/1/2025, 10:32:22 AM UTC",
      "1735727542",
      "2025-06-18 00:02:04.789",
      "soon",
    ];
    const alone = new Map(texts.map((text) => [text, reasonOf(text) === "read" ? read(text) : "refused"]));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...texts), { maxLength: 12 }), (order) => {
        const reader = createTimeReader(undefined);
        for (const text of order) {
          let found = "refused";
          try {
            found = printTime(reader(text, "t"));
          } catch {
            // Told by what `found` still says.
          }
          expect(found).toBe(alone.get(text));
        }
      }),
    );
  });

  it("agrees with luxon on every local time that exists", () => {
    const zones = [
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "Africa/Casablanca",
      "Asia/Kathmandu",
      "Pacific/Apia",
    ];
    const instants = fc.integer({ min: Date.UTC(1995, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, seconds) => {
        const local = DateTime.fromSeconds(seconds, { zone });
        const found = createTimeReader(zone)(local.toFormat("M/d/yyyy H:mm:ss"), "t");
        // Of an ambiguous time the earlier instant is meant.
        const possible = local.getPossibleOffsets().map((each) => each.toMillis());
        expect(found).toBe(Math.min(...possible));
      }),
      { numRuns: 3000 },
    );
  });

  it("prints as Date.toISOString and reads it back", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 11, 31) }), (instant) => {
        expect(printTime(instant)).toBe(new Date(instant).toISOString());
        expect(readPrinted(printTime(instant))).toBe(instant);
      }),
      { numRuns: 2000 },
    );
    expect(readPrinted("2025-01-01T00:00:00Z")).toBeNaN();
  });

  it("never throws anything but a Rejection", () => {
    const reader = createTimeReader("America/Chicago");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 60 }),
          fc.stringMatching(/^[0-9/\-:., TAPMZ+]{0,40}$/),
        ),
        (text) => {
          try {
            const instant = reader(text, "t");
            expect(Number.isInteger(instant)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(Rejection);
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
