import { type Assessed, RecentAssessments } from "./recent-assessments.ts";
import { RecentSubjects, type RecentSubjectsState } from "./recent-subjects.ts";

/**
 * What is remembered of one operator, for all nouns together: one look-up in one map serves them. Each noun owns its fields.
 * All fields are set from the start so that every instance has one hidden class.
 */
export class OperatorMemory {
  /** context.operator */
  events = 0;
  lookups = 0;
  exports = 0;
  lastMs = Number.NEGATIVE_INFINITY;
  minute = Number.NEGATIVE_INFINITY;
  minuteSubjects = 0;
  minuteSubject = "";
  /** context.search */
  searches: RecentSubjects | undefined = undefined;
  lastSearchMs = Number.NEGATIVE_INFINITY;
  /** context.identity */
  identified: RecentSubjects | undefined = undefined;
  /** context.denied: subjects and times of refused look-ups. */
  denials: RecentSubjects | undefined = undefined;
  /** context.register */
  assessments: RecentAssessments | undefined = undefined;
  /** context.signIn: times of failures, milliseconds, oldest first. */
  failures: number[] | undefined = undefined;
  /** context.client */
  signIns = 0;
  clients: string[] | undefined = undefined;
  /** context.address: the present address and the one before, and since when the present one is used. */
  address = "";
  addressMs = Number.NEGATIVE_INFINITY;
  otherAddress = "";
  otherAddressMs = Number.NEGATIVE_INFINITY;
  /** context.masked */
  maskable = 0;
  masked = 0;
}

/** Plain data. */
export type OperatorState = Omit<OperatorMemory, "searches" | "identified" | "denials" | "assessments"> & {
  readonly searches: RecentSubjectsState | undefined;
  readonly identified: RecentSubjectsState | undefined;
  readonly denials: RecentSubjectsState | undefined;
  readonly assessments: Assessed[] | undefined;
};

/** Not a copy: to be written down before it is used again. */
export function operatorState(memory: OperatorMemory): OperatorState {
  return {
    ...memory,
    searches: memory.searches?.snapshot(),
    identified: memory.identified?.snapshot(),
    denials: memory.denials?.snapshot(),
    assessments: memory.assessments?.snapshot(),
  };
}

export function resumeOperator(state: OperatorState): OperatorMemory {
  const { searches, identified, denials, assessments } = state;
  return Object.assign(new OperatorMemory(), state, {
    searches: searches && new RecentSubjects(searches),
    identified: identified && new RecentSubjects(identified),
    denials: denials && new RecentSubjects(denials),
    assessments: assessments && new RecentAssessments(assessments),
  });
}
