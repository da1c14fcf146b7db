import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileRules, explainRule, parseRules, printExplanation } from "./index.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README", () => {
  it("shows what its example prints", () => {
    const rule = /parseRules\(\n {2}`\n([^`]*)`/.exec(README)?.[1] ?? "";
    const event = /const event = (\{.*\});/.exec(README)?.[1]?.replace(/(\w+):/g, '"$1":') ?? "";
    const printed = /\n```\n([^`]+)\n```/.exec(README)?.[1];
    const { rules, errors } = parseRules(rule);
    expect(errors).toEqual([]);
    const parsed = JSON.parse(event) as Record<string, unknown>;
    const [found] = compileRules(rules).ruleSet.match(parsed, {
      category: "process_creation",
      product: "linux",
    });
    expect(printExplanation(explainRule(found ?? expect.unreachable(), parsed))).toBe(printed);
  });
});
