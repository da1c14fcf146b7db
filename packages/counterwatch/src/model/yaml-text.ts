/** YAML that people write, against a schema: what is wrong is told with its line and column, and what was probably meant. */
import type { z } from "zod";
import { CounterwatchError, type ErrorCode } from "./errors.ts";
import { nearestName } from "./nearest-name.ts";
import { YamlDocument } from "./yaml-document.ts";

interface YamlFile {
  readonly file: string;
  /** What it is, in a sentence: "the list of measures". */
  readonly what: string;
  readonly remedy: string;
  readonly code?: ErrorCode;
}

/** Throws `given.code`, else `format-damaged`. */
export function readYaml<T>(schema: z.ZodType<T>, content: string, given: YamlFile): T {
  const code = given.code ?? "format-damaged";
  const document = new YamlDocument(content, { ...given, code });
  const read = schema.safeParse(document.value ?? {}, { reportInput: true });
  if (read.success) return read.data;
  const issue = read.error.issues[0] as z.core.$ZodIssue;
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] as string;
    throw new CounterwatchError(code, `unknown key "${key}" in ${within(issue.path, given)}`, {
      place: document.keyAt(issue.path, key),
      remedy: given.remedy,
    });
  }
  throw new CounterwatchError(code, `${within(issue.path, given)}: ${issueText(issue)}`, {
    place: document.valueAt(issue.path),
    remedy: nearRemedy(issue) ?? given.remedy,
  });
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
