import Papa from "papaparse";
import { CounterwatchError, type Place } from "../model/index.ts";
import { nearestName } from "../model/nearest-name.ts";

/** One row of a list that a user gave (cases, staff, roster): values by column, trimmed, and where it stands. */
export interface ListRow {
  readonly place: Place;
  /** Empty cells are absent. */
  readonly values: ReadonlyMap<string, string>;
}

export interface ListForm {
  /** What the list is, for messages: `case list`. */
  readonly what: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * Reads CSV with a header, or JSON Lines where the text begins with a brace. Unknown, missing and doubled columns are
 * errors, because a column that is misspelt would silently switch a rule off. Values never enter a message.
 */
export function readListRows(text: string, file: string, form: ListForm): ListRow[] {
  const body = text.replace(/^\uFEFF/, "");
  return /^\s*\{/.test(body) ? readJsonLines(body, file, form) : readTable(body, file, form);
}

export function listError(what: string, place: Place, message: string, remedy?: string): CounterwatchError {
  return new CounterwatchError(
    "config",
    `${what}: ${message}`,
    remedy === undefined ? { place } : { place, remedy },
  );
}

function readTable(text: string, file: string, form: ListForm): ListRow[] {
  const rows: ListRow[] = [];
  let header: string[] | undefined;
  let line = 1;
  let cursor = 0;
  Papa.parse<string[]>(text, {
    step: ({ data, meta, errors }) => {
      const place = { file, line };
      for (; cursor < meta.cursor; cursor++) if (text.charCodeAt(cursor) === 10) line++;
      if (errors.some((error) => error.type === "Quotes")) {
        throw listError(
          form.what,
          place,
          "a quotation mark is not closed",
          "Close it, or double it inside a cell.",
        );
      }
      const cells = data.map((cell) => cell.trim());
      if (cells.every((cell) => cell === "")) return;
      if (header === undefined) {
        header = cells.map((name) => name.toLowerCase());
        checkColumns(header, place, form);
        return;
      }
      if (cells.length !== header.length) {
        throw listError(form.what, place, `${cells.length} cells where the header has ${header.length}`);
      }
      rows.push(listRow(header, cells, place, form));
    },
  });
  if (header === undefined) throw listError(form.what, { file, line: 1 }, "the file is empty");
  return rows;
}

function readJsonLines(text: string, file: string, form: ListForm): ListRow[] {
  const rows: ListRow[] = [];
  for (const [index, source] of text.split("\n").entries()) {
    if (source.trim() === "") continue;
    const place = { file, line: index + 1 };
    const record = parseRecord(source, place, form);
    const names = Object.keys(record).map((name) => name.trim().toLowerCase());
    checkColumns(names, place, form);
    const cells = Object.values(record).map((value) => printCell(value, place, form));
    rows.push(listRow(names, cells, place, form));
  }
  return rows;
}

function parseRecord(source: string, place: Place, form: ListForm): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    // The parser's message quotes the text, which may hold names: it is not passed on.
    throw listError(form.what, place, "the line is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw listError(form.what, place, "the line is not a JSON object");
  }
  return value as Record<string, unknown>;
}

function printCell(value: unknown, place: Place, form: ListForm): string {
  if (value === null) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map((item) => printCell(item, place, form)).join(";");
  throw listError(form.what, place, "a field holds an object", "Write text, a number or a list of them.");
}

function checkColumns(names: readonly string[], place: Place, form: ListForm): void {
  const known = [...form.required, ...form.optional];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) throw listError(form.what, place, `two columns are named ${name}`);
    if (known.includes(name)) continue;
    const near = nearestName(name, known);
    throw listError(
      form.what,
      place,
      `column ${index + 1} has a name that this list does not know`,
      near === undefined
        ? `Columns are: ${known.join(", ")}.`
        : `Perhaps ${near} is meant. Columns are: ${known.join(", ")}.`,
    );
  }
  const missing = form.required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw listError(form.what, place, `there is no column ${missing.join(", ")}`);
}

function listRow(names: readonly string[], cells: readonly string[], place: Place, form: ListForm): ListRow {
  const values = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const cell = cells[index];
    if (cell !== undefined && cell !== "") values.set(name, cell);
  }
  for (const name of form.required) {
    if (!values.has(name)) throw listError(form.what, place, `${name} is empty`);
  }
  return { place, values };
}

/**
 * A date (`2025-03-01`, which is that day's first moment in UTC, or its last where `end` is asked for) or an RFC 3339 time
 * with a zone, in milliseconds; undefined where the column is empty.
 */
export function readInstant(
  row: ListRow,
  column: string,
  what: string,
  end: boolean = false,
): number | undefined {
  const text = row.values.get(column);
  if (text === undefined) return undefined;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  const isTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/.test(text);
  const ms = isDate || isTime ? Date.parse(isDate ? text : text.replace(" ", "T").toUpperCase()) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw listError(
      what,
      row.place,
      `${column} is neither a date nor a time with a zone`,
      "Write 2025-03-01 or 2025-03-01T08:00:00-06:00.",
    );
  }
  return isDate && end ? ms + 86_399_999 : ms;
}
