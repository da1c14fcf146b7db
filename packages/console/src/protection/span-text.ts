import type { Locale } from "../words/speech.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
] as const;

/** `3 days 4 hr`, `1 hr 12 min`, `9 min 31 sec`: two units, the second one only where it says something. */
export function spanText(milliseconds: number, locale: Locale): string {
  const length = Math.max(0, Math.floor(milliseconds / SECOND) * SECOND);
  const first = UNITS.findIndex(([, unit]) => length >= unit);
  if (first === -1) return write(0, "second", locale);
  const [name, unit] = UNITS[first] as (typeof UNITS)[number];
  const whole = Math.floor(length / unit);
  const next = UNITS[first + 1];
  // Seconds only where minutes are few: nothing that is hours away flickers.
  if (next === undefined || (next[0] === "second" && whole >= 10)) return write(whole, name, locale);
  const rest = Math.floor((length - whole * unit) / next[1]);
  return rest === 0
    ? write(whole, name, locale)
    : `${write(whole, name, locale)} ${write(rest, next[0], locale)}`;
}

function write(value: number, unit: string, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
}
