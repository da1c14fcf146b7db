/** The filters of the list of incidents, written as those of the queue are. */
import { SEVERITIES, type Severity } from "../../model/index.ts";
import { INCIDENT_STATES, type IncidentState } from "./case.ts";
import { type Choice, choiceOf, refuseUnknown, wordsOf } from "./finding-query.ts";

export const INCIDENT_FIELDS = ["state", "severity", "operator", "detector", "owner"] as const;
export type IncidentField = (typeof INCIDENT_FIELDS)[number];

/** What is left out lets everything through. */
export interface IncidentQuery {
  /** Neither closed nor merged. */
  readonly open?: boolean | undefined;
  readonly state?: Choice<IncidentState>;
  /** Of the worst finding. */
  readonly severity?: Choice<Severity>;
  /** Whom any of its findings names. */
  readonly operator?: Choice;
  /** What told any of its findings. */
  readonly detector?: Choice;
  readonly owner?: Choice;
  /** Words that one of its findings must have, any case. */
  readonly words?: readonly string[];
  /** Operators whose incidents are not there at all, in counts neither: not a filter that anybody writes. */
  readonly withheld?: readonly string[];
}

/** Throws `usage` with the key that is wrong. Keys in `others` are somebody else's. */
export function parseIncidentQuery(search: URLSearchParams, others: readonly string[] = []): IncidentQuery {
  refuseUnknown(search, [...INCIDENT_FIELDS, "open", "q"], others);
  const open = search.get("open");
  return {
    open: open === null || open === "" ? undefined : open === "true",
    state: choiceOf(search, "state", INCIDENT_STATES),
    severity: choiceOf(search, "severity", SEVERITIES),
    operator: choiceOf(search, "operator"),
    detector: choiceOf(search, "detector"),
    owner: choiceOf(search, "owner"),
    words: wordsOf(search),
  };
}
