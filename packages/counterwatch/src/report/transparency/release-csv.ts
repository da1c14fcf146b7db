/** A report as CSV (RFC 4180): a line a cell. */
import type { Release } from "./release.ts";

const COLUMNS =
  "period,revision,drawn,mechanism,epsilon,delta,table,counts,cell,value,low,high,per_subject,per_operator,publisher";

/** Values are what they are: below zero where the noise was. */
export function* releaseCsv(release: Release): Generator<string> {
  const { period, revision, drawn, mechanism, epsilon, delta, tables, publisher = "" } = release;
  yield `${COLUMNS}\r\n`;
  for (const { table, of, perSubject, perOperator, cells } of tables) {
    for (const { cell, value, low, high } of cells) {
      const drawing = [period.name, revision, drawn, mechanism, epsilon, delta];
      const row = [...drawing, table, of, cell, value, low, high, perSubject, perOperator, publisher];
      yield `${row.map(csvCell).join(",")}\r\n`;
    }
  }
}

/** A text that a spreadsheet would run as a formula gets an apostrophe in front; a number stays one. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
