import { base64, base64Offsets, BYTE_ORDER_MARK, utf16beBytes, utf16leBytes, utf8Bytes } from "./encoding.ts";
import { type Place, SigmaError } from "./errors.ts";
import {
  kindOfTest,
  type Modifier,
  type Ordering,
  ORDERINGS,
  TIME_UNITS,
  type TimeUnit,
} from "./modifiers.ts";
import { type Network, parseNetwork } from "./network.ts";
import {
  ANY,
  expandDashes,
  joinParts,
  mapLiterals,
  markDashes,
  parsePattern,
  type Part,
  type Pattern,
  plainText,
} from "./pattern.ts";
import { expandPlaceholders, type Placeholders } from "./placeholders.ts";
import type { RegexSource } from "./regex.ts";
import type { FieldTest, SigmaValue } from "./rule.ts";
import { TIME_RANGES } from "./time-part.ts";

export type Position = "equals" | "startswith" | "endswith" | "contains";

/** What one value of a rule asks of one value of an event, after its modifiers were applied. */
export type ValueTest =
  | { readonly kind: "text"; readonly pattern: Pattern; readonly cased: boolean }
  | ({ readonly kind: "regex" } & RegexSource)
  | { readonly kind: "network"; readonly network: Network; readonly text: string }
  | { readonly kind: "ordering"; readonly ordering: Ordering; readonly bound: number }
  | {
      readonly kind: "time";
      readonly unit: TimeUnit;
      readonly ordering: Ordering | undefined;
      readonly bound: number;
    }
  | { readonly kind: "field"; readonly field: string; readonly position: Position; readonly cased: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "exists"; readonly expected: boolean };

/** A field test ready for evaluation: `all` wants every value, otherwise one; each value is a choice of alternatives. */
export interface ReadTest {
  readonly field: string | undefined;
  readonly all: boolean;
  readonly negated: boolean;
  readonly values: readonly (readonly ValueTest[])[];
  readonly source: FieldTest;
}

/** windash before an encoding has to be written out: 5 to the power of the dashes. */
const MAX_EXPANSION = 3125;

/**
 * Applies the modifiers of a field test. Throws a SigmaError where modifiers do not fit each other or a value, and where a
 * placeholder is unknown. Without `placeholders` at all, placeholders are left for later: that is the check while parsing.
 */
export function readTest(test: FieldTest, placeholders?: Placeholders): ReadTest {
  const kind = kindOfTest(test);
  const names = test.modifiers.map((use) => use.name);
  const has = (name: Modifier) => names.includes(name);
  if (test.values.length === 0)
    throw new SigmaError("wrong-value", "a list of values is empty", test.place, {
      remedy: "Give at least one value.",
    });
  const read = (value: SigmaValue): ValueTest[] => {
    switch (kind) {
      case "text":
        return readText(value, names, test.field === undefined, placeholders);
      case "re":
        return readRegex(value, names, placeholders);
      case "cidr":
        return readNetwork(value, has("expand"), placeholders);
      case "ordering":
        return [{ kind: "ordering", ordering: pick(ORDERINGS, names) ?? "lt", bound: readNumber(value) }];
      case "time":
        return [readTime(value, names)];
      case "fieldref":
        return [readReference(value, names)];
      case "exists":
        if (value.kind !== "boolean" || test.values.length > 1)
          throw wrongValue(
            "`exists` takes one value, true or false",
            value.place,
            "Write `exists: true` or `exists: false`.",
          );
        return [{ kind: "exists", expected: value.value }];
    }
  };
  return {
    field: test.field,
    all: has("all"),
    negated: has("neq"),
    values: test.values.map(read),
    source: test,
  };
}

function pick<Name extends Modifier>(of: readonly Name[], names: readonly Modifier[]): Name | undefined {
  return of.find((name) => names.includes(name));
}

function positionOf(names: readonly Modifier[]): Position {
  return pick(["startswith", "endswith", "contains"], names) ?? "equals";
}

function readText(
  value: SigmaValue,
  names: readonly Modifier[],
  keyword: boolean,
  placeholders: Placeholders | undefined,
): ValueTest[] {
  const cased = names.includes("cased");
  if (value.kind === "null") {
    if (keyword)
      throw wrongValue(
        "null is no keyword",
        value.place,
        "Remove it: keywords are text that stands in an event.",
      );
    const other = names.find((name) => name !== "neq" && name !== "all");
    if (other !== undefined)
      throw wrongValue(
        `\`${other}\` cannot be applied to null`,
        value.place,
        "Test for null in a selection without modifiers.",
      );
    return [{ kind: "null" }];
  }
  if (value.kind !== "text") {
    const textOnly = names.find((name) =>
      /^(windash|expand|base64|base64offset|utf16|utf16le|utf16be|wide)$/.test(name),
    );
    if (textOnly !== undefined)
      throw wrongValue(
        `\`${textOnly}\` can be applied to text only, not to a ${value.kind}`,
        value.place,
        "Quote the value.",
      );
  }
  const texts = spellings(value).flatMap((text) =>
    value.kind === "text" && names.includes("expand")
      ? expandPlaceholders(text, placeholders, value.place)
      : [value.kind === "text" ? parsePattern(text) : ([text] as Pattern)],
  );
  return texts.flatMap((text) => {
    let patterns: Pattern[] = [text];
    let bytes = false;
    for (const name of names) {
      patterns = patterns.flatMap((pattern) => transform(pattern, name, bytes, value.place));
      if (name.startsWith("utf16") || name === "wide") bytes = true;
    }
    const placed =
      keyword && positionOf(names) === "equals"
        ? patterns.map((pattern) => place(pattern, "contains"))
        : patterns;
    return placed.map((pattern) => ({ kind: "text" as const, pattern, cased }));
  });
}

