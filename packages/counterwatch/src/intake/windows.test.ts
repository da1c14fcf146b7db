import { describe, expect, it } from "vitest";
import { createTimeReader } from "./times.ts";
import { readWindow } from "./windows.ts";

const ASKED = Date.UTC(2025, 5, 18, 12);

function window(cell: string): unknown {
  return readWindow(cell, ASKED, createTimeReader(undefined), "Time Frame");
}

const DAY = { from: "2025-06-17T00:00:00.000Z", to: "2025-06-18T00:00:00.000Z" };

describe("time frames", () => {
  it.each([
    ["6/17/2025, 12:00:00 AM UTC\n6/18/2025, 12:00:00 AM UTC"],
    ["6/17/2025, 12:00:00 AM UTC\r\n6/18/2025, 12:00:00 AM UTC"],
    ["6/17/2025, 12:00:00 AM UTC to 6/18/2025, 12:00:00 AM UTC"],
    ["From 6/17/2025 To 6/18/2025"],
    ["Start: 6/17/2025\nEnd: 6/18/2025"],
    ["2025-06-17 - 2025-06-18"],
    ["2025-06-17T00:00:00Z – 2025-06-18T00:00:00Z"],
    ["6/18/2025 to 6/17/2025"],
  ])("%j is a day", (cell) => {
    expect(window(cell)).toEqual(DAY);
  });

  it("counts a relative frame back from the look-up", () => {
    expect(window("last 30 days")).toEqual({
      from: "2025-05-19T12:00:00.000Z",
      to: "2025-06-18T12:00:00.000Z",
    });
    expect(window("Past 24 hours")).toEqual({
      from: "2025-06-17T12:00:00.000Z",
      to: "2025-06-18T12:00:00.000Z",
    });
    expect(window("the last week")).toEqual({
      from: "2025-06-11T12:00:00.000Z",
      to: "2025-06-18T12:00:00.000Z",
    });
  });

  it("keeps a beginning without an end", () => {
    expect(window("6/17/2025")).toEqual({ from: DAY.from });
  });

  it.each(["all time", "6/17/2025 to whenever", "a\nb\nc", "1 to 2 to 3", ""])(
    "leaves %j to the caller",
    (cell) => {
      expect(window(cell)).toBeUndefined();
    },
  );
});
