import type { Place, SigmaErrorCode } from "./errors.ts";
import { lintAttributes } from "./lint-attributes.ts";
import { lintDetection } from "./lint-detection.ts";
import { metadataOf, readDocuments, type SigmaDocument } from "./parse.ts";

export type LintCode =
  | "unknown-attribute"
  | "missing-attribute"
  | "attribute-format"
  | "duplicate-id"
  | "deprecated-rule"
  | "empty-pattern"
  | "unused-selection"
  | "discouraged-condition"
  | "single-all"
  | "null-in-list"
  | "duplicate-value"
  | "plain-regex"
  | "redundant-modifier"
  | "whole-value-offset"
  | "wildcard-ends"
  | "network-host-bits";

export interface LintWarning {
  readonly severity: "error" | "warning";
  readonly code: LintCode | SigmaErrorCode;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly place: Place;
}

export interface LintOptions {
  readonly file?: string;
  /** Top-level attributes beyond the specification that are meant to be there. */
  readonly customAttributes?: readonly string[];
}

export type Report = (code: LintCode, message: string, place: Place, remedy: string) => void;

/** What is wrong (`error`, the document cannot be used) or doubtful (`warning`) in a file of rules, in the order of the file. */
export function lintRules(text: string, options: LintOptions = {}): LintWarning[] {
  const { documents, errors } = readDocuments(text, options.file);
  const found: LintWarning[] = errors.map(({ code, message, remedy, place }) => ({
    severity: "error",
    code,
    message,
    remedy,
    place,
  }));
  const report: Report = (code, message, place, remedy) =>
    found.push({ severity: "warning", code, message, remedy, place });
  const ids = new Set<string>();
  for (const document of documents) {
    lintAttributes(document, options.customAttributes ?? [], report);
    if (document.kind === "rule") lintDetection(document.rule.detection, report);
    if (document.kind === "filter") lintDetection(document.filter.filter, report);
    lintId(document, ids, report);
  }
  return found.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}

function lintId(document: SigmaDocument, ids: Set<string>, report: Report): void {
  const { id, place } = metadataOf(document);
  if (id === undefined) return;
  if (ids.has(id))
    report(
      "duplicate-id",
      "another document of this file has the same id",
      place,
      "Give it an id of its own.",
    );
  ids.add(id);
}
