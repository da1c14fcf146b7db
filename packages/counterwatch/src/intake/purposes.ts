/**
 * Case and reason. Many logs have the case number in the reason field (51 % of one real audit): where the case cell is blank, the
 * first thing in the reason that reads as a case number is taken for it, and the reason stays only where it says more.
 */
import type { AccessEvent } from "../model/index.ts";
import { BoundedMemo, flatten } from "./bounded-memo.ts";
import type { Identifiers } from "./identifiers.ts";
import { hasMaskedWord } from "./masks.ts";

type Purpose = NonNullable<AccessEvent["purpose"]>;
export type PurposeReader = (
  caseCell: string,
  reasonCell: string,
  own: readonly string[],
) => Purpose | undefined;

export function createPurposeReader(identifiers: Identifiers): PurposeReader {
  const splits = new BoundedMemo<SplitReason>(16_384);

  function split(reason: string): SplitReason {
    return splits.get(reason) ?? splits.set(reason, splitReason(reason));
  }

  return (caseCell, reasonCell, own) => {
    const hasCase = caseCell !== "" && !identifiers.isBlank(caseCell);
    const hasReason = reasonCell !== "" && !identifiers.isBlank(reasonCell);
    if (!hasCase && !hasReason) return undefined;
    const purpose: Purpose = {};
    const withheld: ("case" | "reason")[] = [];
    if (hasCase) {
      if (identifiers.isMask(caseCell)) withheld.push("case");
      else purpose.case = identifiers.text(caseCell, own) || undefined;
    }
    if (hasReason) {
      const { masked, inside, rest } = identifiers.isMask(reasonCell) ? ALL_MASKED : split(reasonCell);
      if (masked) withheld.push("reason");
      const found = hasCase || inside === undefined ? undefined : readCase(inside, own);
      if (found !== undefined) purpose.case = found;
      if (rest !== undefined && (found === undefined || rest !== ""))
        purpose.reason = identifiers.text(reasonCell, own) || undefined;
    }
    if (withheld.length > 0) purpose.withheld = withheld;
    return purpose.case === undefined && purpose.reason === undefined && withheld.length === 0
      ? undefined
      : purpose;
  };

  /** What turns out to be somebody's telephone is no case number, unless it begins like a year. */
  function readCase(inside: string, own: readonly string[]): string | undefined {
    const text = identifiers.text(inside, own);
    return text === inside || /^(?:19|20)\d/.test(inside) ? text : undefined;
  }
}

interface SplitReason {
  /** Words of it, or all of it, are masked. */
  readonly masked: boolean;
  /** What reads as a case number. */
  readonly inside: string | undefined;
  /** What is left beside the case number, empty where nothing is; undefined: nothing that could be read. */
  readonly rest: string | undefined;
}

const ALL_MASKED: SplitReason = { masked: true, inside: undefined, rest: undefined };

const LABEL =
  "(?:case|cfs|rd|cr|ir|dr|inc|incident|report|rpt|cad|event|complaint)(?: ?(?:no|nr|num|number|id))?\\b[ .:#-]*|#[ ]*";
/** `25-54631`, `c17-65036`, `8227-78124894`, `3805-496`, `r62-44601`, `c56-2280A`. */
const HYPHENED = "[a-z]{0,4}\\d{2,6}-\\d{3,10}[a-z]?";
/** `t58412810`, `c9205071`: a letter and a long number. */
const LETTERED = "[a-z]\\d{6,12}";
const WHOLE = new RegExp(`^(?:${LABEL})?(${HYPHENED}|${LETTERED}|[a-z]{2,4}\\d{9,12}|\\d{4,12})[.,;]?$`, "i");
const LABELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${LABEL})(${HYPHENED}|${LETTERED}|\\d{4,12})(?![\\p{L}\\p{N}]|[-/:]\\p{N})`,
  "iu",
);
const WITHIN = new RegExp(
  `(?<![\\p{L}\\p{N}]|\\p{N}[-/:])(${HYPHENED}|${LETTERED}|\\d{6,12})(?![\\p{L}\\p{N}]|[-/:]\\p{N})`,
  "iu",
);
const YEAR = /^(?:19[5-9]|20[0-4])\d$/;

/** Takes a case number out of a reason, see above. Values are raw: they go through `Identifiers.text` next. */
export function splitReason(reason: string): SplitReason {
  const text = reason.trim();
  const masked = hasMaskedWord(text);
  if (masked && !/[\p{L}\p{N}]/u.test(text.replace(/(?<![\p{L}\p{N}])[xX]{3,}(?![\p{L}\p{N}])/gu, "")))
    return ALL_MASKED;
  if (!/\d{3}/.test(text) || text.length > 400) return { masked, inside: undefined, rest: text };
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined && !YEAR.test(whole)) return { masked, inside: flatten(whole), rest: "" };
  const within = (LABELLED.exec(text) ?? WITHIN.exec(text))?.[1];
  if (within === undefined || YEAR.test(within)) return { masked, inside: undefined, rest: text };
  return { masked, inside: flatten(within), rest: text };
}
