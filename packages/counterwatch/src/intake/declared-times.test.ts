import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { CounterwatchError, type Mapping, Rejection } from "../model/index.ts";
import { createDeclaredTimeReader } from "./declared-times.ts";
import { compileTokens } from "./time-tokens.ts";

function read(raw: string, declared: Mapping["time"], zone?: string): string {
  return new Date(createDeclaredTimeReader(declared, zone)(raw, "t")).toISOString();
}

describe("declared times", () => {
  it.each([
    ["3/7/2025 9:05:00", "d/M/yyyy H:mm:ss", "America/Mexico_City", "2025-07-03T15:05:00.000Z"],
    ["03.07.25 09:05", "dd.MM.yy HH:mm", "Europe/Madrid", "2025-07-03T07:05:00.000Z"],
    ["20250703T090500", "yyyyMMdd'T'HHmmss", undefined, "2025-07-03T09:05:00.000Z"],
    ["2025-07-03 09:05 +0200", "yyyy-MM-dd HH:mm ZZZ", "America/Mexico_City", "2025-07-03T07:05:00.000Z"],
    ["1751526300", "epoch-seconds", "America/Mexico_City", "2025-07-03T07:05:00.000Z"],
    ["1751526300.25", "epoch-seconds", undefined, "2025-07-03T07:05:00.250Z"],
    ["1751526300250", "epoch-milliseconds", undefined, "2025-07-03T07:05:00.250Z"],
    ["2025-07-03T09:05:00", "iso", "Europe/Madrid", "2025-07-03T07:05:00.000Z"],
    ["7/3/2025 9:05", "auto", "Europe/Madrid", "2025-07-03T07:05:00.000Z"],
  ])("%s by %s in %s", (raw, format, zone, expected) => {
    expect(read(raw, { format }, zone)).toBe(expected);
  });

  it("knows months in other languages", () => {
    expect(read("3 julio 2025 09:05", { format: "d MMMM yyyy HH:mm", locale: "es" })).toBe(
      "2025-07-03T09:05:00.000Z",
    );
  });

  it("tries several forms in order", () => {
    const declared = { format: ["d/M/yyyy", "iso"] };
    expect(read("3/7/2025", declared)).toBe("2025-07-03T00:00:00.000Z");
    expect(read("2025-07-03", declared)).toBe("2025-07-03T00:00:00.000Z");
  });

  it("takes the earlier of two instants when clocks go back", () => {
    const declared = { format: "d/M/yyyy H:mm" };
    expect(read("26/10/2025 2:30", declared, "Europe/Madrid")).toBe("2025-10-26T00:30:00.000Z");
    expect(read("30/3/2025 2:30", declared, "Europe/Madrid")).toBe("2025-03-30T01:30:00.000Z");
  });

  it.each([
    ["", "iso", "time-missing"],
    ["yesterday", "iso", "time-unreadable"],
    ["31/2/2025", "d/M/yyyy", "time-unreadable"],
    ["3/7/1025", "d/M/yyyy", "time-implausible"],
    ["99999999999999", "epoch-seconds", "time-unreadable"],
  ])("rejects %j by %s", (raw, format, reason) => {
    try {
      read(raw, { format });
    } catch (error) {
      expect((error as Rejection).reason).toBe(reason);
      return;
    }
    throw new Error("was read");
  });

  it("refuses a format without a year before any row is read", () => {
    expect(() => createDeclaredTimeReader({ format: "H:mm" }, undefined)).toThrow(CounterwatchError);
  });
});

describe("formats of digits", () => {
  const FORMATS = [
    "d/M/yyyy H:mm:ss",
    "dd.MM.yy HH:mm",
    "yyyy-MM-dd'T'HH:mm:ss.SSS",
    "M/d/yyyy h:mm a",
    "yyyyMMddHHmmss",
    "d-M-yyyy",
    "hh:mm:ss a, d/M/yy",
    "yyyy (M) [d] H:m:s",
  ];

  it("read what Luxon reads, and as Luxon does", () => {
    const digit = fc.stringMatching(/^[0-9/:. ,APMTapm()[\]-]{6,24}$/);
    const written = fc
      .tuple(
        fc.date({ min: new Date("1950-01-01"), max: new Date("2059-12-31"), noInvalidDate: true }),
        fc.constantFrom(...FORMATS),
      )
      .map(([date, format]) =>
        DateTime.fromJSDate(date, { zone: "utc" }).toFormat(format, { locale: "en-US" }),
      );
    const damaged = fc
      .tuple(written, fc.nat(20), fc.constantFrom("0", "9", "3", " ", "/", "p"))
      .map(([text, at, sign]) => text.slice(0, at) + sign + text.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(written, damaged, digit), fc.constantFrom(...FORMATS), (text, format) => {
        const expected = DateTime.fromFormat(text, format, { zone: "utc", locale: "en-US" });
        const found = compileTokens(format)?.(text);
        // Luxon takes "19:00 AM" for seven in the evening, and three digits for a year in antiquity.
        if (found === undefined && expected.isValid && expected.year < 1000) return;
        if (found === undefined && format.includes("a") && expected.hour > 12 && /(?:1[3-9]|2\d):/.test(text))
          return;
        expect(found).toBe(expected.isValid ? expected.toMillis() : undefined);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(["d MMM yyyy", "yyyy-MM-dd HH:mm ZZ", "H:mm", "d/M/yyyy h:mm", "d/M/yyyy d", "cccc d/M/yyyy"])(
    "leave %s to Luxon",
    (format) => {
      expect(compileTokens(format)).toBeUndefined();
    },
  );
});
