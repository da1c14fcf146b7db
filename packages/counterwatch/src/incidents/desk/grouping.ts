/**
 * Which incident a finding belongs to. Findings under one roof are one operator's, on a common subject or within a fortnight
 * of each other: an investigator asks that person once. A finding about several operators' one subject (a ring) is told under
 * the operator whom the finding names. Ids are hashes, so that a replay opens the same incidents.
 */
import { hash } from "node:crypto";
import type { Finding } from "../../model/index.ts";
import type { Incident, IncidentStep, RecordedStep } from "./case.ts";
import { PROGRAM } from "./incident-fold.ts";

const FORTNIGHT = 14 * 86_400_000;

/** An open incident, as far as grouping asks. */
export interface OpenIncident extends Pick<Incident, "id" | "opened"> {
  readonly stepCount: number;
  readonly subjects: ReadonlySet<string>;
  /** Event time of its latest finding, milliseconds. */
  readonly latest: number;
}

export interface Grouped {
  readonly incident: string;
  readonly step: RecordedStep;
}

type Told = Pick<Finding, "id" | "operator" | "subjects" | "time">;

/** `open`: the open incidents that name the finding's operator. */
export function groupFinding(finding: Told, open: readonly OpenIncident[], now: string): Grouped {
  const time = Date.parse(finding.time);
  const joins = open
    .filter(
      ({ subjects, latest }) =>
        finding.subjects.some((subject) => subjects.has(subject)) || Math.abs(time - latest) <= FORTNIGHT,
    )
    .toSorted((a, b) => b.latest - a.latest || (a.id < b.id ? -1 : 1));
  const [home] = joins;
  if (home === undefined) {
    const incident = incidentOf(finding.id);
    return { incident, step: recorded(incident, 0, now, { do: "opened", findings: [finding.id] }) };
  }
  const step: IncidentStep = { do: "finding-added", finding: finding.id };
  return { incident: home.id, step: recorded(home.id, home.stepCount, now, step) };
}

/** The id of an incident that begins with this finding. */
export function incidentOf(finding: string): string {
  return `i1_${hash("sha256", `counterwatch incident v1\n${finding}`, "hex").slice(0, 24)}`;
}

function recorded(incident: string, number: number, at: string, step: IncidentStep): RecordedStep {
  return { incident, number, at, by: PROGRAM, step };
}
