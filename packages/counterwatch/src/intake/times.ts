/** Times as access logs write them. Written by hand, because a general parser costs more than all the rest of a row. */
import { Rejection } from "../model/index.ts";
import { type LocalOffset, openZone, readZone } from "./zones.ts";

/** Milliseconds since 1970 in UTC. Throws Rejection `time-missing`, `time-unreadable` or `time-implausible`. */
export type TimeReader = (raw: string, column: string) => number;

const LONGEST = 80;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/**
 * Reads `1/31/2025, 10:32:22 AM UTC`, `2025-01-31 10:32:22.123`, RFC 3339, `31.1.2025 10:32`, `Jan 31, 2025 10:32 AM`,
 * `31 January 2025`, and seconds, milliseconds or microseconds since 1970. Slashes mean month first, dots day first.
 * `zone` (IANA) holds where the text names none; undefined: UTC.
 */
export function createTimeReader(zone: string | undefined): TimeReader {
  const home: LocalOffset | undefined = zone === undefined ? undefined : openZone(zone);
  const named = new Map<string, LocalOffset | undefined>();

  function offsetOf(name: string): LocalOffset | undefined {
    if (!named.has(name)) {
      if (named.size > 1024) named.clear();
      named.set(name, readZone(name));
    }
    return named.get(name);
  }

  return (raw, column) => {
    if (!scan(raw) || (zoneTo - zoneFrom > 4 && offsetOf(raw.slice(zoneFrom, zoneTo)) === undefined)) {
      raw = plain(raw);
      if (!scan(raw)) {
        throw raw === ""
          ? new Rejection("time-missing", "The row has no time.", column)
          : new Rejection(
              "time-unreadable",
              "The time has a form that is not known; declare it in a mapping.",
              column,
            );
      }
    }
    let instant = local;
    if (zoneFrom === zoneTo) {
      if (!absolute && home !== undefined) instant -= home(instant);
    } else if (zoneTo - zoneFrom !== 3 || !raw.startsWith("UTC", zoneFrom)) {
      const offset = offsetOf(raw.slice(zoneFrom, zoneTo));
      if (offset === undefined)
        throw new Rejection("time-unreadable", "The time names a zone that is not known.", column);
      instant -= offset(instant);
    }
    if (!(instant >= EARLIEST && instant < LATEST)) {
      throw new Rejection("time-implausible", "The time lies before 1990 or after 2099.", column);
    }
    return instant;
  };
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Special spaces (ICU writes U+202F before AM), direction marks, weekdays and month names out of the way. */
function plain(raw: string): string {
  if (raw.length > LONGEST) return raw.trim();
  return raw
    .replace(/[\s\u00a0\u2007\u2009\u202f]+/g, " ")
    .replace(/[\u200e\u200f"]/g, "")
    .trim()
    .replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]? /i, "")
    .replace(
      /^(?:(\d{1,2})[. -]{1,2})?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ -](?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})\b,?/i,
      (_, before: string | undefined, month: string, after: string | undefined, year: string) =>
        `${MONTHS.indexOf(month.toLowerCase()) + 1}/${before ?? after ?? "0"}/${year}`,
    )
    .replace(/ at /i, " ")
    .replace(/((?:GMT|UTC)[+-]\d{2}:?\d{2}) \([^()]*\)$/, "$1");
}

// Where the scan stands and what it found. One scan runs at a time and never yields, so that this may live here and cost no
// allocation for each row.
let at = 0;
/** The clock's reading as if it were UTC, in milliseconds. */
let local = 0;
/** Where the zone's name stands; an empty stretch where there is none. */
let zoneFrom = 0;
let zoneTo = 0;
/** Counted from 1970: no zone applies. */
let absolute = false;
/** The date of the row before, as it was written, which mostly is the date of this one. */
let lastDate = "";
let lastMidnight = 0;

