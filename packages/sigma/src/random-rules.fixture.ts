import fc from "fast-check";
import type { Condition } from "./condition.ts";
import type { SigmaEvent } from "./fields.ts";
import type { Modifier } from "./modifiers.ts";
import type { FieldTest, LogSource, SelectionBody, SigmaRule, SigmaValue } from "./rule.ts";

const place = { line: 1, column: 1 };
const at = { place, verbatim: false };

/** Few letters, so that rules and events meet; among them all that fold in unusual ways. */
const letters = fc.constantFrom(
  "a",
  "A",
  "b",
  "c",
  "-",
  "/",
  " ",
  "é",
  "É",
  "\u212a",
  "k",
  "ſ",
  "s",
  "İ",
  "i",
  "Σ",
  "ς",
  "σ",
  "😀",
);
const word = fc.string({ unit: letters, maxLength: 7 });
const longWord = fc.oneof(
  word,
  fc.constantFrom("abcabcabcabc", "ABCABCABCABCABCABCABCABCABCABC", "bcab", "x".repeat(300)),
);
const fieldName = fc.constantFrom("f", "g", "a.b", "list", "none", "constructor");

function test(
  field: string | undefined,
  modifiers: readonly Modifier[],
  values: readonly SigmaValue[],
): FieldTest {
  return { kind: "test", field, modifiers: modifiers.map((name) => ({ name, place })), values, place };
}

const textValue = fc
  .array(fc.oneof(longWord, fc.constantFrom("*", "?", "\\*")), { minLength: 1, maxLength: 3 })
  .map((parts): SigmaValue => ({ kind: "text", text: parts.join(""), ...at }));
const anyValue = fc.oneof(
  { weight: 6, arbitrary: textValue },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 30 })
      .map((value): SigmaValue => ({ kind: "number", value, text: String(value), ...at })),
  },
  { weight: 1, arbitrary: fc.boolean().map((value): SigmaValue => ({ kind: "boolean", value, ...at })) },
);
const nullValue: SigmaValue = { kind: "null", ...at };
const textModifiers = fc
  .tuple(
    fc.constantFrom<readonly Modifier[]>([], ["contains"], ["startswith"], ["endswith"]),
    fc.subarray<Modifier>(["windash", "cased", "all", "neq"]),
  )
  .map(([position, others]) => [...position, ...others]);

const fieldTest: fc.Arbitrary<FieldTest> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.option(fieldName, { nil: undefined }),
        textModifiers,
        fc.array(textValue, { minLength: 1, maxLength: 3 }),
      )
      .map(([field, modifiers, values]) => test(field, modifiers, values)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fieldName, fc.array(fc.oneof(anyValue, fc.constant(nullValue)), { minLength: 1, maxLength: 3 }))
      .map(([field, values]) => test(field, [], values)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.option(fieldName, { nil: undefined }),
        fc.constantFrom<readonly Modifier[]>(["re"], ["re", "i"], ["re", "startswith"], ["re", "neq"]),
        fc.constantFrom(
          "abc",
          "a+b",
          "(?:ab|cd)+c",
          "[Aa]b",
          "k",
          "s+",
          "^a",
          "é|É",
          "a.c",
          "\\W",
          "(a|b)*",
          "abcabc",
        ),
      )
      .map(([field, modifiers, text]) => test(field, modifiers, [{ kind: "text", text, ...at }])),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fieldName, fc.boolean())
      .map(([field, value]) => test(field, ["exists"], [{ kind: "boolean", value, ...at }])),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fieldName, fc.constantFrom<Modifier>("lt", "gte"), fc.integer({ min: 0, max: 20 }))
      .map(([field, name, value]) =>
        test(field, [name], [{ kind: "number", value, text: String(value), ...at }]),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fieldName,
        fieldName,
        fc.constantFrom<readonly Modifier[]>(["fieldref"], ["fieldref", "contains"], ["fieldref", "neq"]),
      )
      .map(([field, text, modifiers]) => test(field, modifiers, [{ kind: "text", text, ...at }])),
  },
);

const body: fc.Arbitrary<SelectionBody> = fc.oneof(
  fieldTest,
  fc
    .tuple(
      fc.constantFrom("every" as const, "some" as const),
      fc.array(fieldTest, { minLength: 1, maxLength: 3 }),
    )
    .map(([kind, parts]): SelectionBody => ({ kind, parts, place })),
);

const names = ["a", "b", "c"];
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...names).map((name): Condition => ({ kind: "selection", name, place })),
    fc
      .tuple(fc.constantFrom("1" as const, "all" as const), fc.constantFrom("them", "a*", "x*"))
      .map(([quantifier, pattern]): Condition => ({ kind: "quantified", quantifier, pattern, place })),
    tie("condition").map((part): Condition => ({ kind: "not", part })),
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("condition"), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, parts]): Condition => ({ kind, parts })),
  ),
}));

export const logSource: fc.Arbitrary<LogSource> = fc.record(
  { category: fc.constantFrom("c", "d"), product: fc.constantFrom("p", "Q") },
  { requiredKeys: [] },
);

/** Rules that parsing would accept. */
export const randomRule: fc.Arbitrary<SigmaRule> = fc
  .tuple(fc.tuple(body, body, body), fc.array(condition, { minLength: 1, maxLength: 2 }), logSource)
  .map(([bodies, conditions, logsource]) => ({
    title: "random",
    logsource,
    detection: {
      selections: names.map((name, index) => ({ name, body: bodies[index] ?? bodies[0], place })),
      conditions,
    },
    custom: {},
    place,
  }));

const leaf = fc.oneof(
  { weight: 6, arbitrary: fc.array(longWord, { maxLength: 3 }).map((words) => words.join("")) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, true, false, undefined, 1.5, 10n, new Date("2025-03-01T00:00:00Z")),
  },
);

export const randomEvent: fc.Arbitrary<SigmaEvent> = fc.record(
  {
    f: leaf,
    g: leaf,
    "a.b": leaf,
    a: fc.oneof(fc.record({ b: leaf }), fc.array(fc.record({ b: leaf }), { maxLength: 2 }), leaf),
    list: fc.array(fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })), { maxLength: 3 }),
    other: leaf,
  },
  { requiredKeys: [] },
);
