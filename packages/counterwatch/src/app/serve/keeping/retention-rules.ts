/** How long look-ups of each source are kept, as the settings say. */
import { OWN_SOURCE } from "../../../ledger/own-action.ts";
import { spanMs } from "../../../model/index.ts";
import type { Settings } from "../../settings.ts";

export interface RetentionRule {
  readonly source: string;
  /** As the settings write it: `365d`. */
  readonly span: string;
  /** Look-ups before it are kept no longer; RFC 3339. */
  readonly before: string;
}

/**
 * The rule of each of these sources that has one. What a source files under `NAME/other` goes by NAME's; what people at the desk looked at is
 * kept unless the settings name its source: it is the trail of who saw what.
 */
export function retentionRules(
  { sources = {}, retention }: Pick<Settings, "sources" | "retention">,
  names: Iterable<string>,
  now: number,
): RetentionRule[] {
  const rules: RetentionRule[] = [];
  for (const source of [...new Set(names)].toSorted()) {
    const [parent = source] = source.split("/", 1);
    const usual = source === OWN_SOURCE ? undefined : retention;
    const span = sources[source]?.retention ?? sources[parent]?.retention ?? usual;
    if (span === undefined) continue;
    rules.push({ source, span, before: new Date(now - spanMs(span)).toISOString() });
  }
  return rules;
}