/** A number matches as it was written and as it is usually printed: `1.0` is 1 and 1.0, `0x10` is 16 and 0x10. */
function spellings(value: Exclude<SigmaValue, { kind: "null" }>): string[] {
  if (value.kind === "text") return [value.text];
  if (value.kind === "boolean") return [String(value.value)];
  const printed = String(value.value);
  // Above 2^53 the printed form is of another number.
  if (Number.isInteger(value.value) && !Number.isSafeInteger(value.value)) return [value.text];
  return printed === value.text ? [printed] : [printed, value.text];
}

function transform(pattern: Pattern, name: Modifier, bytes: boolean, at: Place): Pattern[] {
  switch (name) {
    case "startswith":
    case "endswith":
    case "contains":
      return [place(pattern, name)];
    case "windash":
      return [markDashes(pattern)];
    case "utf16":
      return writtenOut(pattern, at).map((one) =>
        joinParts([BYTE_ORDER_MARK, ...mapLiterals(one, utf16leBytes)]),
      );
    case "utf16le":
    case "wide":
      return writtenOut(pattern, at).map((one) => mapLiterals(one, utf16leBytes));
    case "utf16be":
      return writtenOut(pattern, at).map((one) => mapLiterals(one, utf16beBytes));
    case "base64":
      return writtenOut(pattern, at).map((one) => [base64(encodable(one, bytes, at))]);
    case "base64offset":
      return writtenOut(pattern, at)
        .flatMap((one) => base64Offsets(encodable(one, bytes, at)))
        .map((text) => [text]);
    default:
      return [pattern];
  }
}

function place(pattern: Pattern, position: Position): Pattern {
  const before: Part[] = position === "endswith" || position === "contains" ? [ANY] : [];
  const after: Part[] = position === "startswith" || position === "contains" ? [ANY] : [];
  return joinParts([...before, ...pattern, ...after]);
}

function writtenOut(pattern: Pattern, at: Place): Pattern[] {
  const expanded = expandDashes(pattern, MAX_EXPANSION);
  if (expanded === undefined)
    throw new SigmaError("limit", "windash before an encoding makes too many texts of this value", at, {
      remedy: "Use a value with at most five dashes and slashes.",
    });
  return expanded;
}

function encodable(pattern: Pattern, bytes: boolean, at: Place): string {
  const text = plainText(pattern);
  if (text === undefined)
    throw wrongValue(
      "a value with wildcards cannot be encoded",
      at,
      "Escape `*` and `?` with a backslash, or remove them.",
    );
  if (text === "")
    throw wrongValue("an empty value cannot be encoded", at, "Give the text that is to be encoded.");
  return bytes ? text : utf8Bytes(text);
}

function readRegex(
  value: SigmaValue,
  names: readonly Modifier[],
  placeholders: Placeholders | undefined,
): ValueTest[] {
  if (value.kind === "null" || value.kind === "boolean")
    throw wrongValue(`a regular expression is text, not ${value.kind}`, value.place, "Quote the expression.");
  const flags = (["i", "m", "s"] as const).filter((flag) => names.includes(flag)).join("");
  const sources = names.includes("expand")
    ? expandPlaceholders(value.text, placeholders, value.place, "regex").map(
        (pattern) => plainText(pattern) ?? "",
      )
    : [value.text];
  return sources.map((source) => ({ kind: "regex", source, flags, position: positionOf(names), at: value }));
}

function readNetwork(
  value: SigmaValue,
  expand: boolean,
  placeholders: Placeholders | undefined,
): ValueTest[] {
  if (value.kind !== "text")
    throw wrongValue(
      `a network is text, not ${value.kind}`,
      value.place,
      "Write it as '10.0.0.0/8' or '2001:db8::/32'.",
    );
  const texts = expand
    ? expandPlaceholders(value.text, placeholders, value.place).map((pattern) => plainText(pattern) ?? "*")
    : [value.text];
  if (expand && placeholders === undefined) return [];
  return texts.map((text) => {
    const network = parseNetwork(text);
    if (network === undefined)
      throw wrongValue(
        "this is no IPv4 or IPv6 network",
        value.place,
        "Write it as '10.0.0.0/8' or '2001:db8::/32'.",
      );
    return { kind: "network", network, text };
  });
}

function readTime(value: SigmaValue, names: readonly Modifier[]): ValueTest {
  const unit = pick(TIME_UNITS, names) ?? "hour";
  const bound = readNumber(value);
  const [from, to] = TIME_RANGES[unit];
  if (!Number.isInteger(bound) || bound < from || bound > to)
    throw wrongValue(
      `\`${unit}\` lies between ${from} and ${to}`,
      value.place,
      "Give a whole number in this range.",
    );
  return { kind: "time", unit, ordering: pick(ORDERINGS, names), bound };
}

function readReference(value: SigmaValue, names: readonly Modifier[]): ValueTest {
  const field = value.kind === "text" ? plainText(parsePattern(value.text)) : undefined;
  if (field === undefined || field === "")
    throw wrongValue(
      "`fieldref` takes the name of another field",
      value.place,
      "Write the name without wildcards.",
    );
  return { kind: "field", field, position: positionOf(names), cased: names.includes("cased") };
}

function readNumber(value: SigmaValue): number {
  const number =
    value.kind === "number" ? value.value : value.kind === "text" ? numberOf(value.text) : undefined;
  if (number === undefined || !Number.isFinite(number))
    throw wrongValue("this modifier compares numbers, and the value is none", value.place, "Give a number.");
  return number;
}

/** The number that a text writes in decimal notation; hexadecimal, empty and padded texts are none. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function wrongValue(message: string, at: Place, remedy: string): SigmaError {
  return new SigmaError("modifier-value", message, at, { remedy });
}
