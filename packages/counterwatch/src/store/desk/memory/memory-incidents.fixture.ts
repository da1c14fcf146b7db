/** Filters and counts of incidents in memory: the oracle. */
import type { Incident } from "../../../incidents/desk/case.ts";
import type { Facet } from "../../../incidents/desk/desk-store.ts";
import {
  INCIDENT_FIELDS,
  type IncidentField,
  type IncidentQuery,
} from "../../../incidents/desk/incident-query.ts";
import { facetsOf } from "./memory-order.fixture.ts";

/** What a finding gives to the filters of its incident. */
interface HeldFinding {
  readonly incident: string;
  readonly operator: string;
  readonly detector: string;
  readonly explanation: string;
}

function valuesOf(incident: Incident, held: readonly HeldFinding[]): Record<IncidentField, string[]> {
  return {
    state: [incident.state],
    severity: [incident.severity],
    owner: [incident.owner ?? ""],
    operator: [...new Set(held.map(({ operator }) => operator))],
    detector: [...new Set(held.map(({ detector }) => detector))],
  };
}

export function incidentsMatching(
  incidents: readonly Incident[],
  findings: readonly HeldFinding[],
  { open, words = [], withheld = [], ...choices }: IncidentQuery,
): Incident[] {
  return incidents.filter((incident) => {
    const held = findings.filter((finding) => finding.incident === incident.id);
    const values = valuesOf(incident, held);
    const isOpen = incident.state !== "closed" && incident.state !== "merged";
    return (
      (open === undefined || open === isOpen) &&
      !held.some(({ operator }) => withheld.includes(operator)) &&
      INCIDENT_FIELDS.every((field) => {
        const { only, not } = choices[field] ?? { only: [], not: [] };
        const chosen: readonly string[] = only;
        const left: readonly string[] = not;
        return (
          (chosen.length === 0 || values[field].some((value) => chosen.includes(value))) &&
          !values[field].some((value) => left.includes(value))
        );
      }) &&
      words.every((word) =>
        held.some(({ explanation }) => explanation.toLowerCase().includes(word.toLowerCase())),
      )
    );
  });
}

export function countedIncidents(
  incidents: readonly Incident[],
  findings: readonly HeldFinding[],
  query: IncidentQuery,
): Record<IncidentField, Facet[]> {
  return Object.fromEntries(
    INCIDENT_FIELDS.map((field) => {
      const counts = new Map<string, number>();
      for (const incident of incidentsMatching(incidents, findings, {
        ...query,
        [field]: { only: [], not: [] },
      }))
        for (const value of valuesOf(
          incident,
          findings.filter((finding) => finding.incident === incident.id),
        )[field])
          counts.set(value, (counts.get(value) ?? 0) + 1);
      return [field, facetsOf(counts)];
    }),
  ) as Record<IncidentField, Facet[]>;
}
