/** Reads mapping files: YAML in, a checked Mapping out, or an error that says where and what to do. */
import type { z } from "zod";
import { CounterwatchError, type Mapping, mappingSchema, type Place } from "../model/index.ts";
import { type RowMapping, rowMappingSchema } from "../model/row-mapping.ts";
import { nearestName } from "../model/nearest-name.ts";
import { YamlDocument } from "../model/yaml-document.ts";
import { safeName } from "./dead-letters.ts";

type Issue = z.core.$ZodIssue;

/** `file` names the mapping file in errors. Throws `mapping` with line and column. */
export function readMapping(yaml: string, file: string): Mapping {
  return readMappingAs(mappingSchema, yaml, file);
}

/** As `readMapping`, for a file that says what shown rows mean. */
export function readRowMapping(yaml: string, file: string): RowMapping {
  return readMappingAs(rowMappingSchema, yaml, file);
}

type AnyMapping = Mapping | RowMapping;

function readMappingAs<T extends AnyMapping>(schema: z.ZodType<T>, yaml: string, file: string): T {
  const document = new YamlDocument(yaml, { file, what: "The mapping file", code: "mapping" });
  const result = schema.safeParse(document.value ?? {}, { reportInput: true });
  if (!result.success) {
    const issue = deepest(result.error.issues);
    const { message, remedy } = explain(issue, schema);
    throw new CounterwatchError("mapping", message, {
      place:
        issue.code === "unrecognized_keys"
          ? document.keyAt(issue.path, issue.keys[0] ?? "")
          : document.valueAt(issue.path),
      remedy,
    });
  }
  checkPatterns(result.data, (path) => document.valueAt(path));
  return result.data;
}

/** Misspelt keys first: they are the cause of what is missing. */
function deepest(issues: readonly Issue[]): Issue {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? (issues[0] as Issue);
  if (issue.code !== "invalid_union") return issue;
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const inner = branches.find((branch) => branch.some(({ path }) => path.length > 0))?.[0];
  return inner === undefined ? issue : { ...inner, path: [...issue.path, ...inner.path] };
}

function explain(issue: Issue, schema: z.ZodType): { message: string; remedy: string } {
  const where = issue.path.length === 0 ? "the mapping" : `"${issue.path.join(".")}"`;
  switch (issue.code) {
    case "unrecognized_keys": {
      const key = issue.keys[0] ?? "";
      const known = keysAt(schema, issue.path);
      const near = nearestName(key, known);
      return {
        // A log given in place of a mapping has values for keys.
        message: safeName(key, 0) === key ? `Unknown key "${key}" in ${where}.` : `Unknown key in ${where}.`,
        remedy: near === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean "${near}"?`,
      };
    }
    case "invalid_value": {
      const values = issue.values.map(String);
      const near = typeof issue.input === "string" ? nearestName(issue.input, values) : undefined;
      return {
        message: `${where} has a value that is not known.`,
        remedy: near === undefined ? `Use one of ${values.join(", ")}.` : `Did you mean "${near}"?`,
      };
    }
    case "invalid_type":
      return { message: `${where} must be ${withArticle(issue.expected)}.`, remedy: remedyFor(issue.path) };
    case "custom":
      return { message: `${where}: ${issue.message}.`, remedy: remedyFor(issue.path) };
    default:
      return { message: `${where}: ${issue.message}.`, remedy: remedyFor(issue.path) };
  }
}

function withArticle(expected: string): string {
  const words: Record<string, string> = {
    string: "a text",
    object: "a group of keys",
    record: "a table of words",
    array: "a list",
    boolean: "true or false",
  };
  return words[expected] ?? expected;
}

function remedyFor(path: readonly PropertyKey[]): string {
  const [first] = path;
  if (first === "columns") return "Name the column that fills it, e.g. time: Search Time.";
  if (first === "constants") return "Give it under constants, e.g. system: plates, action: search.";
  if (first === "subjects" || first === "resultSubjects")
    return "E.g. subjects: [{ column: Plate, type: plate }].";
  return "See docs/formats.md, or start from what `counterwatch sources map FILE` proposes.";
}

/** The keys that the schema allows at a path; record tables allow any. */
function keysAt(whole: z.ZodType, path: readonly PropertyKey[]): string[] {
  let schema: unknown = whole;
  for (const key of path) schema = child(unwrap(schema), key);
  const shape = (unwrap(schema) as { shape?: object } | undefined)?.shape;
  return shape === undefined ? [] : Object.keys(shape);
}

function child(schema: unknown, key: PropertyKey): unknown {
  const { shape, element, valueType } = schema as {
    shape?: Record<PropertyKey, unknown>;
    element?: unknown;
    valueType?: unknown;
  };
  return shape?.[key] ?? element ?? valueType;
}

function unwrap(schema: unknown): unknown {
  let inner = schema as { def?: { innerType?: unknown } } | undefined;
  while (inner?.def?.innerType !== undefined) inner = inner.def.innerType as typeof inner;
  return inner;
}

function checkPatterns(mapping: AnyMapping, placeOf: (path: readonly string[]) => Place): void {
  if ("caseInReason" in mapping && typeof mapping.caseInReason === "string") {
    try {
      RegExp(mapping.caseInReason, "u");
    } catch {
      throw new CounterwatchError("mapping", '"caseInReason" is not a regular expression.', {
        place: placeOf(["caseInReason"]),
        remedy: "Write it in single quotes, e.g. '\\b(\\d{2}-\\d{4,6})\\b'.",
      });
    }
  }
  if (mapping.time?.zone !== undefined && !isZone(mapping.time.zone)) {
    throw new CounterwatchError("mapping", '"time.zone" is not a time zone.', {
      place: placeOf(["time", "zone"]),
      remedy: "Use an IANA name such as America/Mexico_City or Europe/Madrid.",
    });
  }
}

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
