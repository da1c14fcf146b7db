import type { RecentAssessments } from "./recent-assessments.ts";
import type { RecentSubjects } from "./recent-subjects.ts";

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
