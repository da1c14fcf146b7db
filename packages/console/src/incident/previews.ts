/** What incidents would be after merging or splitting: shown before anybody does it. */
import type { DeskFinding, Incident, Severity } from "../api/shapes.ts";

export interface IncidentPreview {
  /** Undefined: the new one has no id yet. */
  readonly id: string | undefined;
  readonly severity: Severity;
  readonly findings: readonly DeskFinding[];
  readonly owner: string | undefined;
}

const RANK: readonly Severity[] = ["low", "medium", "high", "critical"];

/** The chosen findings go into a new incident that nobody is on. */
export function afterSplit(
  incident: Incident,
  findings: readonly DeskFinding[],
  chosen: ReadonlySet<string>,
): { readonly stays: IncidentPreview; readonly goes: IncidentPreview } {
  return {
    stays: previewOf(
      incident.id,
      findings.filter(({ id }) => !chosen.has(id)),
      incident.owner,
    ),
    goes: previewOf(
      undefined,
      findings.filter(({ id }) => chosen.has(id)),
      undefined,
    ),
  };
}

/** Everything goes into the other one; this one stays as a reference to it. */
export function afterMerge(
  incident: Incident,
  findings: readonly DeskFinding[],
  other: Incident,
  others: readonly DeskFinding[],
): { readonly stays: IncidentPreview; readonly goes: IncidentPreview } {
  return {
    stays: previewOf(incident.id, [], incident.owner),
    goes: previewOf(other.id, [...others, ...findings], other.owner),
  };
}

/** A split is possible where something goes and something stays. */
export function maySplit(findings: readonly DeskFinding[], chosen: ReadonlySet<string>): boolean {
  return chosen.size > 0 && chosen.size < findings.length;
}

/** As the server wants it: nobody can guess it, and none is taken twice. */
export function newIncidentId(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const bytes = random(new Uint8Array(12));
  return `i1_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function previewOf(
  id: string | undefined,
  findings: readonly DeskFinding[],
  owner: string | undefined,
): IncidentPreview {
  const rank = Math.max(0, ...findings.map(({ severity }) => RANK.indexOf(severity)));
  return { id, severity: RANK[rank] ?? "low", findings, owner };
}
