/** What happened, from what the store is about to write: findings that are new or worse, and steps of people. */
import type { Severity } from "../../model/index.ts";
import type { FindingState, Incident, RecordedStep } from "../desk/case.ts";
import type { ToldFinding } from "../desk/desk-store.ts";
import type { Happening } from "./notice.ts";

/** What the store held of a finding before. */
export interface HeldFinding {
  readonly severity: Severity;
  readonly state: FindingState;
}

export interface FindingsAtHand {
  readonly findings: readonly ToldFinding[];
  readonly before: ReadonlyMap<string, HeldFinding>;
  readonly suppressed: ReadonlySet<string>;
  /** Incident by finding, for those that are new. */
  readonly homes: ReadonlyMap<string, string>;
  readonly now: string;
}

/** Suppressed findings are not told; one that is shown again is as good as new. */
export function findingHappenings({ findings, before, suppressed, homes, now }: FindingsAtHand): Happening[] {
  return findings
    .filter(({ finding }) => !suppressed.has(finding.id))
    .map(({ finding: { id, severity, detector, operator, explanation } }) => {
      const held = before.get(id);
      return {
        kind: "finding.new",
        about: id,
        turn: "",
        at: now,
        severity,
        formerly: held?.state === "suppressed" ? undefined : held?.severity,
        detector,
        incident: homes.get(id),
        operators: [operator],
        sentence: explanation,
      };
    });
}

const KINDS = {
  taken: "incident.taken",
  assigned: "incident.taken",
  "close-proposed": "incident.close-proposed",
  closed: "incident.closed",
} as const;

/** `incidents`: as they are after the steps. */
export function stepHappenings(steps: readonly RecordedStep[], incidents: readonly Incident[]): Happening[] {
  const known = new Map(incidents.map((incident) => [incident.id, incident]));
  return steps.flatMap(({ incident: about, number, at, by, step }) => {
    const kind = step.do in KINDS ? KINDS[step.do as keyof typeof KINDS] : undefined;
    const incident = known.get(about);
    if (kind === undefined || incident === undefined) return [];
    const { severity, operators } = incident;
    return [{ kind, about, turn: String(number), at, severity, incident: about, operators, by }];
  });
}
