import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, parseCondition, printCondition, selectedNames } from "./condition.ts";
import { SigmaError } from "./errors.ts";
import { errorOf, matches } from "./rule.fixture.ts";

const placeAt = (offset: number) => ({ line: 1, column: offset + 1 });

function parse(text: string): Condition {
  return parseCondition(text, placeAt);
}

function withoutPlaces(condition: Condition): unknown {
  return JSON.parse(
    JSON.stringify(condition, (key, value: unknown) => (key === "place" ? undefined : value)),
  );
}

/** What a condition says about an event in which exactly these selections hold. */
function holds(condition: string, ...holding: string[]): boolean {
  const names = ["a", "b", "c", "filter_1", "filter_2", "_hidden"];
  const selections = names.map((name) => `${name}:\n    f_${name}: 1`).join("\n");
  const event = Object.fromEntries(holding.map((name) => [`f_${name}`, 1]));
  return matches(`${selections}\ncondition: ${condition}`, event);
}

describe("Sigma Rules Specification 2.1.0: Condition", () => {
  it.each([
    ["a", ["a"], ["b"]],
    ["a and b", ["a", "b"], ["a"]],
    ["a or b", ["b"], ["c"]],
    ["not a", ["b"], ["a"]],
    ["a and not b", ["a"], ["a", "b"]],
    ["a or b and c", ["a"], ["b"]],
    ["(a or b) and c", ["b", "c"], ["a"]],
    ["not a and b", ["b"], ["a", "b"]],
    ["not (a and b)", ["a"], ["a", "b"]],
    ["not not a", ["a"], ["b"]],
    ["1 of them", ["filter_2"], []],
    ["1 of filter_*", ["filter_2"], ["a"]],
    ["all of filter_*", ["filter_1", "filter_2"], ["filter_1"]],
    ["a and not 1 of filter_*", ["a"], ["a", "filter_1"]],
    ["1 of *_1", ["filter_1"], ["filter_2"]],
    ["1 of f*_*1", ["filter_1"], ["filter_2"]],
    ["all of them", ["a", "b", "c", "filter_1", "filter_2"], ["a", "b", "c", "filter_1"]],
    ["1 of a", ["a"], ["b"]],
    ["any of filter_*", ["filter_1"], ["a"]],
    ["a AND NOT b", ["a"], ["b"]],
    ["1 of _h*", ["_hidden"], ["a"]],
  ])("%s", (condition, yes, no) => {
    expect(holds(condition, ...yes)).toBe(true);
    expect(holds(condition, ...no)).toBe(false);
  });

  it("leaves names that start with _ out of `them` and of patterns", () => {
    expect(holds("1 of them", "_hidden")).toBe(false);
    expect(selectedNames("*hidden", ["_hidden", "unhidden"])).toEqual(["unhidden"]);
    expect(selectedNames("_*", ["_hidden", "a"])).toEqual(["_hidden"]);
  });

  it("takes a pattern that stands for nothing as false, for `all of` too", () => {
    expect(holds("1 of nothing*", "a")).toBe(false);
    expect(holds("all of nothing*", "a")).toBe(false);
    expect(holds("a and not 1 of nothing*", "a")).toBe(true);
  });

  it("links a list of conditions with OR", () => {
    const detection = "a:\n    x: 1\nb:\n    x: 2\ncondition:\n    - a\n    - b";
    expect(matches(detection, { x: 2 })).toBe(true);
    expect(matches(detection, { x: 3 })).toBe(false);
  });

  it("takes names with dots, dashes and bars", () => {
    expect(matches("filter_mdadm.conf:\n    x: 1\ncondition: filter_mdadm.conf", { x: 1 })).toBe(true);
    expect(matches("a|endswith:\n    x: 1\ncondition: 1 of a*", { x: 1 })).toBe(true);
  });
});

describe("condition errors", () => {
  it.each([
    ["a and", 6, "condition-syntax"],
    ["and a", 1, "condition-syntax"],
    ["a b", 3, "condition-syntax"],
    ["(a", 3, "condition-syntax"],
    ["a)", 2, "condition-syntax"],
    ["()", 2, "condition-syntax"],
    ["not", 4, "condition-syntax"],
    ["", 1, "condition-syntax"],
    ["1 of", 5, "condition-syntax"],
    ["1 of (a)", 6, "condition-syntax"],
    ["2 of a*", 1, "condition-syntax"],
    ["a*", 1, "condition-syntax"],
    ["a | count() > 5", 3, "legacy"],
    ["(".repeat(200), 101, "limit"],
    ["not ".repeat(200), 401, "limit"],
  ])("%s", (text, column, code) => {
    const error = catching(() => parse(text));
    expect({ code: error.code, column: error.place.column }).toEqual({ code, column });
    expect(error.remedy).toBeTruthy();
  });

  it("point into the file and suggest a name", () => {
    const error = errorOf("selection:\n    x: 1\ncondition: selection and not selektion");
    expect(error).toMatchObject({
      code: "unknown-selection",
      place: { file: "a.yml", line: 9, column: 34 },
      remedy: "Did you mean `selection`?",
    });
    expect(errorOf("selection:\n    x: 1\ncondition: 'selection and 1 of filter'")).toMatchObject({
      code: "unknown-selection",
      place: { line: 9, column: 31 },
    });
  });
});

describe("printed conditions", () => {
  const name = fc.constantFrom("a", "selection_1", "filter.x", "other-one");
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      name.map((text): Condition => ({ kind: "selection", name: text, place: placeAt(0) })),
      fc.tuple(fc.constantFrom("1" as const, "all" as const), fc.constantFrom("them", "sel*", "_x*")).map(
        ([quantifier, pattern]): Condition => ({
          kind: "quantified",
          quantifier,
          pattern,
          place: placeAt(0),
        }),
      ),
      tie("condition").map((part): Condition => ({ kind: "not", part })),
      fc
        .tuple(
          fc.constantFrom("and" as const, "or" as const),
          fc.array(tie("condition"), { minLength: 2, maxLength: 4 }),
        )
        .map(([kind, parts]): Condition => ({ kind, parts })),
    ),
  }));

  it("read back as the same condition", () => {
    fc.assert(
      fc.property(condition, (written) => {
        expect(withoutPlaces(parse(printCondition(written)))).toEqual(withoutPlaces(written));
      }),
    );
  });

  it("have no more parentheses than they need", () => {
    expect(printCondition(parse("((a) and (not (b))) or (1 of (x*))".replace("(x*)", "x*")))).toBe(
      "a and not b or 1 of x*",
    );
    expect(printCondition(parse("a and (b or c)"))).toBe("a and (b or c)");
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
