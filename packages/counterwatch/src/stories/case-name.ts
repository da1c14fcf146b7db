import type { AccessEvent } from "../model/index.ts";

/**
 * One spelling of a case for all the ways in which people write it: `C25-1234`, `#25-1234`, `25-1234 burglary`.
 * Half of one real audit has its case number in the reason field, so a reason that holds one counts as a case.
 */
export function caseName(event: AccessEvent): string | undefined {
  const given = event.purpose?.case;
  if (given !== undefined) return numberIn(given) ?? given.toUpperCase().replaceAll(/[\s#]+/g, "");
  const reason = event.purpose?.reason;
  return reason === undefined || !DIGITS.test(reason) ? undefined : numberIn(reason);
}

const DIGITS = /\d{3}/;
/** Year or station, then a number; a number of five digits and more; four digits where nothing else is said. */
const NUMBER = /(?<![\d-])(\d{2,4}-\d{2,8}|\d{5,12})(?![\d-])|^\W*(\d{4})\W*$/;

function numberIn(text: string): string | undefined {
  const match = NUMBER.exec(text);
  return match?.[1] ?? match?.[2];
}
