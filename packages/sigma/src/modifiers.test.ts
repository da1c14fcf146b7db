import { describe, expect, it } from "vitest";
import { type Modifier, MODIFIERS } from "./modifiers.ts";
import { errorOf, matches, one } from "./rule.fixture.ts";

const PLACES = "['10.0.0.0/8', '2001:db8::/32']";
const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");
const wide = (text: string) => Buffer.from(text, "utf16le").toString("latin1");

/** For each modifier of the appendix: a field test, values of the field `f` that it accepts, and values that it does not. */
const CASES: Record<
  Modifier,
  readonly (readonly [field: string, value: string, yes: unknown[], no: unknown[]])[]
> = {
  all: [
    ["f|contains|all", "[a, b]", ["xbya", ["xa", "by"]], ["a", ["a", "c"], null]],
    ["f|all", "['a*', '*b']", ["a-b"], ["a"]],
  ],
  startswith: [
    ["f|startswith", "Adm", ["adm", "administrator"], ["an admin", 5, null]],
    ["f|startswith", "'1'", [1, 12], [21, true]],
  ],
  endswith: [["f|endswith", "'\\cmd.exe'", ["C:\\x\\CMD.EXE", "\\cmd.exe"], ["cmd.exe", "\\cmd.exe "]]],
  contains: [
    ["f|contains", "Needle", ["needle", "a NEEDLE b"], ["needl", "", null, {}]],
    ["f|contains", "'a*b?c'", ["xxa__bxcxx"], ["abc"]],
    ["f|contains", "'100\\*'", ["is 100* x"], ["is 1000"]],
    ["f|contains", "46", [4624, "546"], [4524]],
  ],
  exists: [
    ["f|exists", "true", ["x", "", null, 0, []], []],
    ["g|exists", "false", ["x"], []],
  ],
  cased: [
    ["f|cased", "AbC", ["AbC"], ["abc", "ABC"]],
    ["f|contains|cased", "bC", ["abCd"], ["abcd"]],
  ],
  neq: [
    ["f|neq", "a", ["b", "", null, ["b"]], ["a", "A", ["a", "b"]]],
    ["f|neq", "[a, 1]", ["b"], ["a", 1, "1"]],
    ["g|neq", "a", ["anything"], []],
    ["f|contains|neq", "a", ["xyz"], ["xaz"]],
    ["f|neq", "null", ["x"], [null]],
  ],
  windash: [
    ["f|windash", "'a -s'", ["a -s", "A /S", "a \u2013s", "a \u2014s", "a \u2015s"], ["a s", "a +s"]],
    ["f|contains|windash", "' -p-'", ["x /p\u2015 y"], ["x p"]],
    ["f|windash|contains", "'/f '", ["cmd -f x"], ["cmd f x"]],
    [
      "f|windash|base64offset|contains",
      "' -f foo'",
      [base64("xx /f foo"), base64("x -f foo")],
      [base64("x f foo")],
    ],
  ],
  re: [
    ["f|re", "'^a.c$'", ["abc"], ["ABC", "xabc", "abcd"]],
    ["f|re", "'b+'", ["abbbc", ["x", "b"]], ["B", null]],
    ["f|re", "'[0-9]{3}'", [4624], ["12"]],
    ["f|re|contains", "'b'", ["abc"], ["ac"]],
    ["f|re|startswith", "'b|c'", ["cab"], ["ab"]],
    ["f|re|endswith", "'a|b'", ["xb"], ["bc"]],
    ["f|re|all", "['a', 'b']", ["ba"], ["a"]],
    ["f|re|neq", "'a'", ["b"], ["a"]],
  ],
  i: [["f|re|i", "'^ab'", ["ABc", "abc"], ["bab"]]],
  m: [
    ["f|re|m", "'^b$'", ["a\nb\nc"], ["ab"]],
    ["f|re|i|m", "'^B$'", ["a\nb\nc"], ["ab"]],
  ],
  s: [
    ["f|re|s", "'a.b'", ["a\nb"], ["ab"]],
    ["f|re", "'a.b'", ["a b"], ["a\nb"]],
  ],
  base64: [["f|base64", "foobar", ["Zm9vYmFy"], ["foobar"]]],
  base64offset: [
    [
      "f|base64offset|contains",
      "'http://'",
      [base64("http://a"), base64("x http://a"), base64("xx http://a")],
      ["http://"],
    ],
  ],
  utf16le: [["f|utf16le|contains", "cmd", ["xc\0m\0d\0"], ["\0c\0m\0d", "cmd"]]],
  utf16be: [["f|utf16be|contains", "cmd", ["\0c\0m\0dx"], ["c\0m\0d", "cmd"]]],
  utf16: [["f|utf16", "cmd", ["\u00ff\u00fec\0m\0d\0"], ["c\0m\0d\0"]]],
  wide: [
    ["f|wide|contains", "cmd", ["c\0m\0d\0"], ["cmd"]],
    ["f|wide|base64offset|contains", "ping", [base64(wide("xping")), base64(wide("ping"))], [base64("ping")]],
  ],
  lt: [["f|lt", "10", [9, "9.5", -1, [20, 5]], [10, 11, "x", "", null, true]]],
  lte: [["f|lte", "10", [10, "10"], [10.5]]],
  gt: [
    ["f|gt", "10", [10.5, "1e2"], [10, "0x20", " 11"]],
    ["f|gt|all", "[1, 5]", [6], [3]],
  ],
  gte: [["f|gte", "-1.5", [-1.5, 0], [-2]]],
  minute: [["f|minute", "30", ["2025-03-01T12:30:05.000Z"], ["2025-03-01T12:31:05.000Z", "2025-03-01", 30]]],
  hour: [
    ["f|hour", "[0, 23]", ["2025-03-01T23:30:00-05:00", "2025-03-01 00:00:00"], ["2025-03-01T12:00:00Z"]],
    ["f|hour|gte", "22", ["2025-03-01T22:00Z"], ["2025-03-01T21:59:59Z"]],
    ["f|lt|hour", "6", ["2025-03-01T05:00Z"], ["2025-03-01T06:00Z"]],
    ["f|hour|neq", "12", ["2025-03-01T11:00Z", "no date"], ["2025-03-01T12:00Z"]],
  ],
  day: [["f|day", "1", ["2025-03-01"], ["2025-03-02", "2025-13-01", "2025-02-30"]]],
  week: [["f|week", "1", ["2024-12-30", "2025-01-05"], ["2025-01-06", "2024-12-29"]]],
  month: [["f|month", "3", ["2025-03-01T00:00:00Z"], ["2025-04-01"]]],
  year: [["f|year", "2025", ["2025-03-01"], ["2024-03-01", "not 2025"]]],
  cidr: [
    [
      "f|cidr",
      PLACES,
      ["10.2.3.4", "2001:db8::1", "::ffff:10.0.0.1"],
      ["11.0.0.1", "2001:db9::1", "10.0.0", "x"],
    ],
    ["f|cidr|neq", "'10.0.0.0/8'", ["11.0.0.1", "x"], ["10.0.0.1"]],
  ],
  expand: [
    ["f|expand", "'%admins%'", ["root", "adm_7"], ["guest", "%admins%"]],
    ["f|expand|contains", "'<%admins%>'", ["x<root>x"], ["root"]],
    ["f|expand", "'\\%plain%admins%'", ["%plainroot"], ["plainroot"]],
    ["f|re|expand", "'^%dots%$'", ["a.b"], ["axb"]],
    ["f|cidr|expand", "'%nets%'", ["10.1.1.1"], ["11.1.1.1"]],
  ],
  fieldref: [
    ["f|fieldref", "other", ["Same", "same"], ["different", null]],
    ["f|fieldref|startswith", "other", ["same as"], ["as same"]],
    ["f|endswith|fieldref", "other", ["the SAME"], ["same the"]],
    ["f|fieldref|contains", "other", ["a same b"], ["x"]],
    ["f|fieldref|cased", "other", ["Same"], ["same"]],
    ["f|fieldref|neq", "other", ["different"], ["same"]],
    ["f|fieldref", "missing", [], ["same", null]],
    ["f|fieldref", "list", ["two"], ["three"]],
  ],
};

