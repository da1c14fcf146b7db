/**
 * Reads Excel workbooks (SpreadsheetML, ECMA-376). Bounded: the archive may unpack to `UNPACKED_LIMIT` bytes in all,
 * rows are decoded one at a time. Hostile input: nothing is allocated for rows or columns that a file only claims.
 *
 * Own reader instead of read-excel-file 9.3: there one cell in the last row and column (a 2 kB file) takes 2 GB and
 * 16 s before the process dies, one unreadable cell rejects the whole book, and blank rows shift the row numbers.
 */
import { posix } from "node:path";
import { CounterwatchError } from "../../model/index.ts";
import { type CellContext, cellText, readDateStyles } from "./spreadsheet-cells.ts";
import { attribute, scanXml } from "./xml-scan.ts";
import { ZipArchive } from "./zip.ts";

/** 256 MiB: about a million rows of eight columns. */
const UNPACKED_LIMIT = 256 * 1024 * 1024;
const MOST_COLUMNS = 16_384;

interface SheetRow {
  /** The row's number in the sheet, counting from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

interface SheetTable {
  readonly sheet: string;
  /** The rows that are not blank, as wide as the widest of the first 64, so that blank cells at their end are cells. */
  rows(): Iterable<SheetRow>;
}

export interface Workbook {
  /** Names of the sheets that are not hidden, in order. */
  readonly sheets: readonly string[];
  /** The named sheet, or the first. */
  table(sheet?: string): SheetTable;
}

/** Throws `format-damaged`. */
export function openWorkbook(bytes: Uint8Array, limit = UNPACKED_LIMIT): Workbook {
  const archive = new ZipArchive(bytes, limit);
  const book = readWorkbookPart(archive);
  const context: CellContext = {
    sharedStrings: archive.has(book.sharedStrings) ? readSharedStrings(archive.read(book.sharedStrings)) : [],
    dateStyles: archive.has(book.styles)
      ? readDateStyles(archive.read(book.styles).toString("utf8"))
      : new Map(),
    epoch1904: book.epoch1904,
  };
  return {
    sheets: [...book.paths.keys()],
    table(sheet) {
      const name = sheet ?? book.paths.keys().next().value;
      const path = name === undefined ? undefined : book.paths.get(name);
      if (name === undefined || path === undefined) throw noSuchSheet(sheet, book.paths);
      return readTable(name, archive.read(path), context);
    },
  };
}

interface WorkbookPart {
  readonly paths: ReadonlyMap<string, string>;
  readonly epoch1904: boolean;
  readonly sharedStrings: string;
  readonly styles: string;
}

function readWorkbookPart(archive: ZipArchive): WorkbookPart {
  const targets = new Map<string, string>();
  let sharedStrings = "xl/sharedStrings.xml";
  let styles = "xl/styles.xml";
  const readRelation = (attributes: string): void => {
    const target = attribute(attributes, "Target") ?? "";
    const path = target.startsWith("/") ? target.slice(1) : posix.normalize(`xl/${target}`);
    const type = attribute(attributes, "Type") ?? "";
    if (type.endsWith("/sharedStrings")) sharedStrings = path;
    if (type.endsWith("/styles")) styles = path;
    targets.set(attribute(attributes, "Id") ?? "", path);
  };
  if (!archive.has("xl/workbook.xml")) throw noWorkbook();
  scanXml(archive.read("xl/_rels/workbook.xml.rels").toString("utf8"), {
    open: (name, attributes) => {
      if (name === "Relationship") readRelation(attributes);
    },
    close() {},
    text() {},
  });

  const paths = new Map<string, string>();
  let epoch1904 = false;
  const readSheetEntry = (attributes: string): void => {
    const path = targets.get(attribute(attributes, "r:id") ?? attribute(attributes, "id") ?? "");
    const hidden = (attribute(attributes, "state") ?? "visible") !== "visible";
    // Chart sheets have no rows; they are told by their folder.
    if (path !== undefined && !hidden && !path.includes("chartsheets/")) {
      paths.set(attribute(attributes, "name") ?? `sheet ${paths.size + 1}`, path);
    }
  };
  scanXml(archive.read("xl/workbook.xml").toString("utf8"), {
    open(name, attributes) {
      if (name === "workbookPr") epoch1904 = /^(1|true)$/.test(attribute(attributes, "date1904") ?? "");
      if (name === "sheet") readSheetEntry(attributes);
    },
    close() {},
    text() {},
  });
  return { paths, epoch1904, sharedStrings, styles };
}

function readSharedStrings(xml: Buffer): string[] {
  const strings: string[] = [];
  for (const element of elements(xml, "si")) strings.push(stringItem(element.inside));
  return strings;
}

