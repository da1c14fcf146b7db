/** What a column's first values look like. Only the shape is told, never a value. */
import { createTimeReader } from "./times.ts";

export interface ColumnShape {
  /** Share of values that read as a time, 0 to 1. */
  readonly times: number;
  readonly dates: "day-first" | "month-first" | "unclear" | "other";
  /** All times with a clock have seconds, with AM or PM. */
  readonly clock: string;
  /** A zone or offset stands in the values. */
  readonly zoned: boolean;
  /** Number of values that are not blank. */
  readonly filled: number;
}

const SLASHES =
  /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T,]+(\d{1,2}:\d{2}(?::\d{2})?)(?: ?([AaPp])\.? ?[Mm])?)?/;

export function shapeOf(values: readonly string[]): ColumnShape {
  const read = createTimeReader(undefined);
  const filled = values.map((value) => value.trim()).filter((value) => value !== "");
  let times = 0;
  let zoned = 0;
  let firstAbove = 0;
  let secondAbove = 0;
  let slashes = 0;
  let clock = "";
  for (const value of filled) {
    const slash = SLASHES.exec(value);
    if (slash !== null) {
      slashes++;
      if (Number(slash[1]) > 12) firstAbove++;
      if (Number(slash[2]) > 12) secondAbove++;
      if (slash[4] !== undefined) clock = clockTokens(slash[4], slash[5] !== undefined);
    }
    if (slash !== null || isTime(value, read)) times++;
    if (/(?:Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2})$/.test(value) || /^\d{10}(?:\d{3})?$/.test(value)) zoned++;
  }
  const dates =
    slashes === 0 ? "other" : firstAbove > 0 ? "day-first" : secondAbove > 0 ? "month-first" : "unclear";
  return {
    times: filled.length === 0 ? 0 : times / filled.length,
    dates,
    clock,
    zoned: filled.length > 0 && zoned === filled.length,
    filled: filled.length,
  };
}

function clockTokens(clock: string, half: boolean): string {
  const seconds = clock.split(":").length === 3 ? ":ss" : "";
  return half ? `h:mm${seconds} a` : `H:mm${seconds}`;
}

/** Bare small numbers are no times. */
function isTime(value: string, read: ReturnType<typeof createTimeReader>): boolean {
  if (/^\d{1,9}$|^\d{11,12}$/.test(value)) return false;
  try {
    read(value, "");
    return true;
  } catch {
    return false;
  }
}
