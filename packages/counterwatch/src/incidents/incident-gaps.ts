/** What an assessment could not see: each gap with how many look-ups it concerns, in one sentence. */
import type { Gap } from "../model/index.ts";
import type { Incident } from "./incident.ts";

export interface RowsSeen {
  /** Records by look-up. */
  readonly records: ReadonlyMap<string, number>;
  /** Records that could not be read. */
  readonly rejected: number;
  /** Look-ups whose records these were, as far as is known. */
  readonly rejectedLookups: number;
}

export function incidentGaps(incident: Incident, seen: RowsSeen): Gap[] {
  const gaps: Gap[] = [];
  let missing = 0;
  let fewer = 0;
  let absent = 0;
  for (const { id, rows, showsNothing } of incident.lookups.values()) {
    const count = seen.records.get(id) ?? 0;
    if (count === 0 && !showsNothing) missing++;
    else if (rows !== undefined && count < rows) {
      fewer++;
      absent += rows - count;
    }
  }
  if (missing > 0)
    gaps.push({
      what: "rows-missing",
      lookups: missing,
      explanation: `Of ${missing} of ${incident.lookups.size} look-ups the rows that were shown are not there.`,
    });
  if (fewer > 0)
    gaps.push({
      what: "fewer-rows",
      lookups: fewer,
      explanation: `${fewer} look-ups showed ${absent} rows more than are there.`,
    });
  if (seen.rejected > 0)
    gaps.push({
      what: "rows-rejected",
      lookups: seen.rejectedLookups,
      explanation: `${seen.rejected} rows could not be read; the dead letters say why.`,
    });
  for (const { explanation } of incident.openHoles()) gaps.push({ what: "log-gap", lookups: 0, explanation });
  return gaps;
}
