/** What is kept of a row that became no event: its shape. Nothing here may show an identifier. */
import type { DeadLetter, RejectionReason } from "../model/index.ts";
import type { Row } from "./connector.ts";

const LONGEST_CELL = 200;
const MOST_CELLS = 64;

/** Letters become A or a, digits 9; punctuation, which tells what went wrong, stays. */
export function maskShape(text: string): string {
  const shape = text
    .slice(0, LONGEST_CELL)
    .replace(/[^\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\t\r\n]/gu, shapeOf);
  return text.length > LONGEST_CELL ? `${shape}…` : shape;
}

function shapeOf(sign: string): string {
  if (/[\p{Lu}\p{Lt}]/u.test(sign)) return "A";
  if (/[\p{L}\p{M}]/u.test(sign)) return "a";
  return /\p{N}/u.test(sign) ? "9" : "?";
}

/** Shapes by column for a table's row. Cells beyond the header are numbered. */
function maskCells(header: readonly string[], cells: readonly string[]): Record<string, string> {
  const row: Record<string, string> = {};
  for (const [index, cell] of cells.slice(0, MOST_CELLS).entries()) {
    row[safeName(header[index] ?? "", index)] = maskShape(cell);
  }
  return row;
}

/** Shapes by member for a record. */
function maskRecord(record: Readonly<Record<string, unknown>>): Record<string, string> {
  const row: Record<string, string> = {};
  let index = 0;
  for (const name in record) {
    if (index >= MOST_CELLS) break;
    const value = record[name];
    row[safeName(name, index)] = maskShape(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
    index++;
  }
  return row;
}

export function maskRow(header: readonly string[], row: Row): Record<string, string> {
  return Array.isArray(row) ? maskCells(header, row) : maskRecord(row as Readonly<Record<string, unknown>>);
}

/** A column's name may be shown unless it looks like a value: exports without header begin with a row. */
export function safeName(name: string, index: number): string {
  const bare = name.trim();
  return isName(bare) ? bare : `column ${index + 1}`;
}

function isName(name: string): boolean {
  return (
    name.length > 0 && name.length <= 48 && !/\d{3}|[@\p{Cc}]|\d[\p{L}]+\d/u.test(name) && /\p{L}/u.test(name)
  );
}

/** The names of a header, for people; undefined where one of them looks like a value, so that it is a row and no header. */
export function showHeader(header: readonly string[]): readonly string[] | undefined {
  const names = header.map((name) => name.trim()).filter((name) => name !== "");
  return names.length > 0 && names.every((name) => isName(name)) ? names : undefined;
}

const REMEDIES: Readonly<Partial<Record<RejectionReason, string>>> = {
  quoting:
    "A quotation mark is not closed, or stands inside a quoted cell undoubled; the line was set aside.",
  "not-json": "The line is no JSON value; the export may have been cut off.",
  "not-an-object": "The JSON value is no object.",
  "too-large": "The record is larger than 1 MiB and was set aside.",
};

export function damageMessage(reason: RejectionReason): string {
  return REMEDIES[reason] ?? "The record cannot be read.";
}

export function createDeadLetter(
  place: { file: string; line: number; ordinal: number; source: string },
  reason: RejectionReason,
  message: string,
  column: string | undefined,
  row: Record<string, string>,
): DeadLetter {
  const letter = { ...place, reason, message, row };
  return column === undefined ? letter : { ...letter, column };
}
