import type { AccessEvent } from "../model/index.ts";
import { type CaseBook, standing } from "./case-book.ts";
import { interestIn, type SubjectBook } from "./subject-book.ts";

/**
 * What, if anything, explains a look-up. A reason in words neither alarms nor excuses: in real logs most are blank, and
 * those who watch somebody write what everybody writes. Each unit's own habits set what a class is worth.
 */
export const EXPLANATIONS = [
  "nothing but a reason, if that",
  "a colleague looks too",
  "everybody looks these days",
  "a case of the operator's own",
  "a team's case",
  "a case of others",
] as const;

export const UNEXPLAINED = 0;
const COLLEAGUE = 1;
const POPULAR = 2;
export const OWN_CASE = 3;
export const TEAM_CASE = 4;
export const OTHERS_CASE = 5;
export const CLASSES = EXPLANATIONS.length;

export function explain(
  event: AccessEvent,
  name: string | undefined,
  subject: string,
  unit: string,
  time: number,
  books: { readonly subjects: SubjectBook; readonly cases: CaseBook },
): number {
  if (name !== undefined) {
    const how = standing(books.cases, name, event.operator.id, unit, subject);
    return how === "own" ? OWN_CASE : how === "team" ? TEAM_CASE : OTHERS_CASE;
  }
  const { colleagues, popular } = interestIn(books.subjects, subject, event.operator.id, time);
  if (popular) return POPULAR;
  if (colleagues > 0) return COLLEAGUE;
  return UNEXPLAINED;
}
