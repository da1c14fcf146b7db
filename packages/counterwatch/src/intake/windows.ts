import type { Window } from "../model/index.ts";
import { printTime, type TimeReader } from "./times.ts";

const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
  year: 365 * 86_400_000,
};

/**
 * The record time asked for: two lines in one cell, `A to B`, `A - B`, a single beginning, or `last 30 days` before
 * `asked` (a month is 30 days). Undefined where the cell says something else: the caller keeps the text.
 */
export function readWindow(
  cell: string,
  asked: number,
  read: TimeReader,
  column: string,
): Window | undefined {
  const text = cell.trim();
  const span = /^[a-z]/i.test(text)
    ? /^(?:in )?(?:the )?(?:last|past|previous) (?:(\d{1,4}) ?)?(minute|hour|day|week|month|year)s?$/i.exec(
        text,
      )
    : null;
  if (span !== null) {
    const length = Number(span[1] ?? 1) * (UNITS[(span[2] as string).toLowerCase()] as number);
    return { from: printTime(asked - length), to: printTime(asked) };
  }
  const ends = split(text);
  if (ends.length > 2) return undefined;
  const from = instant(ends[0] as string, read, column);
  if (from === undefined) return undefined;
  if (ends.length === 1) return { from: printTime(from) };
  const to = instant(ends[1] as string, read, column);
  if (to === undefined) return undefined;
  return from <= to
    ? { from: printTime(from), to: printTime(to) }
    : { from: printTime(to), to: printTime(from) };
}

function split(text: string): readonly string[] {
  const line = text.indexOf("\n");
  if (line >= 0 && !text.includes("\n", line + 1)) return [text.slice(0, line), text.slice(line + 1)];
  for (const separator of [
    /\s*[\r\n]+\s*/,
    /\s+to\s+/i,
    /\s+(?:-|–|—|until|through|and)\s+/i,
    /\s*[–—]\s*/,
  ]) {
    const ends = text.split(separator);
    if (ends.length > 1) return ends;
  }
  return [text];
}

const LABEL = /^\s*(?:(?:from|start|begin|end|to|until|between|and)\b[:\s]*)?/i;

function instant(text: string, read: TimeReader, column: string): number | undefined {
  const code = text.charCodeAt(0);
  try {
    return read(code >= 48 && code <= 57 ? text : text.replace(LABEL, "").trim(), column);
  } catch {
    return undefined;
  }
}
