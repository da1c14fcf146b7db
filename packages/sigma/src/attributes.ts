import { SigmaError } from "./errors.ts";
import { LEVELS, type LogSource, type Metadata, type RelatedRule, STATUSES } from "./rule.ts";
import {
  entryOf,
  kindName,
  type ListTree,
  type MapTree,
  type ScalarTree,
  toPlain,
  type Tree,
} from "./tree.ts";

/** Top-level attributes of the specification; everything else is custom. */
export const KNOWN_ATTRIBUTES = [
  "title",
  "id",
  "name",
  "related",
  "taxonomy",
  "status",
  "description",
  "license",
  "author",
  "references",
  "date",
  "modified",
  "logsource",
  "detection",
  "fields",
  "falsepositives",
  "level",
  "tags",
  "scope",
  "correlation",
  "generate",
  "filter",
] as const;

export function readMetadata(map: MapTree): Metadata {
  const title = entryOf(map, "title");
  if (title === undefined) throw missing("title", map, "Say in one line what the rule detects.");
  const text = (key: string): Record<string, string> => {
    const entry = entryOf(map, key);
    return entry === undefined || isNull(entry.value) ? {} : { [key]: wantText(entry.value, key) };
  };
  const list = (key: string): Record<string, string[]> => {
    const entry = entryOf(map, key);
    return entry === undefined || isNull(entry.value) ? {} : { [key]: wantTexts(entry.value, key) };
  };
  const custom = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of map.entries)
    if (!(KNOWN_ATTRIBUTES as readonly string[]).includes(key)) custom[key] = toPlain(value);
  const related = entryOf(map, "related")?.value;
  return {
    title: wantText(title.value, "title"),
    ...text("id"),
    ...text("name"),
    ...(related === undefined || isNull(related) ? {} : { related: readRelated(related) }),
    ...text("taxonomy"),
    ...choice(map, "status", STATUSES),
    ...text("description"),
    ...text("license"),
    ...text("author"),
    ...list("references"),
    ...text("date"),
    ...text("modified"),
    ...list("fields"),
    ...list("falsepositives"),
    ...choice(map, "level", LEVELS),
    ...list("tags"),
    ...list("scope"),
    custom,
    place: map.place,
  };
}

export function readLogSource(map: MapTree): LogSource {
  const entry = entryOf(map, "logsource");
  if (entry === undefined)
    throw missing("logsource", map, "Name at least one of `category`, `product` and `service`.");
  const tree = wantMap(entry.value, "logsource");
  const logsource: Record<string, string> = {};
  for (const key of ["category", "product", "service", "definition"] as const) {
    const part = entryOf(tree, key);
    if (part !== undefined && !isNull(part.value)) logsource[key] = wantText(part.value, key);
  }
  if (
    logsource["category"] === undefined &&
    logsource["product"] === undefined &&
    logsource["service"] === undefined
  )
    throw new SigmaError("missing-field", "`logsource` names no category, product or service", entry.place, {
      remedy: "Name at least one of them.",
    });
  return logsource;
}

function readRelated(tree: Tree): RelatedRule[] {
  return wantList(tree, "related").items.map((item) => {
    const map = wantMap(item, "related");
    const id = entryOf(map, "id");
    const type = entryOf(map, "type");
    if (id === undefined || type === undefined)
      throw missing(id === undefined ? "id" : "type", map, "Each related rule has an `id` and a `type`.");
    return { id: wantText(id.value, "id"), type: wantText(type.value, "type") };
  });
}

function choice<Key extends string, Value extends string>(
  map: MapTree,
  key: Key,
  values: readonly Value[],
): Partial<Record<Key, Value>> {
  const entry = entryOf(map, key);
  if (entry === undefined || isNull(entry.value)) return {};
  const text = wantText(entry.value, key);
  const value = values.find((known) => known === text);
  if (value === undefined)
    throw new SigmaError("wrong-value", `\`${key}\` has none of its values`, entry.value.place, {
      remedy: `Use one of ${values.join(", ")}.`,
    });
  return { [key]: value } as Partial<Record<Key, Value>>;
}

function isNull(tree: Tree): boolean {
  return tree.kind === "scalar" && tree.value === null;
}

export function wantText(tree: Tree, what: string): string {
  if (tree.kind === "scalar" && tree.value !== null && typeof tree.value !== "boolean") return tree.text;
  throw wrongType(tree, what, "text");
}

export function wantTexts(tree: Tree, what: string): string[] {
  if (tree.kind === "scalar") return [wantText(tree, what)];
  return wantList(tree, what).items.map((item) => wantText(item, what));
}

export function wantMap(tree: Tree, what: string): MapTree {
  if (tree.kind === "map") return tree;
  throw wrongType(tree, what, "a map");
}

function wantList(tree: Tree, what: string): ListTree {
  if (tree.kind === "list") return tree;
  throw wrongType(tree, what, "a list");
}

export function wantScalar(tree: Tree, what: string): ScalarTree {
  if (tree.kind === "scalar") return tree;
  throw wrongType(tree, what, "one value");
}

export function wrongType(tree: Tree, what: string, expected: string): SigmaError {
  return new SigmaError("wrong-type", `\`${what}\` must be ${expected}, not ${kindName(tree)}`, tree.place, {
    remedy: expected === "text" ? "Quote it." : `Write ${expected}.`,
  });
}

export function missing(field: string, map: MapTree, remedy: string): SigmaError {
  return new SigmaError("missing-field", `the required \`${field}\` is missing`, map.place, { remedy });
}
