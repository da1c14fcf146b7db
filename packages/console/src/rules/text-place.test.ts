import { describe, expect, it } from "vitest";
import { compileRulePack } from "../../../counterwatch/src/rules/rule-files.ts";
import { ruleWarnings } from "../../../counterwatch/src/rules/rule-lint.ts";
import { runRuleTests } from "../../../counterwatch/src/rules/rule-tests.ts";
import { emptyRule } from "./empty-rule.ts";
import { offsetOf } from "./text-place.ts";

describe("a place in the text", () => {
  const text = "one\ntwo\n\nfour";
  it.each([
    [1, 1, 0],
    [2, 3, 6],
    [2, 99, 7],
    [3, 1, 8],
    [4, 2, 10],
    [9, 1, 13],
  ])("line %i, column %i is at %i", (line, column, at) => {
    expect(offsetOf(text, line, column)).toBe(at);
  });
});

describe("what a new rule begins as", () => {
  it("can be read without a doubt, and its tests hold", () => {
    const file = { file: "", text: emptyRule(new Uint8Array(16).fill(171)) };
    const { pack, errors } = compileRulePack([file]);
    expect([errors, ruleWarnings([file], pack.rules)]).toEqual([[], []]);
    const [rule] = pack.rules;
    const outcomes = rule === undefined ? [] : runRuleTests(rule);
    expect(outcomes.map(({ failures, error }) => [failures, error])).toEqual([
      [[], undefined],
      [[], undefined],
    ]);
  });
});
