import { describe, expect, it } from "vitest";
import { compileRulePack } from "./rule-files.ts";
import { countSteps, runRuleTests } from "./rule-tests.ts";

function rule(tests: string): string {
  return `title: Bare look-up
name: bare
logsource: {product: counterwatch, category: access}
detection:
  selection: {context.purpose.absent: true}
  condition: selection
level: low
counterwatch:
  explanation: "{operator} made {lookups:look-up|look-ups}."
  tests:
${tests.replace(/^/gm, "    ")}`;
}

function outcomes(tests: string) {
  const { pack, errors } = compileRulePack([{ file: "bare.yml", text: rule(tests) }]);
  expect(errors).toEqual([]);
  return { rule: pack.rules[0]!, outcomes: runRuleTests(pack.rules[0]!) };
}

describe("rule tests", () => {
  it("pass where every step does what it says", () => {
    const { rule: bare, outcomes: all } = outcomes(`- name: two
  events:
    - match: {subjects: [plate A]}
    - pass: {purpose: {reason: robbery}}`);
    expect(all).toEqual([{ rule: "bare", test: "two", failures: [] }]);
    expect(countSteps(bare)).toEqual({ match: 1, pass: 1 });
  });

  it("name each step that does not, with the clauses", () => {
    const { outcomes: all } = outcomes(`- name: wrong
  events:
    - pass: {repeat: 2, purpose: {reason: robbery}}
    - match: {purpose: {reason: robbery}}
    - pass: {repeat: 2, subjects: [plate A]}`);
    expect(all[0]!.failures.map(({ step, repetition, expected }) => [step, repetition, expected])).toEqual([
      [2, 1, "match"],
      [3, 1, "pass"],
      [3, 2, "pass"],
    ]);
    expect(all[0]!.failures[0]!.explanation).toMatch(/✗ context\.purpose\.absent: ["']?true/);
    expect(all[0]!.failures[1]!.explanation).toMatch(/✓ context\.purpose\.absent: ["']?true/);
  });

  it("say where a test itself is wrong", () => {
    const { outcomes: all } = outcomes(`- name: no time
  events: [{match: {time: soon}}]
- name: bad list
  given: {cases: "id,state\\nC1,open"}
  events: [{match: {}}]`);
    expect(all.map(({ error }) => error)).toEqual([
      "a test event has a time that cannot be read",
      "case list: column 2 has a name that this list does not know",
    ]);
  });

  it("must give the lists that the rule needs", () => {
    const text = rule(`- name: none given
  events: [{match: {}}]`).replace("context.purpose.absent: true", "context.case.status: closed");
    const { pack } = compileRulePack([{ file: "bare.yml", text }]);
    expect(runRuleTests(pack.rules[0]!)[0]!.error).toContain("needs a case list");
  });
});
