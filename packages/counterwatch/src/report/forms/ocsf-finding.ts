/**
 * OCSF 1.8 Detection Finding (class 2004) of one finding. Every object here holds attributes of the schema alone; what OCSF has no place for stands
 * in `unmapped`. The operator is the actor of the evidence by internal id; subjects are pseudonyms, and resources in OCSF's words.
 *
 *     type_uid = class_uid · 100 + activity_id
 */
import { type Severity, sourceOf } from "../../model/index.ts";
import type { FindingState } from "../../incidents/desk/case.ts";
import type { HandedFinding, Origin } from "./handed-finding.ts";

const OCSF_VERSION = "1.8.0";
const FINDINGS = 2;
const DETECTION_FINDING = 2004;
const CREATE = 1;
const UPDATE = 2;
const CLOSE = 3;
const ACTIVITY = { [CREATE]: "Create", [UPDATE]: "Update", [CLOSE]: "Close" } as const;

export const OCSF_SEVERITY: Readonly<Record<Severity, readonly [id: number, caption: string]>> = {
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};
const STATUS: Readonly<Record<FindingState, readonly [id: number, caption: string]>> = {
  new: [1, "New"],
  taken: [2, "In Progress"],
  suppressed: [3, "Suppressed"],
  closed: [4, "Resolved"],
};
/** Of analytic: rules are told by facts, stories by how people behave, tripwires by exact matches. */
const RULE = 1;
const BEHAVIOURAL = 2;
const EXACT_MATCH = 9;

export function ocsfFinding(finding: HandedFinding, origin: Origin): object {
  const { severity, since, time, lookups, explanation, operator, subjects, state } = finding;
  const activity =
    state === "closed" ? CLOSE : (finding.changed ?? "") > (finding.learned ?? "") ? UPDATE : CREATE;
  const [severityId, severityCaption] = OCSF_SEVERITY[severity];
  const [statusId, status] = STATUS[state ?? "new"];
  const source = sourceOf(finding);
  return {
    ...ocsfHead(DETECTION_FINDING, "Detection Finding", activity, origin),
    activity_name: ACTIVITY[activity],
    time: Date.parse(finding.learned ?? time),
    start_time: Date.parse(since),
    end_time: Date.parse(time),
    count: lookups,
    severity_id: severityId,
    severity: severityCaption,
    status_id: statusId,
    status,
    is_alert: activity === CREATE,
    message: explanation,
    finding_info: ocsfFindingInfo(finding),
    evidences: [source === undefined ? { actor: { user: { uid: operator } } } : { data: { source } }],
    ...(subjects.length > 0 && {
      resources: subjects.map((uid) => ({ uid, type: "subject" })),
    }),
    unmapped: {
      counterwatch: {
        evidence: finding.evidence,
        ...(finding.incident !== undefined && { incident: finding.incident }),
        ...(finding.owner !== undefined && { owner: finding.owner }),
      },
    },
  };
}

/** The object `finding_info`, for incidents too. */
export function ocsfFindingInfo(finding: HandedFinding): object {
  const { id, detector, explanation, since, time, lookups, learned, changed } = finding;
  return {
    uid: id,
    title: `Finding by ${detector}`,
    desc: explanation,
    analytic: { uid: detector, name: detector, type_id: analyticOf(detector) },
    first_seen_time: Date.parse(since),
    last_seen_time: Date.parse(time),
    created_time: Date.parse(learned ?? time),
    ...(changed !== undefined && { modified_time: Date.parse(changed) }),
    related_events_count: lookups,
  };
}

/** What every class of the findings has. */
export function ocsfHead(classUid: number, className: string, activity: number, { version }: Origin): object {
  return {
    category_uid: FINDINGS,
    category_name: "Findings",
    class_uid: classUid,
    class_name: className,
    activity_id: activity,
    type_uid: classUid * 100 + activity,
    metadata: {
      version: OCSF_VERSION,
      product: { name: "Counterwatch", vendor_name: "Counterwatch", version },
    },
  };
}

function analyticOf(detector: string): number {
  if (detector.startsWith("story/")) return BEHAVIOURAL;
  return detector === "tripwire" || detector === "decoy" ? EXACT_MATCH : RULE;
}
