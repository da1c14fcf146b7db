import { describe, expect, it } from "vitest";
import { compileWords } from "./word-table.ts";

describe("a table of words", () => {
  const words = compileWords({
    "View live": "view",
    "Export*": "export",
    "Export*index": "list",
    "*": "other",
    "a*b*c": "abc",
  });

  it.each([
    ["VIEW  LIVE ", "view"],
    ["export", "export"],
    ["Exported video", "export"],
    ["Export of the index", "list"],
    ["axxbyyc", "abc"],
    ["ac", "other"],
    ["", "other"],
  ])("%j is %s", (raw, expected) => {
    expect(words(raw)).toBe(expected);
  });

  it("knows nothing else", () => {
    expect(compileWords({ "a*a": 1 })("a")).toBeUndefined();
    expect(compileWords({ yes: 1 })("__proto__")).toBeUndefined();
  });

  it("stays linear where a pattern has many wildcards", () => {
    const started = process.cpuUsage().user;
    expect(compileWords({ [`${"*a".repeat(30)}b`]: 1 })("a".repeat(200_000))).toBeUndefined();
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(500);
  });
});
