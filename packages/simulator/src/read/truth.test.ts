import { describe, expect, it } from "vitest";
import { simulate } from "../world/simulate.ts";
import { readFinding, readTruth } from "./truth.ts";

describe("readTruth", () => {
  it("reads what the simulator writes", () => {
    const world = simulate({ operators: 100, days: 30, campaigns: ["ring"], seed: 2 });
    expect([...world].length).toBeGreaterThan(100);
    const truth = world.truth();
    expect(readTruth(JSON.stringify(truth))).toEqual(truth);
  });

  it.each([
    ["{", /not JSON/],
    ["{}", /version 1/],
    ['{"version":1,"seed":"1","preset":"x","from":"","to":"","operators":1,"days":1}', /campaigns/],
    [
      '{"version":1,"seed":"1","preset":"x","from":"","to":"","operators":1,"days":1,"campaigns":[{}]}',
      /campaigns\[0\]\.id/,
    ],
  ])("says what is missing: %s", (text, message) => {
    expect(() => readTruth(text)).toThrow(message);
  });
});

describe("readFinding", () => {
  it("needs five fields and keeps the others", () => {
    const line =
      '{"id":"f","time":"2025-01-01T00:00:00.000Z","detector":"story/x","operator":"o","events":["e"],"more":1}';
    expect(readFinding(line, 1)).toMatchObject({ id: "f", more: 1 });
    expect(() => readFinding('{"id":"f"}', 7)).toThrow(/line 7: time/);
    expect(() => readFinding("", 8)).toThrow(/line 8: not JSON/);
  });
});
