/** YAML that people write, against a schema: what is wrong is told with its line and column, and what was probably meant. */
import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { CounterwatchError, type ErrorCode, type Place } from "./errors.ts";
import { nearestName } from "./nearest-name.ts";

interface YamlFile {
  readonly file: string;
  /** What it is, in a sentence: "the list of measures". */
  readonly what: string;
  readonly remedy: string;
  readonly code?: ErrorCode;
}

/** Throws `given.code`, else `format-damaged`. */
export function readYaml<T>(schema: z.ZodType<T>, content: string, given: YamlFile): T {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const code = given.code ?? "format-damaged";
  const placeAt = (offset: number | undefined): Place => {
    if (offset === undefined) return { file: given.file };
    const { line, col } = lines.linePos(offset);
    return { file: given.file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const flaw = document.errors[0] ?? document.warnings[0];
  if (flaw !== undefined)
    throw new CounterwatchError(
      code,
      `${given.what} is not valid YAML: ${flaw.code.toLowerCase().replaceAll("_", " ")}`,
      { place: placeAt(flaw.pos[0]), remedy: "Check indentation, colons and quotes near this place." },
    );
  const read = schema.safeParse(plain(document, code, given) ?? {}, { reportInput: true });
  if (read.success) return read.data;
  const issue = read.error.issues[0] as z.core.$ZodIssue;
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] as string;
    throw new CounterwatchError(code, `unknown key "${key}" in ${within(issue.path, given)}`, {
      place: placeAt(offsetAt(document, [...issue.path, key], false)),
      remedy: given.remedy,
    });
  }
  throw new CounterwatchError(code, `${within(issue.path, given)}: ${issueText(issue)}`, {
    place: placeAt(offsetAt(document, issue.path, true)),
    remedy: nearRemedy(issue) ?? given.remedy,
  });
}

function plain(document: Document, code: ErrorCode, { file, what }: YamlFile): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch {
    // Aliases of aliases: a few lines of YAML can stand for gigabytes.
    throw new CounterwatchError(code, `${what} uses too many YAML aliases`, {
      place: { file },
      remedy: "Write the values out.",
    });
  }
}

function within(path: readonly PropertyKey[], { what }: YamlFile): string {
  return path.length === 0 ? what : path.map(String).join(".");
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `expected one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `expected a value of type ${issue.expected}`;
  return issue.message;
}

function nearRemedy(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== "invalid_value" || typeof issue.input !== "string") return undefined;
  const near = nearestName(issue.input, issue.values.map(String));
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}

/** Where the value (or the key) at a path begins; what is missing points to the nearest thing that is there. */
function offsetAt(document: Document, path: readonly PropertyKey[], ofValue: boolean): number | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return offset;
      const last = depth === path.length - 1;
      const at = last && !ofValue ? pair.key : (pair.value ?? pair.key);
      if (isNode(at)) offset = at.range?.[0] ?? offset;
      node = pair.value;
    } else {
      node = (node as { items?: unknown[] } | null)?.items?.[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
