import { describe, expect, it } from "vitest";
import { spanText } from "./span-text.ts";

const MINUTE = 60_000;

describe("how long a clock says it is", () => {
  it.each([
    [3 * 1440 * MINUTE + 4 * 60 * MINUTE + 59 * MINUTE, "3 days 4 hr", "3 d 4 h"],
    [72 * MINUTE + 30_000, "1 hr 12 min", "1 h 12 min"],
    [60 * MINUTE, "1 hr", "1 h"],
    [31 * MINUTE + 20_000, "31 min", "31 min"],
    [9 * MINUTE + 31_999, "9 min 31 sec", "9 min 31 s"],
    [999, "0 sec", "0 s"],
    [-5, "0 sec", "0 s"],
  ])("%d ms: %s", (length, english, spanish) => {
    expect(spanText(length, "en")).toBe(english);
    expect(spanText(length, "es")).toBe(spanish);
  });
});
