import type { TimeUnit } from "./modifiers.ts";

/** The values a part of a date can have; a week is an ISO 8601 week, which can be the 53rd. */
export const TIME_RANGES: Readonly<Record<TimeUnit, readonly [from: number, to: number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
};

const DATE =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:[.,][0-9]{1,12})?)?)?(?: ?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2}))?$/;

/**
 * A part of a date as it is written (RFC 3339, also with a space or without a time). The specification asks for no conversion of
 * time zones, so `2025-03-01T23:30:00-05:00` has the hour 23. Undefined where the text is no date or lacks the part.
 */
export function timePart(text: string, unit: TimeUnit): number | undefined {
  if (text.length > 48) return undefined;
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute] = match.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59) return undefined;
  switch (unit) {
    case "minute":
      return minute;
    case "hour":
      return hour;
    case "day":
      return day;
    case "week":
      return isoWeek(year, month, day);
    case "month":
      return month;
    case "year":
      return year;
  }
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year === 0 ? 2000 : year, month, 0)).getUTCDate();
}

/** ISO 8601: the week of a day is the week of its Thursday; week 1 holds the first Thursday of the year. */
function isoWeek(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const weekday = (date.getUTCDay() + 6) % 7;
  date.setUTCDate(date.getUTCDate() - weekday + 3);
  const thursday = date.getTime();
  const january = new Date(0);
  january.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday - january.getTime()) / 604_800_000);
}
