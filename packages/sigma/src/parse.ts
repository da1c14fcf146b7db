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

/**
 * Reads a file of one or more Sigma documents. Never throws: what cannot be read becomes an error with its place, and the other
 * documents of the file are not affected.
 */
export function parseRules(text: string, options: { file?: string } = {}): SigmaCollection {
  const { documents, errors } = parseDocuments(text, options.file);
  const collection: SigmaCollection = { rules: [], correlations: [], filters: [], errors: [...errors] };
  for (const document of documents) {
    try {
      if (entryOf(document, "correlation") !== undefined)
        collection.correlations.push(readCorrelation(document));
      else if (entryOf(document, "filter") !== undefined) collection.filters.push(readFilter(document));
      else collection.rules.push(readRule(document));
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      collection.errors.push(error);
    }
  }
  return collection;
}

function readRule(map: MapTree): SigmaRule {
  const metadata = readMetadata(map);
  const logsource = readLogSource(map);
  const detection = entryOf(map, "detection");
  if (detection === undefined) throw missing("detection", map, "Describe what the rule looks for.");
  return { ...metadata, logsource, detection: readDetection(detection.value, "detection") };
}
