import { missing, readLogSource, readMetadata, wantMap, wantTexts } from "./attributes.ts";
import { readDetection } from "./detection.ts";
import type { SigmaFilter } from "./rule.ts";
import { entryOf, type MapTree } from "./tree.ts";

/** Reads a filter document (Sigma Filters Specification 2.1.0) into typed values. */
export function readFilter(map: MapTree): SigmaFilter {
  const metadata = readMetadata(map);
  const entry = entryOf(map, "filter");
  if (entry === undefined) throw missing("filter", map, "Describe the filter.");
  const body = wantMap(entry.value, "filter");
  const rules = entryOf(body, "rules");
  if (rules === undefined) throw missing("rules", body, "List the ids or names of the filtered rules.");
  return {
    ...metadata,
    logsource: readLogSource(map),
    filter: { rules: wantTexts(rules.value, "rules"), ...readDetection(body, "filter", ["rules"]) },
  };
}