const placeholders = (name: string) =>
  ({ admins: ["root", "adm_*"], dots: ["a.b"], nets: ["10.0.0.0/8"] })[name] as readonly string[] | undefined;

function accepts(field: string, value: string, f: unknown): boolean {
  return matches(one(field, value), { f, other: "Same", list: ["one", "two"] }, { placeholders });
}

describe("Sigma Modifiers 2.1.0", () => {
  it("has a case for each modifier", () => {
    expect(Object.keys(CASES).toSorted()).toEqual([...MODIFIERS].toSorted());
  });

  for (const name of MODIFIERS)
    for (const [field, value, yes, no] of CASES[name])
      it(`${field}: ${value}`, () => {
        expect(yes.filter((event) => !accepts(field, value, event))).toEqual([]);
        expect(no.filter((event) => accepts(field, value, event))).toEqual([]);
      });

  it("tells that a field exists by its key alone", () => {
    expect(matches(one("f|exists", "true"), { g: 1 })).toBe(false);
    expect(matches(one("f|exists", "false"), { g: 1 })).toBe(true);
  });

  it("takes a plain percent sign literally without expand", () => {
    expect(matches(one("f", "'%admins%'"), { f: "%admins%" })).toBe(true);
  });

  it("refuses a rule whose placeholder is unknown", () => {
    expect(() => matches(one("f|expand", "'%nobody%'"), {}, { placeholders })).toThrowError(
      expect.objectContaining({ code: "placeholder", place: expect.objectContaining({ line: 8 }) }),
    );
  });
});

