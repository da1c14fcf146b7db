/** The number at the end of a log's own id, e.g. 123 of `city:000123`. */
export interface LogNumber {
  /** What stands before it: ids with another beginning count apart. */
  readonly prefix: string;
  readonly number: number;
  /** Written as our own ordinals are: counts rows that were read, and says nothing of rows that are missing. */
  readonly ordinal: boolean;
}

const MOST_DIGITS = 15;

/** `ordinals`: the beginning of ids that intake made up, `source:`. Undefined where the id has no number at its end. */
export function readLogNumber(id: string, ordinals: string): LogNumber | undefined {
  let start = id.length;
  while (start > 0 && isDigit(id.charCodeAt(start - 1))) start--;
  const digits = id.length - start;
  if (digits === 0 || digits > MOST_DIGITS) return undefined;
  const prefix = id.slice(0, start);
  const padded = digits > 1 && id.charCodeAt(start) === 48;
  return { prefix, number: Number(id.slice(start)), ordinal: !padded && prefix === ordinals };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
