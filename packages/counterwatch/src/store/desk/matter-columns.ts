/**
 * What sums over look-ups ask for, in columns of its own: subjects that the look-up singles out with a space between them, its case in
 * one spelling, and whether a program made it. In a database that is older than these columns they are filled once, when it is opened.
 */
import type { AccessEvent } from "../../model/index.ts";
import { caseName } from "../../stories/case-name.ts";
import { singledSubjects } from "../../stories/singled-subjects.ts";

export const MATTER_COLUMNS = ["subjects", "case_name", "polled"] as const;

/** Values of `MATTER_COLUMNS`. */
export function matterOf(event: AccessEvent): [string | null, string | null, number] {
  const subjects = singledSubjects(event);
  return [
    subjects.length === 0 ? null : subjects.join(" "),
    caseName(event) ?? null,
    event.automated === true ? 1 : 0,
  ];
}