describe("modifiers that do not stand together", () => {
  it.each([
    ["f|re|cased", "a", "cased"],
    ["f|i", "a", "i"],
    ["f|contains|re", "a", "contains"],
    ["f|i|re", "a", "i"],
    ["f|startswith|endswith", "a", "endswith"],
    ["f|lt|gt", "1", "gt"],
    ["f|lt|neq", "1", "neq"],
    ["f|hour|minute", "1", "minute"],
    ["f|hour|all", "[1, 2]", "all"],
    ["f|exists|neq", "true", "neq"],
    ["f|cidr|contains", "10.0.0.0/8", "contains"],
    ["f|fieldref|base64", "g", "base64"],
    ["f|contains|contains", "a", "contains"],
    ["f|contains|base64", "a", "contains"],
    ["f|base64|utf16le", "a", "base64"],
    ["f|base64|windash", "a", "base64"],
    ["f|utf16|wide", "a", "wide"],
    ["f|base64|base64offset", "a", "base64offset"],
    ["'|cidr'", "10.0.0.0/8", "cidr"],
    ["'|exists'", "true", "exists"],
  ])("%s", (field, value, at) => {
    const error = errorOf(`selection:\n    ${field}: ${value}\ncondition: selection`);
    expect(error.code).toBe("modifier-combination");
    expect(error.remedy).toBeTruthy();
    const line = `        ${field}: ${value}`;
    const columns = [...line.matchAll(new RegExp(`(?<=\\|)${at}\\b`, "g"))].map((match) => match.index + 1);
    expect(columns).toContain(error.place.column);
  });
});

describe("values that a modifier cannot take", () => {
  it.each([
    ["f|lt", "a"],
    ["f|hour", "24"],
    ["f|month", "0"],
    ["f|week", "1.5"],
    ["f|exists", "maybe"],
    ["f|exists", "[true, false]"],
    ["f|cidr", "'10.0.0.0/33'"],
    ["f|cidr", "'300.0.0.0/8'"],
    ["f|cidr", "5"],
    ["f|base64", "'a*b'"],
    ["f|base64offset|contains", "''"],
    ["f|windash", "5"],
    ["f|contains", "null"],
    ["f|re", "true"],
    ["f|fieldref", "'a*'"],
    ["f|fieldref", "5"],
    ["'|all'", "[a, null]"],
  ])("%s: %s", (field, value) => {
    const error = errorOf(`selection:\n    ${field}: ${value}\ncondition: selection`);
    expect(error.code).toBe("modifier-value");
    expect(error.remedy).toBeTruthy();
    expect(error.place.line).toBe(8);
  });

  it("writes out no more permutations than is sensible", () => {
    expect(errorOf(one("f|windash|base64", "'-a-b-c-d-e-f'")).code).toBe("limit");
  });
});
