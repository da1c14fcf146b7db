import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY, DASH, expandDashes, markDashes, ONE, parsePattern, printPattern } from "./pattern.ts";

describe("Sigma Rules Specification 2.1.0: Escape Character", () => {
  it.each([
    ["plain", ["plain"]],
    ["a*b?c", ["a", ANY, "b", ONE, "c"]],
    ["C:\\Windows\\cmd.exe", ["C:\\Windows\\cmd.exe"]],
    ["\\\\example", ["\\example"]],
    ["\\*", ["*"]],
    ["\\?", ["?"]],
    ["\\\\*", ["\\", ANY]],
    ["\\\\\\*", ["\\*"]],
    ["\\\\\\\\", ["\\\\"]],
    ["\\\\\\a", ["\\\\a"]],
    ["ends\\", ["ends\\"]],
    ["***", [ANY]],
    ["", []],
  ])("%s", (text, parts) => {
    expect(parsePattern(text)).toEqual(parts);
  });

  it("prints every pattern so that it reads back the same", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "\\", "*", "?", "-", "é") });
    fc.assert(
      fc.property(text, (written) => {
        const pattern = parsePattern(written);
        expect(parsePattern(printPattern(pattern))).toEqual(pattern);
      }),
    );
  });
});

describe("windash", () => {
  it("marks every dash and slash", () => {
    expect(markDashes(["a -p", ANY, "/x–"])).toEqual(["a ", DASH, "p", ANY, DASH, "x", DASH]);
  });

  it("writes out all permutations up to a limit", () => {
    const expanded = expandDashes(markDashes(["-a/"]), 25);
    expect(expanded).toHaveLength(25);
    expect(expanded?.map((parts) => parts.join("")).slice(0, 3)).toEqual(["-a-", "-a/", "-a\u2013"]);
    expect(expandDashes(markDashes(["-a/b-"]), 25)).toBeUndefined();
  });
});
