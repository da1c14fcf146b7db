import { describe, expect, it } from "vitest";
import type { SigmaErrorCode } from "./errors.ts";
import { parseRules } from "./parse.ts";
import { ruleText } from "./rule.fixture.ts";

const DETECTION = "s:\n    a: 1\ncondition: s";
const GOOD = ruleText(DETECTION);

function errors(text: string) {
  return parseRules(text, { file: "r.yml" }).errors.map(({ code, place }) => [
    code,
    place.line,
    place.column,
  ]);
}

function correlation(body: string): string {
  return `title: Many\nid: 0e95725d-7320-415d-80f7-004da920fc11\ncorrelation:\n${body.replace(/^/gm, "    ")}\n`;
}

describe("Sigma Rules Specification 2.1.0: attributes", () => {
  it("are read with their types", () => {
    const attributes = `name: a_name
related:
    - id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9
      type: derived
taxonomy: sigma
status: test
description: |
    Two
    lines
license: MIT
author: A
references: [https://a.example]
date: 2025-08-02
modified: 2025-08-03
fields: [a]
falsepositives: [none]
tags: [attack.t1059]
scope: [server]
`;
    const { rules, errors: found } = parseRules(ruleText(DETECTION, attributes), { file: "r.yml" });
    expect(found).toEqual([]);
    expect(rules[0]).toMatchObject({
      title: "Test",
      id: "5c7b8a4e-7e0c-4b5f-9c6d-0d5a3f1b2c3d",
      name: "a_name",
      related: [{ id: "08fbc97d-0a2f-491c-ae21-8ffcfd3174e9", type: "derived" }],
      status: "test",
      level: "low",
      description: "Two\nlines\n",
      date: "2025-08-02",
      references: ["https://a.example"],
      falsepositives: ["none"],
      tags: ["attack.t1059"],
      scope: ["server"],
      logsource: { product: "test" },
      place: { file: "r.yml", line: 1, column: 1 },
    });
  });

  it("beyond the specification are kept as plain values", () => {
    const custom =
      "house:\n    tests:\n        - events: [{a: 1, b: null}]\n          match: true\n__proto__: x\n";
    const [rule] = parseRules(ruleText(DETECTION, custom)).rules;
    expect(rule?.custom["house"]).toEqual({ tests: [{ events: [{ a: 1, b: null }], match: true }] });
    expect(Object.keys(rule?.custom ?? {})).toEqual(["house", "__proto__"]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it("take a number for text where text is wanted, and one text for a list", () => {
    const [rule] = parseRules(
      GOOD.replace("title: Test", "title: 404").replace("level: low", "falsepositives: none"),
    ).rules;
    expect(rule?.title).toBe("404");
    expect(rule?.falsepositives).toEqual(["none"]);
  });
});

describe("rules that cannot be read", () => {
  const cases: [what: string, text: string, code: SigmaErrorCode, line: number, column: number][] = [
    ["an unclosed quotation mark", "title: 'a\nid: x\n", "yaml-syntax", 3, 1],
    ["a tab as indentation", "title: a\nlogsource:\n\tproduct: x\n", "yaml-syntax", 3, 1],
    ["an alias without anchor", GOOD.replace("a: 1", "a: *x"), "yaml-syntax", 8, 12],
    ["a key twice", `${GOOD}title: b\n`, "yaml-syntax", 10, 1],
    ["a list", "- a\n", "not-a-rule", 1, 1],
    ["a text", "hello\n", "not-a-rule", 1, 1],
    ["no title", GOOD.replace("title: Test\n", ""), "missing-field", 1, 1],
    ["no log source", GOOD.replace("logsource:\n    product: test\n", ""), "missing-field", 1, 1],
    ["a log source without names", GOOD.replace("product: test", "definition: x"), "missing-field", 4, 1],
    ["no detection", "title: a\nlogsource:\n    product: x\n", "missing-field", 1, 1],
    ["a related rule without type", GOOD.replace("level: low", "related: [{id: x}]"), "missing-field", 3, 11],
    ["a title that is a map", GOOD.replace("title: Test", "title: {a: b}"), "wrong-type", 1, 8],
    ["a title that is true", GOOD.replace("title: Test", "title: true"), "wrong-type", 1, 8],
    [
      "a log source that is text",
      GOOD.replace("logsource:\n    product: test", "logsource: test"),
      "wrong-type",
      4,
      12,
    ],
    ["a product that is a list", GOOD.replace("product: test", "product: [a]"), "wrong-type", 5, 14],
    ["tags that are a map", GOOD.replace("level: low", "tags: {a: b}"), "wrong-type", 3, 7],
    [
      "a detection that is a list",
      "title: a\nlogsource: {product: x}\ndetection: [a]\n",
      "wrong-type",
      3,
      12,
    ],
    ["binary data", GOOD.replace("a: 1", "a: !!binary aGk="), "wrong-type", 8, 21],
    ["a key that is a list", GOOD.replace("a: 1", "? [a]\n        : 1"), "wrong-type", 8, 11],
    ["an unknown level", GOOD.replace("level: low", "level: severe"), "wrong-value", 3, 8],
    ["an unknown status", GOOD.replace("level: low", "status: done"), "wrong-value", 3, 9],
    ["an unknown modifier", GOOD.replace("a: 1", "a|like: 1"), "unknown-modifier", 8, 11],
    ["modifiers that exclude each other", GOOD.replace("a: 1", "a|lt|gt: 1"), "modifier-combination", 8, 14],
    ["a value that a modifier cannot take", GOOD.replace("a: 1", "a|lt: x"), "modifier-value", 8, 15],
    [
      "a condition that breaks off",
      GOOD.replace("condition: s", "condition: s and"),
      "condition-syntax",
      9,
      21,
    ],
    [
      "a selection that is not there",
      GOOD.replace("condition: s", "condition: t"),
      "unknown-selection",
      9,
      16,
    ],
    ["a regular expression that is none", GOOD.replace("a: 1", "a|re: 'x(y'"), "regex-syntax", 8, 16],
    [
      "a regular expression that looks ahead",
      GOOD.replace("a: 1", "a|re: 'x(?=y)'"),
      "regex-unsupported",
      8,
      17,
    ],
    ["an aggregation", GOOD.replace("condition: s", "condition: s | count() > 5"), "legacy", 9, 18],
    ["a deep nest", `title: ${"[".repeat(200)}${"]".repeat(200)}\n`, "limit", 1, 68],
    ["a nest that exhausts the stack", `title: ${"[".repeat(50_000)}`, "limit", 1, 1],
  ];

  it.each(cases)("%s", (_, text, code, line, column) => {
    expect(errors(text)).toEqual([[code, line, column]]);
    const [error] = parseRules(text, { file: "r.yml" }).errors;
    expect(error?.remedy).toBeTruthy();
    expect(String(error)).toMatch(new RegExp(`^r\\.yml:${line}:${column}: .+\\[${code}\\]$`));
  });

  it("covers every code that reading can give", () => {
    const codes = new Set<string>(cases.map(([, , code]) => code));
    // An unknown placeholder is found when rules are compiled.
    const all: Record<Exclude<SigmaErrorCode, "placeholder">, true> = {
      "yaml-syntax": true,
      "not-a-rule": true,
      "missing-field": true,
      "wrong-type": true,
      "wrong-value": true,
      "unknown-modifier": true,
      "modifier-combination": true,
      "modifier-value": true,
      "condition-syntax": true,
      "unknown-selection": true,
      "regex-syntax": true,
      "regex-unsupported": true,
      legacy: true,
      limit: true,
    };
    expect([...codes].toSorted()).toEqual(Object.keys(all).toSorted());
  });
});

describe("files of several documents", () => {
  it("lose none for the mistakes of another", () => {
    const bad = ["title: 'open\n", "title: [\n", ": : :\n- x\n", GOOD.replace("a: 1", "a|like: 1")];
    for (const broken of bad) {
      const { rules, errors: found } = parseRules([GOOD, broken, GOOD].join("---\n"));
      expect(rules).toHaveLength(2);
      expect(found).toHaveLength(1);
      expect(found[0]?.place.line).toBeGreaterThan(10);
    }
  });

  it("count lines through the file, whatever ends them, and pass over a byte-order mark", () => {
    const text = `\uFEFF# head\n%YAML 1.2\n---\n${GOOD}...\n# between\n---\n\n---\n${GOOD}`;
    for (const written of [text, text.replaceAll("\n", "\r\n"), text.replaceAll("\n", "\r")]) {
      const { rules, errors: found } = parseRules(written);
      expect(found).toEqual([]);
      expect(rules.map((rule) => rule.place.line)).toEqual([4, 18]);
    }
  });

  it("may be empty", () => {
    for (const text of ["", "\n", "# nothing\n", "---\n---\n", "null\n"])
      expect(parseRules(text)).toEqual({ rules: [], correlations: [], filters: [], errors: [] });
  });
});

describe("YAML aliases", () => {
  it("mean the anchor before them", () => {
    const text = ruleText("s:\n    a: [&x 1, *x, &x 2, *x]\ncondition: s");
    const [test] = parseRules(text).rules[0]?.detection.selections.map(({ body }) => body) ?? [];
    expect(test).toMatchObject({ values: [1, 1, 2, 2].map((value) => ({ value })) });
    expect(errors(ruleText("s:\n    a: [*x, &x 2]\ncondition: s"))).toEqual([["yaml-syntax", 8, 13]]);
  });

  it("are followed", () => {
    const text = ruleText("s: &x\n    a: 1\nt: *x\ncondition: s and t");
    expect(parseRules(text).rules[0]?.detection.selections).toHaveLength(2);
  });

  it("cannot make a small file large, nor go round in a circle", () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `l${i}: &l${i} [${Array(9)
          .fill(i === 0 ? "x" : `*l${i - 1}`)
          .join()}]`,
    );
    expect(errors(`${levels.join("\n")}\n${GOOD}`).map(([code]) => code)).toEqual(["limit"]);
    const started = process.cpuUsage().user;
    expect(errors(`${GOOD}x: &x 1\ny: [${"*x, ".repeat(20_000)}1]\n`)).toEqual([]);
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(10_000);
    expect(errors(GOOD.replace("a: 1", "a: &x [*x]")).map(([code]) => code)).toEqual(["limit"]);
  });
});

describe("collections of the first Sigma versions", () => {
  it("merge the global document into those that follow", () => {
    const text = `action: global
title: Global
level: high
logsource:
    product: windows
detection:
    condition: s
---
logsource:
    service: security
detection:
    s:
        a: 1
---
level: low
detection:
    s:
        a: 2
---
action: repeat
title: Again
---
action: reset
---
title: Alone
`;
    const { rules, errors: found } = parseRules(text);
    expect(rules.map(({ title, level, logsource }) => ({ title, level, logsource }))).toEqual([
      { title: "Global", level: "high", logsource: { product: "windows", service: "security" } },
      { title: "Global", level: "low", logsource: { product: "windows" } },
      { title: "Again", level: "low", logsource: { product: "windows" } },
    ]);
    expect(found.map(({ code, place }) => [code, place.line])).toEqual([["missing-field", 25]]);
  });
});

describe("Sigma Correlation Rules Specification 2.1.0", () => {
  it("is read and kept apart from rules", () => {
    const text = correlation(
      "type: value_count\nrules: [a, b]\ngroup-by: [User]\ntimespan: 90m\naliases:\n    ip:\n        a: source.ip\ncondition:\n    field: Host\n    gt: 100\n    lte: 200",
    );
    const { correlations, rules, errors: found } = parseRules(`${text}generate: true\n---\n${GOOD}`);
    expect(found).toEqual([]);
    expect(rules).toHaveLength(1);
    expect(correlations[0]).toMatchObject({
      title: "Many",
      generate: true,
      correlation: {
        type: "value_count",
        rules: ["a", "b"],
        groupBy: ["User"],
        timespanSeconds: 5400,
        aliases: { ip: { a: "source.ip" } },
        condition: {
          field: ["Host"],
          bounds: [
            { comparison: "gt", value: 100 },
            { comparison: "lte", value: 200 },
          ],
        },
      },
    });
  });

  it("needs no condition for temporal correlations", () => {
    const text = correlation("type: temporal_ordered\nrules: [a]\ngroup-by: [u]\ntimespan: 5m");
    expect(parseRules(text).correlations[0]?.correlation.condition).toBeUndefined();
  });

  it.each([
    ["rules: [a]\ntimespan: 1h", "missing-field"],
    ["type: count\nrules: [a]\ntimespan: 1h", "wrong-value"],
    ["type: temporal\ntimespan: 1h", "missing-field"],
    ["type: temporal\nrules: [a]", "missing-field"],
    ["type: temporal\nrules: [a]\ntimespan: 1w", "wrong-value"],
    ["type: temporal\nrules: [a]\ntimespan: 0s", "wrong-value"],
    ["type: event_count\nrules: [a]\ntimespan: 1h", "missing-field"],
    ["type: event_count\nrules: [a]\ntimespan: 1h\ncondition: {}", "missing-field"],
    ["type: event_count\nrules: [a]\ntimespan: 1h\ncondition: {over: 1}", "wrong-value"],
    ["type: event_count\nrules: [a]\ntimespan: 1h\ncondition: {gt: x}", "wrong-type"],
    ["type: value_sum\nrules: [a]\ntimespan: 1h\ncondition: {gt: 1}", "missing-field"],
  ])("%j is refused", (body, code) => {
    expect(errors(correlation(body)).map(([found]) => found)).toEqual([code]);
  });
});

describe("Sigma Filters Specification 2.1.0", () => {
  it("is read and kept apart from rules", () => {
    const text =
      "title: F\nlogsource:\n    product: windows\nfilter:\n    rules: [a]\n    selection:\n        User|startswith: adm_\n    condition: selection\n";
    const { filters, rules, errors: found } = parseRules(text);
    expect([rules, found]).toEqual([[], []]);
    expect(filters[0]?.filter.rules).toEqual(["a"]);
    expect(filters[0]?.filter.selections.map(({ name }) => name)).toEqual(["selection"]);
    expect(errors(text.replace("rules: [a]", "x: {a: 1}"))).toEqual([["missing-field", 5, 5]]);
  });
});