/** The number at `at`, which moves behind it; -1 where there is none. */
function number(text: string): number {
  const from = at;
  let value = 0;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return at === from ? -1 : value;
}

function skipSpaces(text: string): void {
  while (text.charCodeAt(at) === 32) at++;
}

const SLASH = 47;
const DASH = 45;
const DOT = 46;
const COMMA = 44;
const COLON = 58;
const SPACE = 32;

/** One pass over the characters. False where the text is no known form or names no real day or hour. */
function scan(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (lastDate !== "" && text.startsWith(lastDate)) {
    at = lastDate.length;
    local = lastMidnight;
  } else {
    absolute = false;
    zoneFrom = zoneTo = 0;
    at = 0;
    if (!scanDate(text)) return false;
    if (absolute) return true;
    lastDate = text.charCodeAt(at) === COMMA || text.charCodeAt(at) === SPACE ? text.slice(0, at + 1) : "";
    lastMidnight = local;
  }
  absolute = false;
  const clock = readClock(text);
  if (clock === undefined) return false;
  local += clock;
  skipSpaces(text);
  zoneFrom = at;
  zoneTo = text.length;
  while (zoneTo > at && text.charCodeAt(zoneTo - 1) <= SPACE) zoneTo--;
  return zoneTo - zoneFrom <= 40;
}

/** Leaves `at` behind the date and midnight in `local`. */
function scanDate(text: string): boolean {
  const first = number(text);
  if (first < 0) return false;
  const firstLength = at;
  if (at === text.length) return scanEpoch(first, firstLength);
  const separator = text.charCodeAt(at++);
  if (separator !== SLASH && separator !== DASH && separator !== DOT) return false;
  const secondFrom = at;
  const second = number(text);
  if (second < 0) return false;
  if (text.charCodeAt(at) !== separator) {
    if (separator !== DOT || at !== text.length || firstLength !== 10) return false;
    local = first * 1000 + Math.trunc((second / 10 ** (at - secondFrom)) * 1000);
    absolute = true;
    return true;
  }
  const thirdFrom = ++at;
  const third = number(text);
  const thirdLength = at - thirdFrom;
  if (third < 0) return false;
  let midnight: number | undefined;
  if (firstLength === 4) {
    midnight = startOfDay(first, second, third);
  } else if (thirdLength === 4 || thirdLength === 2) {
    const year = thirdLength === 4 ? third : third + (third < 80 ? 2000 : 1900);
    midnight = separator === DOT ? startOfDay(year, second, first) : startOfDay(year, first, second);
  }
  if (midnight === undefined) return false;
  local = midnight;
  return true;
}

function scanEpoch(value: number, digits: number): boolean {
  if (digits !== 10 && digits !== 13 && digits !== 16) return false;
  local = digits === 10 ? value * 1000 : digits === 13 ? value : Math.trunc(value / 1000);
  absolute = true;
  return true;
}

/** Milliseconds since midnight; 0 where only a date is given; undefined where there is no such time of day. */
function readClock(text: string): number | undefined {
  const from = at;
  const parted = at > 0 && (text.charCodeAt(at - 1) === SPACE || text.charCodeAt(at - 1) === COMMA);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== COMMA && code !== 84 && code !== 116) break;
    at++;
  }
  const code = text.charCodeAt(at);
  if ((at === from && !parted) || !(code >= 48 && code <= 57)) return 0;
  const hourFrom = at;
  let hour = number(text);
  if (at - hourFrom > 2 || text.charCodeAt(at) !== COLON) return undefined;
  const minuteFrom = ++at;
  const minute = number(text);
  if (at - minuteFrom !== 2) return undefined;
  let second = 0;
  let fraction = 0;
  if (text.charCodeAt(at) === COLON) {
    const secondFrom = ++at;
    second = number(text);
    if (at - secondFrom !== 2) return undefined;
    const point = text.charCodeAt(at);
    if (point === DOT || point === COMMA) {
      const fractionFrom = ++at;
      const value = number(text);
      const length = at - fractionFrom;
      if (length === 0 || length > 12) return undefined;
      fraction = length === 3 ? value : Math.trunc((value / 10 ** length) * 1000);
    }
  }
  skipSpaces(text);
  const half = text.charCodeAt(at) | 32;
  if (half === 97 || half === 112) {
    const mark = halfLength(text);
    if (mark > 0) {
      if (hour < 1 || hour > 12) return undefined;
      hour = (hour % 12) + (half === 112 ? 12 : 0);
      at += mark;
    }
  }
  // 24:00 and the leap second belong to the next minute (ISO 8601).
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second + fraction > 0))
    return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

