import { missing, wantMap, wrongType } from "./attributes.ts";
import { type Condition, parseCondition, selectedNames } from "./condition.ts";
import { nearest, SigmaError } from "./errors.ts";
import { type Modifier, MODIFIERS } from "./modifiers.ts";
import { compileRegex } from "./regex.ts";
import type { Detection, FieldTest, ModifierUse, Selection, SelectionBody, SigmaValue } from "./rule.ts";
import { entryOf, type MapEntry, type MapTree, placeWithin, type ScalarTree, type Tree } from "./tree.ts";
import { readTest } from "./value-test.ts";

/**
 * Reads selections and conditions. `reserved` names entries of the map that are neither, such as the rules of a filter.
 * Everything that can be wrong without knowing placeholders is found here, so that a parsed rule compiles.
 */
export function readDetection(tree: Tree, what: string, reserved: readonly string[] = []): Detection {
  const map = wantMap(tree, what);
  const condition = entryOf(map, "condition");
  if (condition === undefined) throw missing("condition", map, "Say how the selections are combined.");
  const selections: Selection[] = [];
  for (const entry of map.entries) {
    if (entry.key === "condition" || reserved.includes(entry.key)) continue;
    if (entry.key === "timeframe")
      throw new SigmaError(
        "legacy",
        "`timeframe` belongs to aggregations, which were removed from Sigma",
        entry.place,
        {
          remedy: "Write a correlation document with a `timespan`.",
        },
      );
    selections.push({ name: entry.key, body: readBody(entry.value, entry.key), place: entry.place });
  }
  const conditions = readConditions(condition.value);
  const names = selections.map((selection) => selection.name);
  for (const one of conditions) checkNames(one, names);
  return { selections, conditions };
}

function readConditions(tree: Tree): Condition[] {
  if (tree.kind === "list") {
    if (tree.items.length === 0)
      throw new SigmaError("wrong-value", "the list of conditions is empty", tree.place, {
        remedy: "Give one condition.",
      });
    return tree.items.flatMap((item) => {
      if (item.kind !== "scalar") throw wrongType(item, "condition", "text");
      return readConditions(item);
    });
  }
  if (tree.kind !== "scalar" || typeof tree.value !== "string") throw wrongType(tree, "condition", "text");
  return [parseCondition(tree.value, (offset) => placeWithin(tree, offset))];
}

function checkNames(condition: Condition, names: readonly string[]): void {
  switch (condition.kind) {
    case "not":
      return checkNames(condition.part, names);
    case "selection":
      if (!names.includes(condition.name)) throw unknownSelection(condition.name, names, condition.place);
      return;
    case "quantified":
      // A pattern that nothing matches is a matter of lint: rules are written with optional filters that others add.
      if (
        !condition.pattern.includes("*") &&
        condition.pattern !== "them" &&
        selectedNames(condition.pattern, names).length === 0
      )
        throw unknownSelection(condition.pattern, names, condition.place);
      return;
    default:
      for (const part of condition.parts) checkNames(part, names);
  }
}

function unknownSelection(name: string, names: readonly string[], place: SigmaError["place"]): SigmaError {
  const near = nearest(name, names);
  const known =
    names.length === 0 ? "There are no selections." : `There are: ${names.slice(0, 10).join(", ")}.`;
  return new SigmaError(
    "unknown-selection",
    `the condition names \`${name}\`, which is no selection`,
    place,
    {
      remedy: near === undefined ? known : `Did you mean \`${near}\`?`,
    },
  );
}

function readBody(tree: Tree, name: string): SelectionBody {
  if (tree.kind === "scalar") throw wrongType(tree, name, "a map of fields or a list");
  if (tree.kind === "map") return readMap(tree, name);
  if (tree.items.length === 0) throw empty(tree, name);
  const keywords = tree.items.filter((item) => item.kind === "scalar");
  const parts: SelectionBody[] = [];
  for (const item of tree.items) {
    if (item.kind === "list") throw wrongType(item, name, "a list of maps or keywords");
    if (item.kind === "map") parts.push(readMap(item, name));
  }
  // Keywords of one list make one test, so that an explanation shows them together.
  const [first] = keywords;
  if (first !== undefined)
    parts.unshift(readTested({ field: undefined, modifiers: [], values: keywords, place: first.place }));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "some", parts, place: tree.place };
}

function readMap(map: MapTree, name: string): SelectionBody {
  if (map.entries.length === 0) throw empty(map, name);
  const parts = map.entries.map(readField);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "every", parts, place: map.place };
}

function readField(entry: MapEntry): FieldTest {
  const [field = "", ...names] = entry.key.split("|");
  let offset = field.length + 1;
  const modifiers = names.map((name): ModifierUse => {
    const place = { ...entry.place, column: entry.place.column + offset };
    offset += name.length + 1;
    const known = MODIFIERS.find((modifier) => modifier === name);
    if (known !== undefined) return { name: known, place };
    throw unknownModifier(name, field, place);
  });
  if (field === "" && modifiers.length === 0)
    throw new SigmaError("wrong-value", "a field has an empty name", entry.place, {
      remedy: "Name the field, or write the keywords as a list.",
    });
  const values = entry.value.kind === "list" ? entry.value.items : [entry.value];
  const scalars = values.map((value): ScalarTree => {
    if (value.kind === "scalar") return value;
    throw new SigmaError("wrong-type", `a ${value.kind} cannot be the value of a field`, value.place, {
      remedy: "Give one value or a list of values; reach nested fields by their dotted name.",
    });
  });
  return readTested({
    field: field === "" ? undefined : field,
    modifiers,
    values: scalars,
    place: entry.place,
  });
}

function unknownModifier(name: string, field: string, place: SigmaError["place"]): SigmaError {
  const near = nearest(name, MODIFIERS);
  return new SigmaError("unknown-modifier", `\`${name}\` on \`${field}\` is no modifier`, place, {
    remedy: near === undefined ? `Sigma knows ${MODIFIERS.join(", ")}.` : `Did you mean \`${near}\`?`,
  });
}

function readTested(parts: {
  field: string | undefined;
  modifiers: readonly ModifierUse[];
  values: readonly ScalarTree[];
  place: FieldTest["place"];
}): FieldTest {
  const test: FieldTest = { kind: "test", ...parts, values: parts.values.map(readValue) };
  for (const alternatives of readTest(test).values)
    for (const value of alternatives)
      if (value.kind === "regex" && !uses(test, "expand")) compileRegex(value);
  return test;
}

function uses(test: FieldTest, name: Modifier): boolean {
  return test.modifiers.some((use) => use.name === name);
}

function readValue({ value, text, place, verbatim }: ScalarTree): SigmaValue {
  if (value === null) return { kind: "null", place, verbatim };
  if (typeof value === "boolean") return { kind: "boolean", value, place, verbatim };
  if (typeof value === "number") return { kind: "number", value, text, place, verbatim };
  return { kind: "text", text: value, place, verbatim };
}

function empty(tree: Tree, name: string): SigmaError {
  return new SigmaError("wrong-value", `the selection \`${name}\` is empty`, tree.place, {
    remedy: "Give at least one field or keyword, or remove the selection.",
  });
}
