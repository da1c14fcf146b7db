import { describe, expect, it } from "vitest";
import { compileRules } from "./compile.ts";
import { errorOf, matches, one, ruleOf } from "./rule.fixture.ts";

function list(...words: string[]): string {
  return `keywords:\n${words.map((word) => `    - ${word}`).join("\n")}\ncondition: keywords`;
}

function keyword(field: string, value: string, event: Record<string, unknown>): boolean {
  return matches(`k:\n    '${field}': ${value}\ncondition: k`, event);
}

function isNull(event: Record<string, unknown>): boolean {
  return matches(one("f", "null"), event);
}

function isEmpty(event: Record<string, unknown>): boolean {
  return matches(one("f", "''"), event);
}

describe("Sigma Rules Specification 2.1.0: Lists and Maps", () => {
  it("links the fields of a map with AND and the values of a list with OR", () => {
    const detection = "selection:\n    a: 1\n    b:\n        - x\n        - y\ncondition: selection";
    expect(matches(detection, { a: 1, b: "y" })).toBe(true);
    expect(matches(detection, { a: 1, b: "z" })).toBe(false);
    expect(matches(detection, { b: "y" })).toBe(false);
  });

  it("links the maps of a list with OR", () => {
    const detection = "selection:\n    - a: 1\n      b: 2\n    - c|contains: x\ncondition: selection";
    expect(matches(detection, { a: 1, b: 2 })).toBe(true);
    expect(matches(detection, { c: "axb" })).toBe(true);
    expect(matches(detection, { a: 1 })).toBe(false);
  });

  it("mixes keywords and maps in a list", () => {
    const detection = "selection:\n    - needle\n    - a: 1\ncondition: selection";
    expect(matches(detection, { z: "a needle" })).toBe(true);
    expect(matches(detection, { a: 1 })).toBe(true);
    expect(matches(detection, { a: 2 })).toBe(false);
  });
});

describe("Sigma Rules Specification 2.1.0: Keywords search", () => {
  it("looks in every value of the event, at any depth", () => {
    expect(matches(list("event::clear"), { a: "x EVENT::CLEAR y" })).toBe(true);
    expect(matches(list("needle"), { a: { b: ["x", { c: "the needle" }] } })).toBe(true);
    expect(matches(list("needle"), { needle: "x" })).toBe(false);
    expect(matches(list("a", "b"), { z: "b" })).toBe(true);
  });

  it("finds numbers, dates and booleans by their text", () => {
    expect(matches(list("4624"), { id: 14624 })).toBe(true);
    expect(matches(list("'true'"), { flag: true })).toBe(true);
    expect(matches(list("2025-03"), { at: new Date("2025-03-01T00:00:00Z") })).toBe(true);
    expect(matches(list("9007199254740993"), { big: 9007199254740993n })).toBe(true);
  });

  it("takes wildcards", () => {
    expect(matches(list("'a*z'"), { x: "__a__z__" })).toBe(true);
    expect(matches(list("'a\\*z'"), { x: "a_z" })).toBe(false);
  });

  it("wants all of them under |all, in whatever values", () => {
    const detection = "keywords:\n    '|all':\n        - one\n        - two\ncondition: keywords";
    expect(matches(detection, { a: "one", b: "two" })).toBe(true);
    expect(matches(detection, { a: "one" })).toBe(false);
  });

  it("takes modifiers", () => {
    expect(keyword("|re", "'a.c'", { x: "zabc" })).toBe(true);
    expect(keyword("|cased", "Abc", { x: "abc" })).toBe(false);
    expect(keyword("|startswith", "abc", { x: "zabc" })).toBe(false);
    expect(keyword("|startswith", "abc", { y: "z", x: "abcd" })).toBe(true);
    expect(keyword("|contains|neq", "abc", { x: "z" })).toBe(true);
  });
});

