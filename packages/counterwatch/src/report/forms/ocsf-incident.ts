/**
 * OCSF 1.8 Incident Finding (class 2005) of one incident with its findings. A closing that is only proposed is no verdict yet.
 */
import type { ClosingReason, Incident, IncidentState } from "../../incidents/desk/case.ts";
import type { HandedFinding, Origin } from "./handed-finding.ts";
import { OCSF_SEVERITY, ocsfFindingInfo, ocsfHead } from "./ocsf-finding.ts";

const INCIDENT_FINDING = 2005;
const STATUS: Readonly<Record<IncidentState, readonly [id: number, caption: string]>> = {
  open: [1, "New"],
  taken: [2, "In Progress"],
  "close-proposed": [2, "In Progress"],
  closed: [5, "Closed"],
  merged: [5, "Closed"],
};
const VERDICT: Readonly<Record<ClosingReason, readonly [id: number, caption: string]>> = {
  explained: [5, "Benign"],
  "false-alarm": [1, "False Positive"],
  policy: [2, "True Positive"],
  training: [2, "True Positive"],
  misuse: [2, "True Positive"],
  referred: [9, "Managed Externally"],
  duplicate: [10, "Duplicate"],
};
const UNKNOWN = [0, "Unknown"] as const;

/** `findings`: those of them that the reader may see, one at least. */
export function ocsfIncident(incident: Incident, findings: readonly HandedFinding[], origin: Origin): object {
  const { id, state, severity, owner, opened, changed, closing, operators, steps } = incident;
  const isClosed = state === "closed" || state === "merged";
  const activity = isClosed ? 3 : steps.length > 1 ? 2 : 1;
  const [severityId, severityCaption] = OCSF_SEVERITY[severity];
  const [statusId, status] = STATUS[state];
  const [verdictId, verdict] = isClosed && closing !== undefined ? VERDICT[closing.reason] : UNKNOWN;
  const times = findings.flatMap(({ since, time }) => [Date.parse(since), Date.parse(time)]);
  return {
    ...ocsfHead(INCIDENT_FINDING, "Incident Finding", activity, origin),
    time: Date.parse(changed),
    ...(times.length > 0 && { start_time: Math.min(...times), end_time: Math.max(...times) }),
    severity_id: severityId,
    severity: severityCaption,
    status_id: statusId,
    status,
    verdict_id: verdictId,
    verdict,
    // The schema asks for one of the two.
    ...(owner === undefined ? { assignee_group: { name: "nobody yet" } } : { assignee: { name: owner } }),
    desc: `${id}: ${findings.length} findings`,
    finding_info_list: findings.map(ocsfFindingInfo),
    unmapped: {
      counterwatch: {
        incident: id,
        state,
        opened: Date.parse(opened),
        operators,
        ...(closing !== undefined && { closing: closing.reason }),
      },
    },
  };
}
