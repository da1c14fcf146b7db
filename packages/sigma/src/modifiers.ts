import { SigmaError } from "./errors.ts";
import type { FieldTest, ModifierUse } from "./rule.ts";

/** Modifiers with the names of the specification's appendix (version 2.1.0). */
export const MODIFIERS = [
  "all",
  "startswith",
  "endswith",
  "contains",
  "exists",
  "cased",
  "neq",
  "windash",
  "re",
  "i",
  "m",
  "s",
  "base64",
  "base64offset",
  "utf16le",
  "utf16be",
  "utf16",
  "wide",
  "lt",
  "lte",
  "gt",
  "gte",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
  "cidr",
  "expand",
  "fieldref",
] as const;
export type Modifier = (typeof MODIFIERS)[number];

export const ORDERINGS = ["lt", "lte", "gt", "gte"] as const;
export type Ordering = (typeof ORDERINGS)[number];
export const TIME_UNITS = ["minute", "hour", "day", "week", "month", "year"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

const PLACEMENTS = ["startswith", "endswith", "contains"] as const;
const ENCODINGS = ["base64", "base64offset", "utf16le", "utf16be", "utf16", "wide"] as const;
const FLAGS = ["i", "m", "s"] as const;

/** What kind of test a chain of modifiers makes; each kind allows the modifiers of its line and no others. */
const ALLOWED = {
  text: ["all", "neq", "cased", "windash", "expand", ...PLACEMENTS, ...ENCODINGS],
  re: ["re", ...FLAGS, "all", "neq", "expand", ...PLACEMENTS],
  cidr: ["cidr", "all", "neq", "expand"],
  ordering: [...ORDERINGS, "all"],
  time: [...TIME_UNITS, ...ORDERINGS, "neq"],
  exists: ["exists"],
  fieldref: ["fieldref", "all", "neq", "cased", ...PLACEMENTS],
} as const satisfies Record<string, readonly Modifier[]>;

export type TestKind = keyof typeof ALLOWED;

/** Pairs of which a chain may hold one only. */
const RIVALS: readonly (readonly Modifier[])[] = [
  PLACEMENTS,
  ORDERINGS,
  TIME_UNITS,
  ["base64", "base64offset"],
  ["utf16le", "utf16be", "utf16", "wide"],
];

/** `first` must stand before `then`, because modifiers are applied in the order in which they are written. */
const ORDER: readonly (readonly [first: Modifier, then: Modifier])[] = [
  ...FLAGS.map((flag) => ["re", flag] as const),
  ...PLACEMENTS.map((placement) => ["re", placement] as const),
  ...(["base64", "base64offset"] as const).flatMap((base) => [
    ...(["utf16le", "utf16be", "utf16", "wide", "windash", "expand"] as const).map(
      (first) => [first, base] as const,
    ),
    ...PLACEMENTS.map((placement) => [base, placement] as const),
  ]),
  ...(["utf16le", "utf16be", "utf16", "wide"] as const).flatMap((wide) => [
    ...(["windash", "expand"] as const).map((first) => [first, wide] as const),
    ...PLACEMENTS.map((placement) => [wide, placement] as const),
  ]),
];

/** The kind of test that these modifiers make; throws where they cannot stand together. */
export function kindOfTest(test: FieldTest): TestKind {
  const names = test.modifiers.map((use) => use.name);
  const kind = pickKind(names);
  const allowed: readonly Modifier[] = ALLOWED[kind];
  for (const [index, use] of test.modifiers.entries()) {
    if (names.indexOf(use.name) !== index)
      throw combination(use, `\`${use.name}\` stands twice`, "Write it once.");
    if (!allowed.includes(use.name)) throw combination(use, ...refusal(kind, use.name));
    for (const rivals of RIVALS) {
      const rival = names.slice(0, index).find((name) => rivals.includes(name));
      if (rival !== undefined && rivals.includes(use.name))
        throw combination(use, `\`${rival}\` and \`${use.name}\` exclude each other`, "Keep one of them.");
    }
    const misplaced = ORDER.find(([first, then]) => then === use.name && names.indexOf(first) > index);
    if (misplaced !== undefined)
      throw combination(
        use,
        `\`${use.name}\` stands before \`${misplaced[0]}\``,
        `Modifiers are applied from left to right: write \`${misplaced[0]}|${use.name}\`.`,
      );
  }
  const [first] = test.modifiers;
  if (test.field === undefined && first !== undefined && kind !== "text" && kind !== "re")
    throw combination(
      first,
      `keywords have no field that \`${kind}\` could test`,
      "Name a field, or remove the modifier.",
    );
  return kind;
}

function pickKind(names: readonly Modifier[]): TestKind {
  const has = (some: readonly Modifier[]) => names.some((name) => some.includes(name));
  if (has(["re"])) return "re";
  if (has(["cidr"])) return "cidr";
  if (has(["exists"])) return "exists";
  if (has(["fieldref"])) return "fieldref";
  if (has(TIME_UNITS)) return "time";
  if (has(ORDERINGS)) return "ordering";
  return "text";
}

function refusal(kind: TestKind, name: Modifier): [message: string, remedy: string] {
  if ((FLAGS as readonly Modifier[]).includes(name))
    return [
      `\`${name}\` is a part of \`re\` and has no meaning without it`,
      `Write \`re|${name}\`, or remove it.`,
    ];
  if (kind === "exists") return ["`exists` stands alone", `Remove \`${name}\`.`];
  if (kind === "re" && name === "cased")
    return [
      "a regular expression is case-sensitive already",
      "Remove `cased`; `i` makes it case-insensitive.",
    ];
  if (kind === "ordering" && name === "neq")
    return ["an ordering cannot be negated", "Use the opposite one: `lt` and `gte`, `lte` and `gt`."];
  const what = kind === "ordering" || kind === "time" ? "this number" : `\`${kind}\``;
  return [
    `\`${name}\` cannot be applied together with ${what}`,
    `Remove \`${name}\`, or test it in a selection of its own.`,
  ];
}

function combination(use: ModifierUse, message: string, remedy: string): SigmaError {
  return new SigmaError("modifier-combination", message, use.place, { remedy });
}
