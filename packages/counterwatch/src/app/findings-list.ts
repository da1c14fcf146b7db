/** Reads a findings.jsonl again, one finding at a time, and picks from it. */
import { createReadStream, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  CounterwatchError,
  type Finding,
  findingSchema,
  type Severity,
  severityRank,
} from "../model/index.ts";
import { fileTrouble } from "../store/file-trouble.ts";
import { DEFAULT_OUT, type Settings } from "./settings.ts";

export interface FindingFilter {
  /** At least this severe. */
  readonly severity?: Severity | undefined;
  /** A detector's name or the beginning of one: `rule/`, `story/fixation`. */
  readonly detector?: string | undefined;
  readonly operator?: string | undefined;
  /** The beginning of a subject's pseudonym, with or without `p1_`. */
  readonly subject?: string | undefined;
  /** RFC 3339 dates or times; a finding counts by the look-up that completed it. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** The file, or the findings.jsonl of a scan's output folder. Throws `not-found`, `unreadable`. */
export function findingsPath(given: string | undefined, settings: Settings): string {
  const path = given ?? settings.out ?? DEFAULT_OUT;
  try {
    return statSync(path).isDirectory() ? join(path, "findings.jsonl") : path;
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable", "Run a scan first: counterwatch scan FILE…");
  }
}

/** Throws `format-damaged` with the line that is no finding. */
export async function* readFindings(path: string, filter: FindingFilter): AsyncGenerator<Finding> {
  const input = createReadStream(path, "utf8");
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      if (text.trim() === "") continue;
      const finding = parseFinding(text, path, line);
      if (passes(finding, filter)) yield finding;
    }
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable", "Run a scan first: counterwatch scan FILE…");
  } finally {
    input.destroy();
  }
}

function parseFinding(text: string, file: string, line: number): Finding {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The runtime's message quotes the line.
    value = undefined;
  }
  const read = findingSchema.safeParse(value);
  if (read.success) return read.data;
  throw new CounterwatchError("format-damaged", "this line is not a finding", {
    place: { file, line },
    remedy: "Name a findings.jsonl, or the folder that a scan wrote.",
  });
}

function passes(finding: Finding, filter: FindingFilter): boolean {
  const { severity, detector, operator, subject, since, until } = filter;
  return (
    (severity === undefined || severityRank(finding.severity) >= severityRank(severity)) &&
    (detector === undefined || finding.detector.startsWith(detector)) &&
    (operator === undefined || finding.operator === operator) &&
    (subject === undefined ||
      finding.subjects.some((id) => id.startsWith(subject) || id.startsWith(subject, 3))) &&
    (since === undefined || Date.parse(finding.time) >= Date.parse(since)) &&
    (until === undefined || Date.parse(finding.time) < endOf(until))
  );
}

/** A date means its whole day. */
function endOf(until: string): number {
  return Date.parse(until) + (/^\d{4}-\d\d-\d\d$/.test(until) ? 86_400_000 : 0);
}
