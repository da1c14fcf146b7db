/** What an assessment could not see: each gap with how many look-ups it concerns, whom their rows could be about, and one sentence. */
import type { Gap, Pseudonym, System } from "../../model/index.ts";
import type { Incident, IncidentLookUp } from "./incident.ts";

export interface RowsSeen {
  /** Records by look-up. */
  readonly records: ReadonlyMap<string, number>;
  /** Records that could not be read. */
  readonly rejected: number;
  /** Look-ups that showed those; undefined: nobody knows of all of them. */
  readonly rejectedOf: ReadonlySet<string> | undefined;
}

/** Subjects or systems left out: it could have been anybody, or any system. */
export interface IncidentGap extends Gap {
  readonly subjects?: readonly Pseudonym[];
  readonly systems?: readonly System[];
}

export function incidentGaps(incident: Incident, seen: RowsSeen): IncidentGap[] {
  const gaps: IncidentGap[] = [];
  const missing: IncidentLookUp[] = [];
  const fewer: IncidentLookUp[] = [];
  let absent = 0;
  for (const lookup of incident.lookups.values()) {
    const count = seen.records.get(lookup.id) ?? 0;
    if (count === 0 && !lookup.showsNothing) missing.push(lookup);
    else if (lookup.rows !== undefined && count < lookup.rows) {
      fewer.push(lookup);
      absent += lookup.rows - count;
    }
  }
  if (missing.length > 0)
    gaps.push({
      ...gapOf("rows-missing", missing),
      explanation: `The rows that ${missing.length} of ${incident.lookups.size} look-ups showed are not there.`,
    });
  if (fewer.length > 0)
    gaps.push({
      ...gapOf("fewer-rows", fewer),
      explanation: `${fewer.length} look-ups showed ${absent} rows more than are there.`,
    });
  if (seen.rejected > 0) {
    const known = [...(seen.rejectedOf ?? [])].map((id) => incident.lookups.get(id));
    const lookups = known.filter((lookup) => lookup !== undefined);
    const gap = gapOf("rows-rejected", lookups);
    gaps.push({
      // Where one of them is nobody's, the others do not say whom it was about.
      ...(seen.rejectedOf === undefined || lookups.length < known.length
        ? { what: gap.what, lookups: gap.lookups }
        : gap),
      explanation: `${seen.rejected} rows could not be read; the dead letters say why.`,
    });
  }
  for (const { explanation } of incident.openHoles()) gaps.push({ what: "log-gap", lookups: 0, explanation });
  return gaps;
}

function gapOf(what: Gap["what"], lookups: readonly IncidentLookUp[]): Omit<IncidentGap, "explanation"> {
  const systems = lookups.map(({ system }) => system);
  const subjects = lookups.map((lookup) => lookup.subjects);
  return {
    what,
    lookups: lookups.length,
    ...(lookups.length > 0 &&
      systems.every((system) => system !== undefined) && { systems: [...new Set(systems)] }),
    ...(lookups.length > 0 &&
      subjects.every((named) => named !== undefined) && { subjects: [...new Set(subjects.flat())] }),
  };
}
