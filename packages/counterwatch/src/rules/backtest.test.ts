import { describe, expect, it } from "vitest";
import type { AccessEvent, Pseudonym } from "../model/index.ts";
import { readShippedRules } from "../store/rule-files.ts";
import { Backtest, lacking } from "./backtest.ts";
import { defaultPolicy } from "./policy.ts";
import { compileRulePack, type PackRule } from "./rule-files.ts";
import { namesSomebody } from "./rule-restraint.ts";

const MEANS = { policy: defaultPolicy(), cases: undefined, staff: undefined, roster: undefined };
const RULES = compileRulePack(readShippedRules()).pack.rules;

function shipped(name: string): PackRule {
  const rule = RULES.find((each) => each.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
}

function written(detection: string): PackRule {
  const text = `title: Tried out
name: tried-out
logsource: {product: counterwatch, category: access}
detection:
  selection:
    ${detection}
  condition: selection
counterwatch: {group: operator+day}
`;
  const { pack, errors } = compileRulePack([{ file: "", text }]);
  expect(errors).toEqual([]);
  return pack.rules[0] as PackRule;
}

function lookUp(n: number, more: Partial<AccessEvent> = {}): AccessEvent {
  return {
    id: `e-${n}`,
    time: new Date(Date.UTC(2026, 2, 1 + Math.floor(n / 10), n % 10)).toISOString(),
    source: "alpr",
    system: "plates",
    action: n % 2 === 0 ? "export" : "search",
    operator: { id: `op-${n % 4}` },
    subjects: [{ type: "plate", id: "p1_000000000000000000000001" as Pseudonym }],
    site: { id: "cam-1" },
    purpose: { case: "C25-1", reason: "robbery" },
    ...more,
  };
}

describe("a backtest", () => {
  it("counts findings and look-ups by day and operator, as the desk would tell them", () => {
    const test = new Backtest(written("action: export"), MEANS);
    for (let n = 0; n < 40; n++) test.see(lookUp(n));
    const result = test.result();
    expect(result).toMatchObject({ seen: 40, matched: 20, operatorsInAll: 2, notChecked: [] });
    // Two operators export on each of four days.
    expect(result.findings).toBe(8);
    expect(result.days).toEqual(
      ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"].map((day) => ({
        day,
        matched: 5,
        findings: 2,
      })),
    );
    expect(result.operators).toEqual([
      { operator: "op-0", findings: 4, matched: 10 },
      { operator: "op-2", findings: 4, matched: 10 },
    ]);
    expect(result.sentences).toHaveLength(5);
  });

  it("shows rows of different findings first, without subjects and places", () => {
    const test = new Backtest(written("action: export"), MEANS);
    for (let n = 0; n < 200; n++) test.see(lookUp(n));
    const { rows } = test.result();
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(20);
    expect(new Set(rows.map(({ operator, time }) => operator + time.slice(0, 10))).size).toBe(20);
    expect(JSON.stringify(rows)).not.toMatch(/p1_|cam-1/);
    expect(rows[0]).toMatchObject({ source: "alpr", action: "export", case: "C25-1", reason: "robbery" });
  });

  it("finds nothing where nothing fits", () => {
    const test = new Backtest(shipped("bulk-pace"), MEANS);
    for (let n = 0; n < 10; n++) test.see(lookUp(n));
    expect(test.result()).toMatchObject({ seen: 10, matched: 0, findings: 0, days: [], rows: [] });
  });

  it("says which lists a rule needs that are not there", () => {
    expect(lacking(shipped("case-unknown"), MEANS)).toEqual(["a case list"]);
    expect(lacking(shipped("bulk-pace"), MEANS)).toEqual([]);
  });
});

describe("restraint", () => {
  it("tells rules that look for somebody from rules about conduct", () => {
    expect(namesSomebody(written("subjects.id: p1_000000000000000000000001"))).toEqual(["subjects.id"]);
    expect(namesSomebody(written("- p1_0000"))).toEqual(["keywords"]);
    expect(namesSomebody(written("operator.id|fieldref: subjects.id"))).toEqual(["subjects.id"]);
    expect(namesSomebody(written("action: export"))).toEqual([]);
  });

  it("lets a change of any shipped rule be tried", () => {
    expect(RULES.filter((rule) => namesSomebody(rule).length > 0).map(({ name }) => name)).toEqual([]);
  });
});