describe("Sigma Rules Specification 2.1.0: Special Field Values", () => {
  it("null is a field that is missing, null or holds nothing", () => {
    expect([{}, { f: null }, { f: [] }, { f: [null] }, { f: undefined }].every(isNull)).toBe(true);
    expect([{ f: "" }, { f: 0 }, { f: false }, { f: {} }, { f: [null, "a"] }].some(isNull)).toBe(false);
  });

  it("the empty text is a field that is there and empty", () => {
    expect([{ f: "" }, { f: ["", "a"] }].every(isEmpty)).toBe(true);
    expect([{}, { f: null }, { f: " " }, { f: 0 }].some(isEmpty)).toBe(false);
  });

  it("not null is written with a negated selection", () => {
    const detection = "selection:\n    a: 1\nfilter:\n    b: null\ncondition: selection and not filter";
    expect(matches(detection, { a: 1, b: "x" })).toBe(true);
    expect(matches(detection, { a: 1 })).toBe(false);
  });

  it("tolerates null in a list, as one more choice", () => {
    expect(matches(one("f", "['', null]"), {})).toBe(true);
    expect(matches(one("f", "['', null]"), { f: "" })).toBe(true);
    expect(matches(one("f", "['', null]"), { f: "x" })).toBe(false);
  });
});

describe("values", () => {
  it("numbers and texts that are written alike are equal, in either direction", () => {
    expect(matches(one("f", "4624"), { f: "4624" })).toBe(true);
    expect(matches(one("f", "'4624'"), { f: 4624 })).toBe(true);
    expect(matches(one("f", "4624"), { f: 4624n })).toBe(true);
    expect(matches(one("f", "4624"), { f: "04624" })).toBe(false);
    expect(matches(one("f", "1.0"), { f: "1.0" })).toBe(true);
    expect(matches(one("f", "1.0"), { f: 1 })).toBe(true);
    expect(matches(one("f", "0x10"), { f: "0x10" })).toBe(true);
    expect(matches(one("f", "0x10"), { f: 16 })).toBe(true);
    expect(matches(one("f", "9007199254740993"), { f: "9007199254740993" })).toBe(true);
    expect(matches(one("f", "9007199254740993"), { f: "9007199254740992" })).toBe(false);
  });

  it("booleans match booleans and their names", () => {
    expect(matches(one("f", "true"), { f: true })).toBe(true);
    expect(matches(one("f", "true"), { f: "True" })).toBe(true);
    expect(matches(one("f", "'false'"), { f: false })).toBe(true);
    expect(matches(one("f", "true"), { f: 1 })).toBe(false);
  });

  it("are case-insensitive beyond ASCII too", () => {
    expect(matches(one("f", "'ÄÖÜ*'"), { f: "äöüß" })).toBe(true);
    expect(matches(one("f|contains", "'ΟΔΟΣ'"), { f: "η οδός".normalize("NFD").replace("\u0301", "") })).toBe(
      true,
    );
  });
});

describe("fields", () => {
  it("are found by a dotted path, by a literal dotted key, and with spaces", () => {
    expect(matches(one("a.b.c", "x"), { a: { b: { c: "x" } } })).toBe(true);
    expect(matches(one("a.b.c", "x"), { "a.b.c": "x" })).toBe(true);
    expect(matches(one("a.b.c", "x"), { "a.b": { c: "x" } })).toBe(true);
    expect(matches(one("a.b.c", "x"), { a: { "b.c": "x" } })).toBe(true);
    expect(matches("selection:\n    New Value: x\ncondition: selection", { "New Value": "x" })).toBe(true);
    expect(matches(one("a.b", "x"), { a: "x", b: "x" })).toBe(false);
  });

  it("a literal key wins over a path, and a path that leads nowhere gives way", () => {
    expect(matches(one("a.b", "x"), { "a.b": "x", a: { b: "y" } })).toBe(true);
    expect(matches(one("a.b", "y"), { "a.b": "x", a: { b: "y" } })).toBe(false);
    expect(matches(one("a.b.c", "x"), { "a.b": { d: 1 }, a: { b: { c: "x" } } })).toBe(true);
  });

  it("hold any element of an array, and what the objects of an array hold", () => {
    expect(matches(one("f", "b"), { f: ["a", "b"] })).toBe(true);
    expect(matches(one("f", "b"), { f: [["a"], ["b"]] })).toBe(true);
    expect(matches(one("s.id", "x"), { s: [{ id: "y" }, { id: "x" }] })).toBe(true);
    expect(matches(one("s.id", "x"), { s: [{ ids: ["x"] }] })).toBe(false);
    expect(matches(one("s.t.id", "x"), { s: [{ t: [{ id: "x" }] }, 5, null] })).toBe(true);
  });

  it("are the event's own: names that every object inherits are no fields", () => {
    expect(matches(one("constructor", "null"), {})).toBe(true);
    expect(matches(one("toString|exists", "false"), {})).toBe(true);
    expect(matches(one("__proto__", "x"), JSON.parse('{"__proto__":"x"}') as Record<string, unknown>)).toBe(
      true,
    );
  });

  it("can have other names in the events, by log source", () => {
    const rule = one("Image|endswith", "'\\a.exe'");
    const fieldNames = [
      { logsource: { product: "other" }, fields: { Image: "wrong" } },
      { logsource: { product: "test" }, fields: { Image: ["Image", "process.path"] } },
    ];
    expect(matches(rule, { process: { path: "C:\\a.exe" } }, { fieldNames })).toBe(true);
    expect(matches(rule, { Image: "C:\\a.exe" }, { fieldNames })).toBe(true);
    expect(matches(rule, { Image: "b", process: { path: "C:\\a.exe" } }, { fieldNames })).toBe(false);
    expect(
      matches(rule, { exe: "\\a.exe" }, { fieldNames: (field) => (field === "Image" ? "exe" : undefined) }),
    ).toBe(true);
  });
});

