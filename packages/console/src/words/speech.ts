/** How times and numbers are said: one zone, the browser's, named wherever a time stands. */

export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

/** The first of the browser's languages that there is a catalogue for. */
export function localeOf(languages: readonly string[]): Locale {
  for (const language of languages) {
    const known = LOCALES.find((locale) => language.toLowerCase().split("-")[0] === locale);
    if (known !== undefined) return known;
  }
  return "en";
}

/** A whole sentence for a count: `#` stands for the number. */
export function counter(locale: Locale): (count: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, one, other) =>
    (rules.select(count) === "one" ? one : other).replace("#", numbers.format(count));
}

export interface Speech {
  readonly locale: Locale;
  readonly zone: string;
  number(value: number): string;
  /** Two digits that count. */
  figure(value: number): string;
  percent(share: number): string;
  /** `2026-03-02 09:14` */
  minute(time: string | number): string;
  day(time: string | number): string;
  /** `2h`: the largest whole unit. */
  age(since: string, now: number): string;
  /** `40s`, `2h`: a length of time in milliseconds, in the largest unit that it fills. */
  span(milliseconds: number): string;
}

/** Of a budget such as `1/day`; undefined: it is said as it stands. */
export function budgetParts(
  budget: string,
): { readonly count: number; readonly every: "day" | "week" | "month" | "year" } | undefined {
  const [, count, every] = /^(\d+)\/(day|week|month|year)$/.exec(budget) ?? [];
  return every === undefined ? undefined : { count: Number(count), every: every as "day" };
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;
const SECOND = ["second", 1000] as const;

export function speech(locale: Locale, zone?: string): Speech {
  // Swedish writes a date as ISO 8601 does.
  const minutes = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "short",
    timeZone: zone,
  });
  const days = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: zone });
  const numbers = new Intl.NumberFormat(locale);
  const figures = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const inUnit = (unit: string, value: number) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" }).format(value);
  return {
    locale,
    zone: minutes.resolvedOptions().timeZone,
    number: (value) => numbers.format(value),
    figure: (value) => (Number.isInteger(value) ? numbers : figures).format(value),
    percent: (share) => percents.format(share),
    minute: (time) => said(minutes, time),
    day: (time) => said(days, time),
    age(since, now) {
      const passed = Math.max(0, now - Date.parse(since));
      const [unit, length] = UNITS.find(([, milliseconds]) => passed >= milliseconds) ?? UNITS[2];
      return inUnit(unit, Math.floor(passed / length));
    },
    span(milliseconds) {
      const [unit, length] = UNITS.find(([, whole]) => milliseconds >= whole) ?? SECOND;
      return inUnit(unit, Math.round(milliseconds / length));
    },
  };
}

function said(format: Intl.DateTimeFormat, time: string | number): string {
  const at = typeof time === "string" ? Date.parse(time) : time;
  return Number.isFinite(at) ? format.format(at) : "–";
}
