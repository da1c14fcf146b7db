import { describe, expect, it } from "vitest";
import { type LintCode, lintRules } from "./lint.ts";
import { one, ruleText } from "./rule.fixture.ts";

const GOOD = ruleText("s:\n    a: 1\ncondition: s");

function lint(text: string, customAttributes: string[] = []) {
  return lintRules(text, { file: "r.yml", customAttributes }).map(({ code, place, remedy }) => {
    expect(remedy).toBeTruthy();
    return `${code} ${place.line}:${place.column}`;
  });
}

describe("lint", () => {
  it("has nothing to say about a good rule", () => {
    expect(lint(GOOD)).toEqual([]);
  });

  const cases: [code: LintCode, text: string, ...warnings: string[]][] = [
    ["unknown-attribute", GOOD.replace("level: low", "level: low\nauthors: x"), "4:1"],
    ["unknown-attribute", `${GOOD}generate: true\n`, "10:1"],
    ["missing-attribute", GOOD.replace(/id: .*\n/, ""), "1:1"],
    ["missing-attribute", GOOD.replace("level: low\n", ""), "1:1"],
    ["attribute-format", GOOD.replace(/id: .*/, "id: one"), "2:1"],
    ["attribute-format", GOOD.replace("Test", "x".repeat(257)), "1:1"],
    ["attribute-format", `${GOOD}date: 2025/08/02\n`, "10:1"],
    ["attribute-format", `${GOOD}tags: [Attack]\n`, "10:1"],
    ["attribute-format", `${GOOD}tags: [a.b, a.b]\n`, "10:1"],
    ["attribute-format", `${GOOD}falsepositives: none\n`, "10:1"],
    ["attribute-format", GOOD.replace("product: test", "product: My Test"), "4:1"],
    ["duplicate-id", `${GOOD}---\n${GOOD}`, "11:1"],
    ["deprecated-rule", `${GOOD}status: deprecated\n`, "10:1"],
    ["empty-pattern", GOOD.replace("condition: s", "condition: s and not 1 of filter_*"), "9:26"],
    ["unused-selection", GOOD.replace("condition: s", "t:\n        b: 1\n    condition: s"), "9:5"],
    ["discouraged-condition", GOOD.replace("condition: s", "condition: all of them"), "9:16"],
    ["single-all", GOOD.replace("a: 1", "a|contains|all: x"), "8:20"],
    ["null-in-list", GOOD.replace("a: 1", "a: ['', null]"), "8:17"],
    ["duplicate-value", GOOD.replace("a: 1", "a: [x, y, X]"), "8:19"],
    ["plain-regex", GOOD.replace("a: 1", "a|re: 'x\\.y'"), "8:16"],
    ["redundant-modifier", GOOD.replace("a: 1", "a|re|contains: 'x+'"), "8:14"],
    ["redundant-modifier", GOOD.replace("a: 1", "a|windash: xy"), "8:20"],
    ["whole-value-offset", GOOD.replace("a: 1", "a|base64offset: xyz"), "8:11"],
    ["wildcard-ends", GOOD.replace("a: 1", "a: '*x'"), "8:13"],
    ["network-host-bits", GOOD.replace("a: 1", "a|cidr: 10.0.0.1/8"), "8:17"],
  ];

  it.each(cases)("%s: %j", (code, text, place) => {
    expect(lint(text)).toEqual([`${code} ${place}`]);
  });

  it("covers every code", () => {
    const all: Record<LintCode, true> = {
      "unknown-attribute": true,
      "missing-attribute": true,
      "attribute-format": true,
      "duplicate-id": true,
      "deprecated-rule": true,
      "empty-pattern": true,
      "unused-selection": true,
      "discouraged-condition": true,
      "single-all": true,
      "null-in-list": true,
      "duplicate-value": true,
      "plain-regex": true,
      "redundant-modifier": true,
      "whole-value-offset": true,
      "wildcard-ends": true,
      "network-host-bits": true,
    };
    expect([...new Set(cases.map(([code]) => code))].toSorted()).toEqual(Object.keys(all).toSorted());
  });

  it("accepts custom attributes that are declared, and suggests known ones", () => {
    const text = `${GOOD}house: {a: 1}\n`;
    expect(lint(text)).toEqual(["unknown-attribute 10:1"]);
    expect(lint(text, ["house"])).toEqual([]);
    expect(lintRules(GOOD.replace("level", "levle"))[0]).toMatchObject({ remedy: "Add a level." });
    expect(lintRules(GOOD.replace("level", "levle"))[1]).toMatchObject({ remedy: "Did you mean `level`?" });
  });

  it("gives errors and warnings in the order of the file", () => {
    const text = `${GOOD.replace(/id: .*\n/, "")}---\n${GOOD.replace("a: 1", "a|like: 1")}`;
    expect(lintRules(text).map(({ severity, code }) => [severity, code])).toEqual([
      ["warning", "missing-attribute"],
      ["error", "unknown-modifier"],
    ]);
  });

  it("sees case as a difference where a value is encoded", () => {
    expect(lint(ruleText(one("f|base64offset|contains", "[iex, IEX]")))).toEqual([]);
  });

  it("looks at correlations and filters too", () => {
    const correlation =
      "title: C\nlevel: low\nid: 0e95725d-7320-415d-80f7-004da920fc11\ncorrelation:\n    type: temporal\n    rules: [a]\n    timespan: 5m\nlogsource: {product: x}\n";
    expect(lint(correlation)).toEqual(["unknown-attribute 8:1"]);
    const filter =
      "title: F\nid: 0e95725d-7320-415d-80f7-004da920fc12\nlogsource: {product: x}\nfilter:\n    rules: [a]\n    s: {a: 1}\n    t: {a: 1}\n    condition: s\n";
    expect(lint(filter)).toEqual(["unused-selection 7:5"]);
  });
});
