import { describe, expect, it } from "vitest";
import { compileRules } from "./compile.ts";
import { parseRules } from "./parse.ts";
import type { LogSource } from "./rule.ts";

function ruleFor(logsource: LogSource) {
  const lines = Object.entries(logsource).map(([key, value]) => `    ${key}: ${value}`);
  const text = `title: T\nlogsource:\n${lines.join("\n")}\ndetection:\n    s:\n        a: 1\n    condition: s\n`;
  return parseRules(text).rules[0] ?? expect.unreachable();
}

const SOURCES: LogSource[] = [
  { product: "windows" },
  { product: "windows", category: "process_creation" },
  { product: "windows", service: "security" },
  { category: "proxy" },
  { product: "linux", service: "sshd" },
];
const rules = SOURCES.map(ruleFor);

describe.each([true, false])("Sigma Rules Specification 2.1.0: LogSource (index %s)", (index) => {
  const { ruleSet } = compileRules(rules, { index });
  const matched = (logsource?: LogSource | LogSource[]) =>
    ruleSet.match({ a: 1 }, logsource).map(({ rule }) => rules.indexOf(rule));

  it("wants of an event everything that the rule names", () => {
    expect(matched({ product: "windows" })).toEqual([0]);
    expect(matched({ product: "windows", category: "process_creation", service: "sysmon" })).toEqual([0, 1]);
    expect(matched({ product: "windows", service: "security", category: "process_creation" })).toEqual([
      0, 1, 2,
    ]);
    expect(matched({ category: "proxy", product: "squid" })).toEqual([3]);
    expect(matched({ product: "macos" })).toEqual([]);
    expect(matched({})).toEqual([]);
  });

  it("disregards case", () => {
    expect(matched({ product: "Windows", service: "Security" })).toEqual([0, 2]);
  });

  it("asks every rule where the source of an event is unknown", () => {
    expect(matched()).toEqual([0, 1, 2, 3, 4]);
  });

  it("joins the rules of several sources, each once", () => {
    expect(matched([{ product: "windows" }, { product: "windows", service: "security" }])).toEqual([0, 2]);
    expect(matched([])).toEqual([]);
  });

  it("asks a routing function", () => {
    const { ruleSet: routed } = compileRules(rules, {
      index,
      route: (event) => (event["kind"] === "ssh" ? { product: "linux", service: "sshd" } : undefined),
    });
    expect(routed.match({ a: 1, kind: "ssh" })).toHaveLength(1);
    expect(routed.match({ a: 1 })).toHaveLength(5);
    expect(routed.match({ a: 1, kind: "ssh" }, { category: "proxy" })).toHaveLength(1);
  });

  it("does not grow with log sources that no rule names", () => {
    for (let i = 0; i < 1000; i++) expect(matched({ product: `p${i}`, category: "proxy" })).toEqual([3]);
  });
});
