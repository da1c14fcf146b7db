import type { AccessEvent } from "../model/index.ts";

/**
 * One spelling of a case for all the ways in which people write it: `C25-1234`, `#25-1234`, `25-1234 burglary`.
 * Half of one real audit has its case number in the reason field, so a reason that holds one counts as a case.
 */
export function caseName({ purpose }: AccessEvent): string | undefined {
  if (purpose?.case !== undefined) return remembered(fromCase, purpose.case, nameGiven);
  return purpose?.reason === undefined ? undefined : remembered(fromReason, purpose.reason, nameWithin);
}

function nameGiven(given: string): string {
  return numberIn(given) ?? given.toUpperCase().replaceAll(/[\s#]+/g, "");
}

function nameWithin(reason: string): string | undefined {
  return DIGITS.test(reason) ? numberIn(reason) : undefined;
}

/** Names of the texts seen lately: a case is worked for days, and its look-ups then share one string. */
type Names = Map<string, string | undefined>;
const fromCase: Names = new Map();
const fromReason: Names = new Map();
const REMEMBERED = 20_000;

function remembered(
  names: Names,
  text: string,
  read: (text: string) => string | undefined,
): string | undefined {
  let name = names.get(text);
  if (name !== undefined || names.has(text)) return name;
  name = read(text);
  if (names.size >= REMEMBERED) names.clear();
  names.set(text, name);
  return name;
}

const DIGITS = /\d{3}/;
/** Year or station, then a number; a number of five digits and more; four digits where nothing else is said. */
const NUMBER = /(?<![\d-])(\d{2,4}-\d{2,8}|\d{5,12})(?![\d-])|^\W*(\d{4})\W*$/;

function numberIn(text: string): string | undefined {
  const match = NUMBER.exec(text);
  return match?.[1] ?? match?.[2];
}