/** Text of a string item: plain or rich runs; phonetic guides are not part of it. */
function stringItem(xml: string): string {
  let text = "";
  let inText = false;
  let inGuide = false;
  scanXml(xml, {
    open(name) {
      if (name === "t") inText = true;
      if (name === "rPh") inGuide = true;
    },
    close(name) {
      if (name === "t") inText = false;
      if (name === "rPh") inGuide = false;
    },
    text(part) {
      if (inText && !inGuide) text += part;
    },
  });
  return text.replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const WIDTH_ROWS = 64;

function readTable(sheet: string, xml: Buffer, context: CellContext): SheetTable {
  let width = 0;
  let counted = 0;
  for (const { cells } of sheetRows(xml, context)) {
    width = Math.max(width, cells.length);
    if (++counted >= WIDTH_ROWS) break;
  }
  return {
    sheet,
    *rows() {
      for (const row of sheetRows(xml, context)) {
        const { line, cells } = row;
        const missing = width - cells.length;
        yield missing <= 0 ? row : { line, cells: [...cells, ...Array<string>(missing).fill("")] };
      }
    },
  };
}

function* sheetRows(xml: Buffer, context: CellContext): Generator<SheetRow> {
  let line = 0;
  for (const row of elements(xml, "row")) {
    const number = Number(attribute(row.attributes, "r") ?? line + 1);
    line = Number.isSafeInteger(number) && number > line ? number : line + 1;
    const cells = rowCells(row.inside, context);
    if (cells.some((cell) => cell.trim() !== "")) yield { line, cells };
  }
}

/** Trailing blank cells are dropped. */
function rowCells(xml: string, context: CellContext): string[] {
  const cells: string[] = [];
  let column = -1;
  let type = "n";
  let style = 0;
  let value = "";
  let inValue = false;
  let inGuide = false;
  scanXml(xml, {
    open(name, attributes) {
      if (name === "c") {
        column = columnNumber(attribute(attributes, "r")) ?? column + 1;
        type = attribute(attributes, "t") ?? "n";
        style = Number(attribute(attributes, "s") ?? 0);
        value = "";
      }
      if (name === "v" || name === "t") inValue = true;
      if (name === "rPh") inGuide = true;
    },
    close(name) {
      if (name === "v" || name === "t") inValue = false;
      if (name === "rPh") inGuide = false;
      if (name !== "c" || value === "" || column >= MOST_COLUMNS) return;
      while (cells.length < column) cells.push("");
      cells[column] = cellText(type, style, value, context);
    },
    text(part) {
      if (inValue && !inGuide) value += part;
    },
  });
  return cells;
}

/** 0 for `A7`, 27 for `AB12`; undefined where the cell does not say. */
function columnNumber(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? "")?.[0];
  if (letters === undefined) return undefined;
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

/** The elements of one name, in order, found in bytes so that only one of them is text at a time. */
function* elements(xml: Buffer, name: string): Generator<{ attributes: string; inside: string }> {
  const prefix =
    /<((?:[A-Za-z_][\w.-]*:)?)(?:worksheet|sst)\b/.exec(xml.toString("utf8", 0, 2048))?.[1] ?? "";
  const opening = Buffer.from(`<${prefix}${name}`);
  const closing = Buffer.from(`</${prefix}${name}>`);
  let at = xml.indexOf(opening);
  while (at >= 0) {
    const after = at + opening.length;
    const next = xml[after];
    // `<row` also begins `<rowBreaks`.
    if (next !== 0x20 && next !== 0x3e && next !== 0x2f && next !== 0x0a && next !== 0x0d && next !== 0x09) {
      at = xml.indexOf(opening, after);
      continue;
    }
    const tagEnd = xml.indexOf(0x3e, after);
    if (tagEnd < 0) throw endsEarly();
    const empty = xml[tagEnd - 1] === 0x2f;
    const attributes = xml.toString("utf8", after, empty ? tagEnd - 1 : tagEnd);
    const end = empty ? tagEnd + 1 : xml.indexOf(closing, tagEnd);
    if (end < 0) throw endsEarly();
    yield { attributes, inside: empty ? "" : xml.toString("utf8", tagEnd + 1, end) };
    at = xml.indexOf(opening, end);
  }
}

function endsEarly(): CounterwatchError {
  return new CounterwatchError("format-damaged", "The spreadsheet cannot be read: a sheet ends too early.", {
    remedy: "Export it again, or save it as CSV.",
  });
}

function noWorkbook(): CounterwatchError {
  return new CounterwatchError("format-damaged", "This is a ZIP archive, but no XLSX workbook.", {
    remedy: "Unpack it, and name the logs in it.",
  });
}

function noSuchSheet(sheet: string | undefined, paths: ReadonlyMap<string, string>): CounterwatchError {
  const names = [...paths.keys()].map((name) => `"${name}"`).join(", ");
  return sheet === undefined
    ? new CounterwatchError("format-damaged", "The spreadsheet has no visible sheet.", {
        remedy: "Unhide the sheet that holds the log.",
      })
    : new CounterwatchError("mapping", `The spreadsheet has no sheet "${sheet}".`, {
        remedy: `Its sheets are ${names}.`,
      });
}
