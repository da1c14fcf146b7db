/**
 * Times by a format of digits only (Luxon's tokens y, M, d, H, h, m, s, S and a): a fifteenth of the cost of Luxon's own parser, which
 * reads the rest. `declared-times.test.ts` holds both against each other.
 */

/** Milliseconds of the clock's reading as if it were UTC; undefined where the text does not have the form or names no real day. */
type TokenReader = (text: string) => number | undefined;

const TOKENS: Readonly<Record<string, string>> = {
  yyyy: "(?<y>\\d{4})",
  yy: "(?<y>\\d{4}|\\d{2})",
  MM: "(?<M>\\d{2})",
  M: "(?<M>\\d{1,2})",
  dd: "(?<d>\\d{2})",
  d: "(?<d>\\d{1,2})",
  HH: "(?<H>\\d{2})",
  H: "(?<H>\\d{1,2})",
  hh: "(?<h>\\d{2})",
  h: "(?<h>\\d{1,2})",
  mm: "(?<m>\\d{2})",
  m: "(?<m>\\d{1,2})",
  ss: "(?<s>\\d{2})",
  s: "(?<s>\\d{1,2})",
  SSS: "(?<S>\\d{3})",
  a: "(?<a>[AaPp][Mm])",
};

/** Undefined where the format holds more than digits, or no whole date. */
export function compileTokens(format: string): TokenReader | undefined {
  let pattern = "";
  const seen = new Set<string>();
  for (const [part] of format.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    if (/^[A-Za-z]/.test(part)) {
      const token = TOKENS[part];
      const name = part === "yy" ? "y" : (part[0] as string);
      if (token === undefined || seen.has(name)) return undefined;
      seen.add(name);
      pattern += token;
    } else {
      pattern += (part.startsWith("'") ? part.slice(1, -1) : part).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    }
  }
  // A twelve-hour clock without its half, or both clocks, is Luxon's to judge.
  if (
    !["y", "M", "d"].every((name) => seen.has(name)) ||
    seen.has("h") !== seen.has("a") ||
    (seen.has("h") && seen.has("H"))
  ) {
    return undefined;
  }
  const whole = new RegExp(`^${pattern}$`);
  return (text) => readGroups(whole.exec(text)?.groups);
}

function readGroups(groups: Readonly<Record<string, string | undefined>> | undefined): number | undefined {
  if (groups === undefined) return undefined;
  const number = (name: string): number => Number(groups[name] ?? 0);
  const year = groups["y"]?.length === 2 ? number("y") + (number("y") > 60 ? 1900 : 2000) : number("y");
  const [month, day, minute, second] = [number("M"), number("d"), number("m"), number("s")];
  let hour = number("H");
  if (groups["h"] !== undefined) {
    const half = number("h");
    if (half > 12) return undefined;
    hour = (half % 12) + (/^p/i.test(groups["a"] ?? "") ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCFullYear() !== year)
    return undefined;
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + number("S");
}
