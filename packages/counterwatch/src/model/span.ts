/** Spans of time as settings write them: `30m`, `6h`, `2d`. */
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds. The text has passed its schema: a whole number and one of s, m, h, d. */
export function spanMs(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? Number.NaN);
}
