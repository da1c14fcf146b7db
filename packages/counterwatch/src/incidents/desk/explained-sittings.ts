/**
 * What spoke for each sitting of a finding when it began, and what did not: a case and who else works it, colleagues who look at the same
 * subject, the reason in the log. The books are those of the stories, kept anew from the stored look-ups about the same subjects
 * and cases, so that a reader sees what the stories weighed. Places stand for subjects where a look-up has none.
 *
 * Limits: books are as old as the look-ups that are handed in, and a case is known only by them. Nothing here detects or alerts.
 */
import { instantMs } from "../../model/index.ts";
import { type CaseBook, noteCase, standing } from "../../stories/case-book.ts";
import { caseName } from "../../stories/case-name.ts";
import {
  ALONE_ON_CASE,
  COLLEAGUE,
  explain,
  LATE_TO_OTHERS,
  LATE_TO_OWN,
  OTHERS_CASE,
  OWN_CASE,
  POPULAR,
  REASONED,
  TEAM_CASE,
  UNEXPLAINED,
} from "../../stories/explanation.ts";
import { SITTING_GAP } from "../../stories/run.ts";
import { mattersOf } from "../../stories/singled-subjects.ts";
import { interestIn, noteLooker, type SubjectBook } from "../../stories/subject-book.ts";
import type { StoredEvent } from "./desk-store.ts";

/** By the stories' classes of explanation. */
const SPOKEN_BY = {
  [UNEXPLAINED]: "nothing",
  [REASONED]: "reason",
  [COLLEAGUE]: "colleague",
  [POPULAR]: "popular",
  [OWN_CASE]: "own-case",
  [TEAM_CASE]: "team-case",
  [ALONE_ON_CASE]: "alone-on-case",
  [OTHERS_CASE]: "others-case",
  [LATE_TO_OWN]: "late-to-own-case",
  [LATE_TO_OTHERS]: "late-to-others-case",
} as const;
type SpokenBy = (typeof SPOKEN_BY)[keyof typeof SPOKEN_BY];

export interface ExplainedSitting {
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly lookups: number;
  /** Pseudonym; undefined where the look-ups have none. */
  readonly subject: string | undefined;
  readonly site: string | undefined;
  /** What speaks for it most. */
  readonly by: SpokenBy;
  /** More than words speak for it. */
  readonly explained: boolean;
  /** In the spelling of `caseName`. */
  readonly case: string | undefined;
  /** As the log has it. */
  readonly reason: string | undefined;
  /** The log shows that there is a purpose, not which. */
  readonly withheld: boolean;
  /** Other operators who looked at the subject in the thirty days before. */
  readonly colleagues: number;
}

/**
 * `rows`: of the finding. `around`: look-ups about the same matter, those rows among them or not. Both in any order. Sittings in the order in which they began.
 */
export function explainSittings(
  rows: readonly StoredEvent[],
  around: readonly StoredEvent[],
): ExplainedSitting[] {
  const own = new Set(rows.map(({ leaf }) => leaf));
  const subjects: SubjectBook = new Map();
  const cases: CaseBook = new Map();
  const open = new Map<string, { sitting: ExplainedSitting; last: number }>();
  const sittings: ExplainedSitting[] = [];
  const all = [...around.filter(({ leaf }) => !own.has(leaf)), ...rows].toSorted(
    (a, b) => instantMs(a.event.time) - instantMs(b.event.time) || a.leaf - b.leaf,
  );
  for (const { leaf, event } of all) {
    const time = instantMs(event.time);
    const operator = event.operator.id;
    const name = caseName(event);
    for (const matter of mattersOf(event)) {
      const onCase = name === undefined ? undefined : standing(cases, name, operator, matter.key, time);
      if (own.has(leaf)) {
        const key = `${operator}\n${matter.key}`;
        const known = open.get(key);
        if (known !== undefined && time - known.last < SITTING_GAP) {
          const grown = { ...known.sitting, to: event.time, lookups: known.sitting.lookups + 1 };
          sittings[sittings.indexOf(known.sitting)] = grown;
          open.set(key, { sitting: grown, last: time });
        } else {
          const explanation = explain(event, onCase, matter.key, time, subjects);
          const sitting: ExplainedSitting = {
            from: event.time,
            to: event.time,
            lookups: 1,
            subject: matter.subject,
            site: event.site?.id,
            by: SPOKEN_BY[explanation as keyof typeof SPOKEN_BY],
            explained: explanation > REASONED,
            case: name,
            reason: event.purpose?.reason,
            withheld: event.purpose?.withheld !== undefined,
            colleagues: interestIn(subjects, matter.key, operator, time).colleagues,
          };
          sittings.push(sitting);
          open.set(key, { sitting, last: time });
        }
      }
      if (event.automated === true || event.operator.withheld === true) continue;
      noteLooker(subjects, matter.key, operator, time);
      if (name !== undefined && onCase !== undefined)
        noteCase(cases, name, operator, matter.key, time, onCase);
    }
  }
  return sittings;
}
