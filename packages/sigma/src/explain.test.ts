import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRules } from "./compile.ts";
import { type Clause, explainRule, matchedClauses } from "./explain.ts";
import { printExplanation } from "./explain-text.ts";
import { randomEvent, randomRule } from "./random-rules.fixture.ts";
import { one, ruleOf } from "./rule.fixture.ts";

const RULE = ruleOf(`selection:
    Image|endswith:
        - '\\cmd.exe'
        - '\\pwsh.exe'
    User: root
filter_a:
    Parent: null
condition: selection and not 1 of filter_*`);

describe("an explanation", () => {
  it("says what the rule says, whatever rule and event", () => {
    fc.assert(
      fc.property(randomRule, randomEvent, (rule, event) => {
        const { ruleSet } = compileRules([rule]);
        const [ready] = ruleSet.rules;
        const explanation = explainRule(ready ?? expect.unreachable(), event);
        expect(explanation.matched).toBe(ready?.matches(event));
        for (const condition of explanation.conditions) expectConsistent(condition);
        const clauses = matchedClauses(explanation);
        expect(clauses.every(({ clause }) => clause.matched)).toBe(true);
        if (!explanation.matched) expect(clauses).toEqual([]);
        expect(printExplanation(explanation).split("\n").length).toBeGreaterThan(1);
      }),
      { numRuns: 1000 },
    );
  });

  it("names each clause, its values and what the event had", () => {
    const event = { Image: "C:\\cmd.exe", User: "guest", Parent: "x" };
    expect(printExplanation(explainRule(RULE, event))).toBe(
      [
        "Test: did not match",
        "  ✗ all of these",
        "    ✗ selection selection",
        "      ✓ Image|endswith: one of 2 values",
        "        ✓ '\\cmd.exe' ← 'C:\\cmd.exe'",
        "        ✗ '\\pwsh.exe'",
        "      ✗ User: 'root' (the event has 'guest')",
        "    ✓ not",
        "      ✗ 1 of filter_* (any of these)",
        "        ✗ selection filter_a",
        "          ✗ Parent: 'null' (the event has 'x')",
      ].join("\n"),
    );
  });

  it("names the clauses that made a match", () => {
    const explanation = explainRule(RULE, { Image: "C:\\pwsh.exe", User: "Root", Parent: "x" });
    expect(matchedClauses(explanation).map(({ selection, clause }) => [selection, clause.field])).toEqual([
      ["selection", "Image"],
      ["selection", "User"],
    ]);
    expect(matchedClauses(explanation)[0]?.clause.values).toEqual([
      { value: "\\cmd.exe", matched: false, encoded: [] },
      { value: "\\pwsh.exe", matched: true, encoded: [], accepted: "C:\\pwsh.exe" },
    ]);
  });

  it("lets the caller hide values of the event, and never shows what placeholders stand for", () => {
    const secret = "canary-7731";
    const rule = ruleOf(
      "selection:\n    f|expand|contains: '%people%'\nwords:\n    - canary\ncondition: selection or words",
    );
    const explanation = explainRule(
      rule,
      { f: `x ${secret}`, g: [secret] },
      {
        placeholders: () => [secret],
        redact: (value, field) => `<${field ?? "event"} ${value.length}>`,
      },
    );
    expect(explanation.matched).toBe(true);
    expect(JSON.stringify(explanation) + printExplanation(explanation)).not.toContain(secret);
    expect(printExplanation(explanation)).toContain("<f 13>");
  });

  it("shows the encoded forms of a value", () => {
    const [clause] = matchedClauses(explainRule(ruleOf(one("f|base64", "foo")), { f: "Zm9v" }));
    expect(clause?.clause.values[0]?.encoded).toEqual(["Zm9v"]);
  });

  it("prints hostile values so that they cannot move a terminal's cursor", () => {
    const text = printExplanation(explainRule(ruleOf(one("f|contains", "x")), { f: "\u001b[2Jx\u202e\nx" }));
    expect(text).toContain("'\\u{1b}[2Jx\\u{202e}\\u{a}x'");
    expect(text.split("\n")).toHaveLength(3);
  });

  it("tells several conditions apart", () => {
    const rule = ruleOf("a:\n    f: 1\nb:\n    f: 2\ncondition: [a, b]");
    expect(explainRule(rule, { f: 2 }).conditions.map((condition) => condition.matched)).toEqual([
      false,
      true,
    ]);
  });

  it("throws the error of a rule that cannot be compiled", () => {
    expect(() => explainRule(ruleOf(one("f|expand", "'%x%'")), {})).toThrowError(
      expect.objectContaining({ code: "placeholder" }),
    );
  });
});

function expectConsistent(clause: Clause): void {
  if (clause.kind === "test") {
    const { values, modifiers } = clause;
    const met = modifiers.includes("all")
      ? values.every((value) => value.matched)
      : values.some((value) => value.matched);
    expect(clause.matched).toBe(met !== modifiers.includes("neq"));
    return;
  }
  for (const inner of clause.clauses) expectConsistent(inner);
  const inner = clause.clauses.map((one) => one.matched);
  if (clause.kind === "not") expect(clause.matched).toBe(!inner[0]);
  if (clause.kind === "and") expect(clause.matched).toBe(inner.every(Boolean));
  if (clause.kind === "or") expect(clause.matched).toBe(inner.some(Boolean));
}
