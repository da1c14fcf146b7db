/**
 * CSV by RFC 4180: comma, CRLF, quotes doubled. Hostile input: a cell that a spreadsheet would take for a formula (it begins with = + - @, a tab
 * or a line end, or with their full-width twins, with or without blanks before) is given an apostrophe, as OWASP advises; spreadsheets then show it as text.
 * What was written so is not what stood there: for machines there is JSON Lines.
 */
import type { HandedFinding } from "./handed-finding.ts";

const COLUMNS = [
  "id",
  "severity",
  "detector",
  "operator",
  "time",
  "since",
  "learned",
  "state",
  "owner",
  "incident",
  "lookups",
  "subjects",
  "explanation",
] as const satisfies readonly (keyof HandedFinding)[];

const FORMULA = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

export function csvHead(): string {
  return lineOf(COLUMNS);
}

export function csvLine(finding: HandedFinding): string {
  return lineOf(
    COLUMNS.map((column) => {
      const value = finding[column];
      return Array.isArray(value) ? value.join(" ") : String(value ?? "");
    }),
  );
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(text: string): string {
  // A byte order mark in the first cell, and NUL, which ends a text in some readers.
  const plain = text.replaceAll(/[\ufeff\0]/g, "");
  const harmless = FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
