import { missing, readLogSource, readMetadata } from "./attributes.ts";
import { readCorrelation } from "./correlation.ts";
import { readDetection } from "./detection.ts";
import { parseDocuments } from "./documents.ts";
import { SigmaError } from "./errors.ts";
import { readFilter } from "./filter.ts";
import type { SigmaCorrelation, SigmaFilter, SigmaRule } from "./rule.ts";
import { entryOf, type MapTree } from "./tree.ts";

export interface SigmaCollection {
  readonly rules: SigmaRule[];
  /** Parsed and kept apart: this version does not evaluate correlations. */
  readonly correlations: SigmaCorrelation[];
  /** Parsed and kept apart: this version does not apply filters. */
  readonly filters: SigmaFilter[];
  readonly errors: SigmaError[];
}

export type SigmaDocument = { readonly tree: MapTree } & (
  | { readonly kind: "rule"; readonly rule: SigmaRule }
  | { readonly kind: "correlation"; readonly correlation: SigmaCorrelation }
  | { readonly kind: "filter"; readonly filter: SigmaFilter }
);

/**
 * Reads a file of one or more Sigma documents. Never throws: what cannot be read becomes an error with its place, and the other
 * documents of the file are not affected.
 */
export function parseRules(text: string, options: { file?: string } = {}): SigmaCollection {
  const { documents, errors } = readDocuments(text, options.file);
  const collection: SigmaCollection = { rules: [], correlations: [], filters: [], errors };
  for (const document of documents) {
    if (document.kind === "rule") collection.rules.push(document.rule);
    else if (document.kind === "correlation") collection.correlations.push(document.correlation);
    else collection.filters.push(document.filter);
  }
  return collection;
}

/** The documents of a file together with what they were read from. */
export function readDocuments(
  text: string,
  file: string | undefined,
): { documents: SigmaDocument[]; errors: SigmaError[] } {
  const parsed = parseDocuments(text, file);
  const documents: SigmaDocument[] = [];
  const errors = [...parsed.errors];
  for (const tree of parsed.documents) {
    try {
      documents.push(readDocument(tree));
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      errors.push(error);
    }
  }
  return { documents, errors };
}

function readDocument(tree: MapTree): SigmaDocument {
  if (entryOf(tree, "correlation") !== undefined)
    return { kind: "correlation", correlation: readCorrelation(tree), tree };
  if (entryOf(tree, "filter") !== undefined) return { kind: "filter", filter: readFilter(tree), tree };
  return { kind: "rule", rule: readRule(tree), tree };
}

function readRule(map: MapTree): SigmaRule {
  const metadata = readMetadata(map);
  const logsource = readLogSource(map);
  const detection = entryOf(map, "detection");
  if (detection === undefined) throw missing("detection", map, "Describe what the rule looks for.");
  return { ...metadata, logsource, detection: readDetection(detection.value, "detection") };
}

/** What every kind of document has: title, id, place. */
export function metadataOf(document: SigmaDocument) {
  if (document.kind === "rule") return document.rule;
  return document.kind === "correlation" ? document.correlation : document.filter;
}