describe("detection errors", () => {
  it.each([
    ["selection: 5\ncondition: selection", "wrong-type", 8],
    ["selection: a\ncondition: selection", "wrong-type", 8],
    ["selection: []\ncondition: selection", "wrong-value", 8],
    ["selection: {}\ncondition: selection", "wrong-value", 8],
    ["selection:\n    f: []\ncondition: selection", "wrong-value", 9],
    ["selection:\n    f:\n        g: 1\ncondition: selection", "wrong-type", 10],
    ["selection:\n    f:\n        - [1]\ncondition: selection", "wrong-type", 10],
    ["selection:\n    - [a]\ncondition: selection", "wrong-type", 9],
    ["selection:\n    '': a\ncondition: selection", "wrong-value", 9],
    ["selection:\n    - null\ncondition: selection", "modifier-value", 9],
    ["selection:\n    f: 1\ncondition: 5", "wrong-type", 10],
    ["selection:\n    f: 1\ncondition: []", "wrong-value", 10],
    ["selection:\n    f: 1\ncondition: [[a]]", "wrong-type", 10],
    ["selection:\n    f: 1\ntimeframe: 5m\ncondition: selection", "legacy", 10],
    ["selection:\n    f: 1", "missing-field", 8],
    ["selection:\n    f|containz: 1\ncondition: selection", "unknown-modifier", 9],
    ["selection:\n    <<: {a: 1}\ncondition: selection", "yaml-syntax", 9],
    ["selection:\n    f: 1\n    f: 2\ncondition: selection", "yaml-syntax", 10],
  ])("%j", (detection, code, line) => {
    const error = errorOf(detection);
    expect({ code: error.code, line: error.place.line }).toEqual({ code, line: line - 1 });
    expect(error.remedy).toBeTruthy();
  });

  it("suggest the modifier that was meant, and point at it", () => {
    expect(errorOf("selection:\n    f|all|containz: [a, b]\ncondition: selection")).toMatchObject({
      code: "unknown-modifier",
      remedy: "Did you mean `contains`?",
      place: { file: "a.yml", line: 8, column: 15 },
    });
  });
});

describe("a rule set", () => {
  const rules = ["a: 1", "a: [1, 2]", "b: 1"].map((test) =>
    ruleOf(`selection:\n    ${test}\ncondition: selection`),
  );

  it("gives the rules that match in its own order", () => {
    const { ruleSet } = compileRules(rules);
    expect(ruleSet.size).toBe(3);
    expect(ruleSet.match({ b: 1, a: 1 }).map(({ rule }) => rules.indexOf(rule))).toEqual([0, 1, 2]);
    expect(ruleSet.match({ a: 2 }).map(({ rule }) => rules.indexOf(rule))).toEqual([1]);
    expect(ruleSet.match({})).toEqual([]);
  });

  it("reports rules that cannot be compiled and keeps the others", () => {
    const bad = ruleOf(one("f|expand", "'%x%'"));
    const { ruleSet, errors } = compileRules([...rules, bad]);
    expect(ruleSet.size).toBe(3);
    expect(errors.map((error) => error.code)).toEqual(["placeholder"]);
  });
});
