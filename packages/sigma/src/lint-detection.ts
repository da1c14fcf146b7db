import { type Condition, selectedNames } from "./condition.ts";
import type { Report } from "./lint.ts";
import type { Modifier } from "./modifiers.ts";
import { parseNetwork } from "./network.ts";
import { ANY, parsePattern } from "./pattern.ts";
import { regexShape } from "./regex-syntax.ts";
import type { Detection, FieldTest, SelectionBody } from "./rule.ts";

/** Looks for what a detection says in vain, or could say more simply. */
export function lintDetection({ selections, conditions }: Detection, report: Report): void {
  const names = selections.map((selection) => selection.name);
  const used = new Set<string>();
  for (const condition of conditions) lintCondition(condition, names, used, report);
  for (const { name, body, place } of selections) {
    if (!used.has(name))
      report(
        "unused-selection",
        `no condition uses the selection \`${name}\``,
        place,
        "Use it, or remove it.",
      );
    lintBody(body, report);
  }
}

function lintCondition(
  condition: Condition,
  names: readonly string[],
  used: Set<string>,
  report: Report,
): void {
  switch (condition.kind) {
    case "not":
      lintCondition(condition.part, names, used, report);
      break;
    case "selection":
      used.add(condition.name);
      break;
    case "quantified": {
      const selected = selectedNames(condition.pattern, names);
      for (const name of selected) used.add(name);
      const text = `${condition.quantifier} of ${condition.pattern}`;
      if (selected.length === 0)
        report(
          "empty-pattern",
          `\`${text}\` stands for no selection and is always false`,
          condition.place,
          "Correct the pattern.",
        );
      if (text === "all of them")
        report(
          "discouraged-condition",
          "`all of them` leaves nobody room to add a filter",
          condition.place,
          "Write `all of selection_*` and name the selections so.",
        );
      break;
    }
    default:
      for (const part of condition.parts) lintCondition(part, names, used, report);
  }
}

function lintBody(body: SelectionBody, report: Report): void {
  if (body.kind !== "test") for (const part of body.parts) lintBody(part, report);
  else lintTest(body, report);
}

function lintTest(test: FieldTest, report: Report): void {
  const { values, modifiers } = test;
  const has = (name: Modifier) => modifiers.some((use) => use.name === name);
  const placeOf = (name: Modifier) => modifiers.find((use) => use.name === name)?.place ?? test.place;
  if (has("all") && values.length === 1)
    report("single-all", "`all` of a single value", placeOf("all"), "Remove `all`.");
  if (has("base64offset") && !has("contains"))
    report(
      "whole-value-offset",
      "`base64offset` makes pieces of a longer text, which no whole value equals",
      placeOf("base64offset"),
      "Add `contains`, or use `base64`.",
    );
  if (has("re") && has("contains"))
    report(
      "redundant-modifier",
      "`re` looks anywhere in the value already",
      placeOf("contains"),
      "Remove `contains`.",
    );
  // Case makes a difference to what these make of a value.
  const spelling: readonly Modifier[] = ["cased", "re", "base64", "base64offset"];
  const seen = new Set<string>();
  for (const value of values) {
    if (value.kind === "null" && values.length > 1)
      report(
        "null-in-list",
        "null cannot be part of a list of values",
        value.place,
        "Test for null in a selection of its own.",
      );
    if (value.kind !== "text") continue;
    const key = spelling.some(has) ? value.text : value.text.toLowerCase();
    if (seen.has(key))
      report("duplicate-value", "this value stands twice in the list", value.place, "Remove one of them.");
    seen.add(key);
    if (has("windash") && !/[-/\u2013\u2014\u2015]/.test(value.text))
      report(
        "redundant-modifier",
        "the value has no dash that `windash` could change",
        value.place,
        "Remove `windash`.",
      );
    if (has("re")) lintRegex(value.text, value.place, has, report);
    if (has("cidr")) lintNetwork(value.text, value.place, report);
    if (modifiers.length === 0 && test.field !== undefined) lintWildcards(value.text, value.place, report);
  }
}

function lintRegex(
  source: string,
  place: FieldTest["place"],
  has: (name: Modifier) => boolean,
  report: Report,
): void {
  const flags = has("i") ? "i" : "";
  const { exact, required } = regexShape(source, flags);
  if (exact && required[0]?.length === 1)
    report(
      "plain-regex",
      "the regular expression is a plain text",
      place,
      `Use \`contains\`${flags === "" ? ", with `cased` where case matters" : ""}.`,
    );
}

function lintNetwork(text: string, place: FieldTest["place"], report: Report): void {
  const network = parseNetwork(text);
  const address = parseNetwork(text.split("/")[0] ?? "");
  if (network !== undefined && address !== undefined && address.value !== network.value)
    report(
      "network-host-bits",
      "the address has bits behind the prefix, which are ignored",
      place,
      "Write the network's own address.",
    );
}

function lintWildcards(text: string, place: FieldTest["place"], report: Report): void {
  const pattern = parsePattern(text);
  const starts = pattern[0] === ANY;
  const ends = pattern.at(-1) === ANY;
  if (pattern.length < 2 || pattern.slice(1, -1).some((part) => typeof part === "symbol")) return;
  if (!starts && !ends) return;
  const modifier = starts && ends ? "contains" : starts ? "endswith" : "startswith";
  report("wildcard-ends", "a `*` at the end of a value", place, `Use the modifier \`${modifier}\` instead.`);
}
