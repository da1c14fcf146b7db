/**
 * `2025-03-01T12:00:05.000Z`: RFC 3339 in UTC with milliseconds, from 1990 to 2099. What is written so is an event's time
 * already and need not be read and printed; everything else goes through `times.ts`.
 */
export function isPlainTime(text: string): boolean {
  if (text.length !== 24 || text.charCodeAt(23) !== Z || text.charCodeAt(10) !== T) return false;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH || text.charCodeAt(19) !== DOT) return false;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return false;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  // NaN, where a sign is no digit, fails each of these.
  if (!(year >= 1990 && year <= 2099 && month >= 1 && month <= 12 && day >= 1)) return false;
  if (!(day <= (DAYS_IN_MONTH[month] as number) && (month !== 2 || day < 29 || isLeap(year)))) return false;
  return (
    two(text, 11) <= 23 &&
    two(text, 14) <= 59 &&
    two(text, 17) <= 59 &&
    two(text, 20) <= 99 &&
    digit(text, 22) <= 9
  );
}

const T = 84;
const Z = 90;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const DAYS_IN_MONTH = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function two(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/** Between 1990 and 2099 every fourth year is one. */
function isLeap(year: number): boolean {
  return year % 4 === 0;
}