/** How long `AM` or `p.m.` at `at` is; 0 where a longer word begins there. */
function halfLength(text: string): number {
  const second = text.charCodeAt(at + 1) | 32;
  if (second !== 109) return /^[ap]\. ?m\./i.exec(text.slice(at, at + 6))?.[0].length ?? 0;
  const third = text.charCodeAt(at + 2) | 32;
  return third >= 97 && third <= 122 ? 0 : 2;
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const starts = new Map<number, number>();

function startOfDay(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > (DAYS_IN_MONTH[month - 1] as number)) return undefined;
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0)))
    return undefined;
  const key = (year * 16 + month) * 32 + day;
  let start = starts.get(key);
  if (start === undefined) {
    if (starts.size > 50_000) starts.clear();
    starts.set(key, (start = Date.UTC(year, month - 1, day)));
  }
  return start;
}

const MINUTE = 60_000;
const SECONDS = Array.from({ length: 60 }, (_, second) => `${String(second).padStart(2, "0")}.000Z`);
const HOURS_AND_MINUTES = Array.from({ length: 1440 }, (_, minute) =>
  new Date(minute * MINUTE).toISOString().slice(11, 17),
);
const days = new Map<number, string>();
let lastMinute = Number.NaN;
let lastMinuteText = "";
let lastPrinted = "";
let lastPrintedInstant = Number.NaN;

/** RFC 3339 in UTC with milliseconds, as Date.toISOString at a fifth of its cost: small tables, and what the row before had. */
export function printTime(instant: number): string {
  const minute = Math.floor(instant / MINUTE);
  if (minute !== lastMinute) {
    const day = Math.floor(minute / 1440);
    let date = days.get(day);
    if (date === undefined) {
      if (days.size > 10_000) days.clear();
      days.set(day, (date = new Date(instant).toISOString().slice(0, 11)));
    }
    lastMinuteText = date + (HOURS_AND_MINUTES[minute - day * 1440] as string);
    lastMinute = minute;
  }
  const rest = instant - minute * MINUTE;
  const milliseconds = rest % 1000;
  const seconds = SECONDS[(rest - milliseconds) / 1000] as string;
  lastPrinted =
    milliseconds === 0
      ? lastMinuteText + seconds
      : `${lastMinuteText}${seconds.slice(0, 3)}${String(milliseconds).padStart(3, "0")}Z`;
  lastPrintedInstant = instant;
  return lastPrinted;
}

/** The instant of a time in the form of `printTime`; NaN for anything else. */
export function readPrinted(time: string): number {
  if (time === lastPrinted) return lastPrintedInstant;
  if (time.length !== 24 || time.charCodeAt(10) !== 84 || time.charCodeAt(23) !== 90) return Number.NaN;
  const midnight = startOfDay(digits(time, 0, 4), digits(time, 5, 7), digits(time, 8, 10));
  const seconds = (digits(time, 11, 13) * 60 + digits(time, 14, 16)) * 60 + digits(time, 17, 19);
  return midnight === undefined ? Number.NaN : midnight + seconds * 1000 + digits(time, 20, 23);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) value = value * 10 + text.charCodeAt(index) - 48;
  return value;
}
