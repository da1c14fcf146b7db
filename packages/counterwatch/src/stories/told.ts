/** What a run's sentence is made of, beside what the finding says itself: whoever says it in another language needs no more. */
import { EXPLANATIONS } from "./explanation.ts";
import { printed } from "./mark.ts";
import { saidIn } from "./marks.ts";
import type { Run } from "./run.ts";
import type { Peers } from "./story.ts";

const MOST = 2;
const LONGEST_REASON = 40;

/** What the look-ups of a run give as their purpose: the first of each, and how many more there are. */
export interface Given {
  readonly cases: readonly string[];
  readonly moreCases: number;
  /** Cut to 40 characters. */
  readonly reasons: readonly string[];
  readonly moreReasons: number;
  /** What explains the latest sitting. */
  readonly latest: (typeof EXPLANATIONS)[number];
}

export interface ToldFigures {
  readonly sittings: number;
  readonly days: number;
  /** The latest look-up, RFC 3339. */
  readonly latest: string;
  readonly given: Given;
  readonly compared: { readonly operators: number; readonly near: number };
}

function givenIn({ marks, explanation }: Run): Given {
  const said = saidIn(marks);
  const cases = [...new Set(said.flatMap((each) => each.case ?? []))];
  const reasons = [...new Set(said.flatMap(({ purpose }) => purpose?.reason ?? []))];
  return {
    cases: cases.slice(0, MOST),
    moreCases: Math.max(0, cases.length - MOST),
    reasons: reasons.slice(0, MOST).map((reason) => reason.slice(0, LONGEST_REASON)),
    moreReasons: Math.max(0, reasons.length - MOST),
    latest: EXPLANATIONS[explanation] ?? EXPLANATIONS[0],
  };
}

export function toldFigures(run: Run, { colleagues, near }: Peers): ToldFigures {
  return {
    sittings: run.sittings,
    days: run.days,
    latest: printed(run.last),
    given: givenIn(run),
    compared: { operators: colleagues, near },
  };
}
