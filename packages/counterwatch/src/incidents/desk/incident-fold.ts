/**
 * An incident from its steps, and whether a step may follow. Rules that a screen cannot be trusted with stand here:
 *
 * - nobody acts on an incident that names an operator who they are, nor the administrator of a source that it is about;
 * - closing takes two: one proposes with a reason, another one closes; the same holds for unmasking;
 * - what is closed is reopened by a step that says why, never changed.
 */
import { CounterwatchError, type Severity, severityRank, sourceAsOperator } from "../../model/index.ts";
import type { Account, Incident, IncidentState, IncidentStep, RecordedStep } from "./case.ts";

/** What the fold needs of the findings that an incident holds. */
export interface FindingFacts {
  readonly id: string;
  readonly operator: string;
  readonly severity: Severity;
  /** Log that it is about; undefined: any. */
  readonly source?: string | undefined;
}

export const PROGRAM = "counterwatch";

/** Steps in order, of one incident. Throws `internal` where they cannot be one. */
export function foldIncident(
  steps: readonly RecordedStep[],
  facts: (finding: string) => FindingFacts | undefined,
): Incident {
  const [first] = steps;
  if (first?.step.do !== "opened")
    throw new CounterwatchError("internal", "an incident begins with its opening");
  const findings = new Set<string>();
  let state: IncidentState = "open";
  let owner: string | undefined;
  let closing: Incident["closing"];
  for (const { step, by } of steps) {
    switch (step.do) {
      case "opened":
      case "absorbed":
        for (const finding of step.findings) findings.add(finding);
        break;
      case "finding-added":
        findings.add(step.finding);
        break;
      case "split":
        for (const finding of step.findings) findings.delete(finding);
        break;
      case "taken":
        [state, owner] = ["taken", by];
        break;
      case "assigned":
        [state, owner] = ["taken", step.to];
        break;
      case "close-proposed":
        state = "close-proposed";
        closing = { reason: step.reason, by };
        break;
      case "closed":
        state = "closed";
        closing = { reason: step.reason, by };
        break;
      case "merged":
        state = "merged";
        break;
      case "reopened":
        state = owner === undefined ? "open" : "taken";
        closing = undefined;
        break;
      case "commented":
      case "unmask-asked":
      case "unmask-granted":
      case "unmask-tried":
        break;
    }
  }
  const known = [...findings].flatMap((finding) => facts(finding) ?? []);
  const worst = known.reduce<Severity>(
    (most, { severity }) => (severityRank(severity) > severityRank(most) ? severity : most),
    "low",
  );
  return {
    id: first.incident,
    state,
    severity: worst,
    operators: [...new Set(known.map(({ operator }) => operator))].toSorted(),
    findings: [...findings],
    owner,
    opened: first.at,
    changed: (steps.at(-1) as RecordedStep).at,
    closing,
    steps,
  };
}

/** Throws `refused` with the reason in one sentence. */
export function checkStep(
  incident: Incident,
  step: IncidentStep,
  by: Account,
  sources: readonly string[] | undefined,
): void {
  if (by.disabled) throw refused("this account is disabled", "Ask an administrator.");
  refuseOwn(incident, by, sources);
  const mayJudge = by.roles.includes("analyst") || by.roles.includes("reviewer");
  if (!mayJudge) throw refused("this needs the role analyst or reviewer", "Ask somebody who has it.");
  const { state } = incident;
  if (state === "merged") throw refused("this incident was merged into another one", "Work on that one.");
  switch (step.do) {
    case "close-proposed":
      if (state === "closed") throw refused("it is closed", "Reopen it first.");
      return;
    case "closed": {
      if (state !== "close-proposed" || incident.closing === undefined)
        throw refused("nobody has proposed to close it", "Propose it with a reason first.");
      if (incident.closing.by === by.name)
        throw refused("closing takes two people, and you proposed it", "Ask a reviewer.");
      if (!by.roles.includes("reviewer")) throw refused("closing needs the role reviewer", "Ask a reviewer.");
      if (incident.closing.reason !== step.reason)
        throw refused(
          "another reason was proposed",
          "Propose the reason that you mean, and let another one close it.",
        );
      return;
    }
    case "unmask-granted": {
      const asked = incident.steps.findLast(
        (recorded) =>
          recorded.step.do === "unmask-asked" &&
          recorded.step.what === step.what &&
          recorded.by === step.asked,
      );
      if (asked === undefined) throw refused("nobody asked to unmask this", "Ask with a reason first.");
      if (step.asked === by.name)
        throw refused("unmasking takes two people, and you asked for it", "Ask a reviewer.");
      if (!by.roles.includes("reviewer"))
        throw refused("unmasking needs the role reviewer", "Ask a reviewer.");
      return;
    }
    case "reopened":
      if (state !== "closed" && state !== "close-proposed")
        throw refused("it is not closed", "Work on it as it is.");
      return;
    case "split":
      if (step.findings.some((finding) => !incident.findings.includes(finding)))
        throw refused("a finding is not in this incident", "Load the page again.");
      if (step.findings.length === incident.findings.length)
        throw refused("all findings would leave it", "Leave at least one.");
      return;
    case "opened":
    case "finding-added":
    case "absorbed":
    case "unmask-tried":
      throw refused("this step is the program's own", "Merge or split instead.");
    default:
      if (state === "closed") throw refused("it is closed", "Reopen it with a reason first.");
  }
}

/**
 * Whether this person may not judge, and hence not read, the incident: it is about their own look-ups or their own system. A finding about
 * a system itself (silence, gap, deletion) has no look-ups to tell it by: it names the system in place of an operator. `sources`: logs of
 * its look-ups; undefined where some of them are gone: then nobody can say that it is not of a system that somebody administers.
 */
export function isOwn(
  incident: Pick<Incident, "operators">,
  by: Account,
  sources: readonly string[] | undefined,
): boolean {
  if (sources === undefined && by.administers.length > 0) return true;
  return (
    incident.operators.some(
      (operator) =>
        operator === by.name ||
        by.operators.includes(operator) ||
        isWithin(operator, by.administers.map(sourceAsOperator)),
    ) || (sources ?? []).some((source) => isWithin(source, by.administers))
  );
}

/** A log that names other sources speaks for them as `NAME/other` (app/serve/ingestion.ts): they are NAME's administrator's, too. */
function isWithin(source: string, names: readonly string[]): boolean {
  return names.some((name) => source === name || source.startsWith(`${name}/`));
}

function refuseOwn(incident: Incident, by: Account, sources: readonly string[] | undefined): void {
  if (isOwn(incident, by, sources))
    throw refused(
      "this incident is about your own look-ups or a system that you administer",
      "Somebody independent must judge it.",
    );
}

function refused(message: string, remedy: string): CounterwatchError {
  return new CounterwatchError("refused", message, { remedy });
}
