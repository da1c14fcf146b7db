/**
 * An export cut into rows and cells without losing a byte: what is put back together is what was read (a last line without
 * an end gets one). Comma, semicolon,
 * tab or bar separated tables with a header (RFC 4180 quotes), or JSON Lines of flat objects.
 */
import { CounterwatchError } from "../model/index.ts";

interface ExportCell {
  readonly column: string;
  /** As it stands in the file, quotes included. */
  readonly raw: string;
  readonly value: string;
}

export interface ExportRow {
  readonly cells: readonly ExportCell[];
  /** What stands around the cells: one more than there are cells; the last one ends with the line's end. */
  readonly glue: readonly string[];
}

export interface ExportTable {
  readonly form: "table" | "lines";
  readonly columns: readonly string[];
  /** Everything before the first row. */
  readonly head: string;
  readonly rows: readonly ExportRow[];
}

export const MOST_EXPORT_BYTES = 256 * 1024 * 1024;

/** Throws `format-damaged` with the row's number, `format-unknown` where it is neither. */
export function readExport(text: string): ExportTable {
  if (/^\uFEFF?\s*\{/.test(text)) return readLines(text);
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const delimiter = [",", ";", "\t", "|"].toSorted(
    (a, b) => first.split(b).length - first.split(a).length,
  )[0] as string;
  if (!first.includes(delimiter))
    throw new CounterwatchError(
      "format-unknown",
      "the export is neither a table with a header nor JSON Lines",
      {
        remedy: "Export it as CSV or JSON Lines.",
      },
    );
  const records = [...splitTable(text, delimiter)];
  const header = records.shift() as ExportRow;
  const columns = header.cells.map(({ value }) => value.replace(/^\uFEFF/, "").trim());
  if (new Set(columns).size !== columns.length) throw damaged(1, "two columns share a name");
  const rows = records.map((row, at) => {
    if (row.cells.length !== columns.length)
      throw damaged(at + 2, "a row has another number of cells than the header");
    return { ...row, cells: row.cells.map((cell, index) => ({ ...cell, column: columns[index] as string })) };
  });
  return { form: "table", columns, head: writeRow(header), rows };
}

/** With the cells' own text, or with another for some columns, written in the same style. */
export function writeRow(
  { cells, glue }: ExportRow,
  changed: ReadonlyMap<string, string> = new Map(),
  form: ExportTable["form"] = "table",
): string {
  let text = glue[0] ?? "";
  for (const [at, cell] of cells.entries()) {
    const value = changed.get(cell.column);
    text +=
      (value === undefined ? cell.raw : (form === "lines" ? inJson : inTable)(cell.raw, value)) +
      (glue[at + 1] ?? "");
  }
  return text;
}

/** Quoted where the cell it replaces was, or where it must be. */
function inTable(raw: string, value: string): string {
  return raw.startsWith('"') || /[",;\t|\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A number where the cell it replaces is one and the new value can be. */
function inJson(raw: string, value: string): string {
  return !raw.startsWith('"') && /^(0|[1-9]\d{0,15})$/.test(value) ? value : JSON.stringify(value);
}

function* splitTable(text: string, delimiter: string): Generator<ExportRow> {
  let at = 0;
  let number = 0;
  while (at < text.length) {
    number += 1;
    const cells: ExportCell[] = [];
    const glue = [""];
    for (;;) {
      const from = at;
      if (text[at] === '"') at = endOfQuoted(text, at, number);
      while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at += 1;
      const raw = text.slice(from, at);
      const value = raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;
      cells.push({ column: "", raw, value });
      if (text[at] !== delimiter) break;
      glue.push(delimiter);
      at += 1;
    }
    const end = /^\r?\n|^\r/.exec(text.slice(at, at + 2))?.[0] ?? "";
    at += end.length;
    // An empty last line is no row.
    if (cells.length === 1 && cells[0]?.raw === "" && at >= text.length) return;
    yield { cells, glue: [...glue, end === "" ? "\n" : end] };
  }
}

function endOfQuoted(text: string, from: number, number: number): number {
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) throw damaged(number, "a quoted cell does not end");
    if (text[at + 1] !== '"') return at + 1;
  }
}

function readLines(text: string): ExportTable {
  const columns: string[] = [];
  const rows = text
    .replace(/^\uFEFF/, "")
    .split(/(?<=\n)/)
    .filter((line) => line.trim() !== "")
    .map((line, at) => readObject(line.endsWith("\n") ? line : `${line}\n`, at + 1));
  for (const { cells } of rows)
    for (const { column } of cells) if (!columns.includes(column)) columns.push(column);
  return { form: "lines", columns, head: text.startsWith("\uFEFF") ? "\uFEFF" : "", rows };
}

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const MEMBER = new RegExp(String.raw`(${STRING})(\s*:\s*)(${STRING}|-?[0-9.eE+-]+|true|false|null)`, "y");

/** Top-level members with plain values; an object or list as a value would need rules of its own. */
function readObject(line: string, number: number): ExportRow {
  const cells: ExportCell[] = [];
  const glue: string[] = [];
  let between = /^\s*\{\s*/.exec(line)?.[0] ?? "";
  let at = between.length;
  if (between === "") throw damaged(number, "a line is no JSON object");
  for (;;) {
    MEMBER.lastIndex = at;
    const [whole, key, colon, raw] = MEMBER.exec(line) ?? [];
    if (whole === undefined || key === undefined || raw === undefined)
      throw damaged(number, "a line is no flat JSON object");
    glue.push(between + key + colon);
    cells.push({ column: parsed(key, number), raw, value: raw.startsWith('"') ? parsed(raw, number) : raw });
    at += whole.length;
    const next = /^\s*(,)?\s*/.exec(line.slice(at)) as RegExpExecArray;
    between = next[0];
    at += between.length;
    if (next[1] === undefined) break;
  }
  const rest = between + line.slice(at);
  if (rest.trim() !== "}") throw damaged(number, "a line is no flat JSON object");
  return { cells, glue: [...glue, rest] };
}

function parsed(raw: string, number: number): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    throw damaged(number, "a line is no JSON");
  }
}

function damaged(line: number, message: string): CounterwatchError {
  return new CounterwatchError("format-damaged", message, {
    place: { line },
    remedy: "Export it again as CSV or JSON Lines.",
  });
}
