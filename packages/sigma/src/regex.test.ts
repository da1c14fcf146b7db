import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SigmaError } from "./errors.ts";
import { fold } from "./fold.ts";
import { compileRegex } from "./regex.ts";
import { findUnsupported, regexShape } from "./regex-syntax.ts";

const at = { place: { line: 3, column: 11 }, verbatim: true };

function compile(source: string, flags = "") {
  return compileRegex({ source, flags, position: "equals", at });
}

describe("regular expressions", () => {
  it.each([
    "(a+)+$",
    "(a|aa)+$",
    "(.*a){20}b",
    "(a*)*b",
    "([a-z]+)*\\d",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "a*a*a*a*a*a*b",
  ])("%s takes linear time", (source) => {
    const regex = compile(source);
    const time = (length: number) => {
      const text = `${"a".repeat(length)}!`;
      const start = process.cpuUsage().user;
      expect(regex.test(text, text)).toBe(false);
      return (process.cpuUsage().user - start) / 1000;
    };
    time(100);
    // The platform's engine needs 2 to the power of the length for the first of them.
    expect(time(200_000)).toBeLessThan(2000);
  });

  it.each([
    ["a(?=b)", "lookahead", 1],
    ["a(?!b)", "lookahead", 1],
    ["(?<=a)b", "lookbehind", 0],
    ["x(?<!a)b", "lookbehind", 1],
    ["(a)\\1", "a back reference", 3],
    ["(?P<n>a)(?P=n)", "a back reference", 8],
    ["(?<n>a)\\k<n>", "a back reference", 7],
    ["(?>a)b", "an atomic group", 0],
    ["a++b", "a possessive quantifier", 1],
    ["a{2}+b", "a possessive quantifier", 3],
    ["(?(1)a|b)", "a conditional", 0],
    ["a(?R)?", "recursion", 1],
    ["a\\Kb", "`\\K` or `\\G`", 1],
  ])("%s is refused by name and place", (source, what, offset) => {
    expect(findUnsupported(source)).toEqual({ what, offset });
    const error = catching(() => compile(source));
    expect(error).toMatchObject({ code: "regex-unsupported", place: { line: 3, column: 11 + offset } });
    expect(error.message).toContain(what);
  });

  it.each(["a\\(?=b", "[(?=a)]", "[\\]\\1]", "[]\\\\(?=]", "\\\\+a", "a{1,2}", "[^](?!]x"])(
    "%s is not taken for one of those",
    (source) => {
      expect(findUnsupported(source)).toBeUndefined();
    },
  );

  it.each([
    ["a(b", 0],
    ["ab)", 0],
    ["x[z-a]", 2],
    ["ab[c", 2],
    ["ab**", 2],
    ["a\\h", 1],
    ["a{1001}", 1],
    ["a\\", 0],
  ])("%s is refused with its place", (source, offset) => {
    const error = catching(() => compile(source));
    expect(error.code).toBe("regex-syntax");
    expect(error.place.column - 11).toBeGreaterThanOrEqual(offset === 0 ? 0 : 1);
    expect(error.remedy).toBeTruthy();
  });

  it("has no place inside a text that is written otherwise in the file", () => {
    const where = { ...at, verbatim: false };
    const error = catching(() =>
      compileRegex({ source: "ab(?=c)", flags: "", position: "equals", at: where }),
    );
    expect(error.place).toEqual(at.place);
  });
});

describe("what every match holds", () => {
  it.each([
    ["abc", [["abc"]], true],
    ["Net\\s+Config", [["net"], ["config"]], false],
    ["a|bc", [["a", "bc"]], true],
    ["ab?c", [["ac", "abc"]], true],
    ["(foo|bar)x+", [["foo", "bar"], ["x"]], false],
    ["[Pp]rogram", [["program"]], true],
    ["^abc$", [["abc"]], false],
    ["a.b", [["a"], ["b"]], false],
    ["(?i)ABC", [["abc"]], true],
    ["\\.exe\\$", [[".exe$"]], true],
    [".*", [], false],
    ["a*|b", [], false],
    ["(?i:a)b", [], false],
    ["\\x41bc", [], false],
    ["[^a]bc", [["bc"]], false],
    ["[a-z]bc", [["bc"]], false],
    ["a{2,3}bc", [["a"], ["bc"]], false],
    ["a{0}bc", [["bc"]], false],
    ["(?:\\{\\d\\}){2,}x", [["{"], ["}"], ["x"]], false],
  ])("%s", (source, required, exact) => {
    const shape = regexShape(source, "");
    expect(shape.required.map((set) => set.toSorted())).toEqual(required.map((set) => set.toSorted()));
    expect(shape.exact).toBe(exact);
  });

  const atom = fc.constantFrom(
    "a",
    "B",
    "k",
    "s",
    ".",
    "[Ab]",
    "[^a]",
    "[a-c]",
    "\\.",
    "\\d",
    "\\w",
    "^",
    "$",
    "\\b",
    "-",
    "]",
    "é",
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      atom,
      fc.array(tie("expression"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
      fc.array(tie("expression"), { minLength: 1, maxLength: 3 }).map((parts) => `(?:${parts.join("|")})`),
      fc
        .tuple(tie("expression"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"))
        .map(([part, quantifier]) => `(?:${part})${quantifier}`),
    ),
  }));
  const text = fc.string({
    unit: fc.constantFrom(
      "a",
      "A",
      "b",
      "c",
      "K",
      "k",
      "\u212a",
      "ſ",
      "s",
      "5",
      ".",
      "-",
      "]",
      " ",
      "é",
      "É",
    ),
    maxLength: 12,
  });

  it("is in every match, which the index relies on, and the platform's engine agrees about small matches", () => {
    fc.assert(
      fc.property(expression, fc.constantFrom("", "i"), text, (source, flags, value) => {
        // What is written `]` alone means itself in RE2 and must be escaped for the platform in this mode.
        const reference = new RegExp(source.replace(/(?<!\[[^\]]*)\]/g, "\\]"), `u${flags}`);
        const expected = reference.test(value);
        const { required } = regexShape(source, flags);
        if (expected)
          for (const set of required) expect(set.some((wanted) => fold(value).includes(wanted))).toBe(true);
        // Beyond ASCII, the two disagree on purpose about what a word is.
        if (/^[\x00-\x7f]*$/.test(value + source))
          expect(compile(source, flags).test(value, fold(value))).toBe(expected);
      }),
      { numRuns: 2500 },
    );
  });

  it("is told of hostile expressions without trouble", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab()[]{}|*+?\\^$.,-1:=!<i") }), (source) => {
        const started = process.cpuUsage().user;
        regexShape(source, "i");
        findUnsupported(source);
        expect((process.cpuUsage().user - started) / 1000).toBeLessThan(1000);
      }),
      { numRuns: 3000 },
    );
  });
});

function catching(work: () => unknown): SigmaError {
  try {
    work();
  } catch (error) {
    if (error instanceof SigmaError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
