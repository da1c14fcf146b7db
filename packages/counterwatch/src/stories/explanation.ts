import type { AccessEvent } from "../model/index.ts";
import type { Standing } from "./case-book.ts";
import { interestIn, type SubjectBook } from "./subject-book.ts";

/**
 * What, if anything, explains a look-up, weakest first. A reason in words alone hardly excuses, and a vague one alarms
 * nobody: in real logs most are blank. Each unit's own habits set what a class is worth.
 */
export const EXPLANATIONS = [
  "nothing, or words that fit everything",
  "a reason in words",
  "a colleague looks too",
  "everybody looks these days",
  "a case of the operator's own",
  "a team's case, on which others look too",
  "a team's case, on which nobody else looks at this subject",
  "a case of others, to which the operator came with this subject",
  "an own case that was under way when this subject came to it",
  "a case of others that was under way when this subject came to it",
] as const;

export const UNEXPLAINED = 0;
export const REASONED = 1;
export const COLLEAGUE = 2;
export const POPULAR = 3;
export const OWN_CASE = 4;
export const TEAM_CASE = 5;
export const ALONE_ON_CASE = 6;
export const OTHERS_CASE = 7;
export const LATE_TO_OWN = 8;
export const LATE_TO_OTHERS = 9;
const STANDINGS = { own: OWN_CASE, shared: TEAM_CASE, alone: ALONE_ON_CASE, outsider: OTHERS_CASE };
const LATE = { own: LATE_TO_OWN, shared: TEAM_CASE, alone: LATE_TO_OTHERS, outsider: LATE_TO_OTHERS };
export const CLASSES = EXPLANATIONS.length;

/** True where a case on which others work speaks for the look-up, and did so from the case's beginning. */
export function vouchedFor(explanation: number): boolean {
  return explanation === TEAM_CASE || explanation === ALONE_ON_CASE || explanation === OTHERS_CASE;
}

/** `onCase`: how the operator stands to the case given; undefined where none is. */
export function explain(
  event: AccessEvent,
  onCase: Standing | undefined,
  subject: string,
  time: number,
  book: SubjectBook,
): number {
  if (onCase !== undefined) return (onCase.late ? LATE : STANDINGS)[onCase.how];
  const { colleagues, popular } = interestIn(book, subject, event.operator.id, time);
  if (popular) return POPULAR;
  if (colleagues > 0) return COLLEAGUE;
  return says(event) ? REASONED : UNEXPLAINED;
}

/** Words that fit every look-up, English and Spanish, whole or as the beginning of the reason. */
const VAGUE =
  /^\W*(inv(est(ig(at(ion|ions|ive|ing|e|or))?)?)?|investigaci[oó]n|follow[\s-]*up|seguimiento|check(ing)?|revisi[oó]n|police(\s+(work|business|matter))?|polic[ií]a|official(\s+use)?|oficial|suspect|sospechoso|info(rmation)?|informaci[oó]n|intel(ligence)?|case|caso|work|trabajo|search|b[uú]squeda|misc|other|otro|general|random|query|lookup|look\s*up|n\/?a|none|test(ing)?|prueba|x+|\.+|-+|\d{1,3})\W*$/i;

function says({ purpose }: AccessEvent): boolean {
  if (purpose?.withheld !== undefined || purpose?.authority !== undefined) return true;
  return purpose?.reason !== undefined && !VAGUE.test(purpose.reason);
}
