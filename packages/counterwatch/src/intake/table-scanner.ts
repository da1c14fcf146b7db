/**
 * Delimiter-separated values (RFC 4180 with CRLF, LF or CR), read in blocks. Hostile input: a record is never longer than
 * `LONGEST_RECORD`; a quote that is not closed, or is followed by anything but a delimiter, costs the line it stands in
 * and nothing more, because reading goes on at the next line.
 *
 * Own scanner instead of a library: uDSV 0.7 reads on into the next line where a row is short and reports nothing, Papa Parse 5.5
 * takes an open quote as the rest of the file, and neither tells the line of a row. `table-scanner.test.ts` holds it
 * against Papa Parse on well-formed tables; `bench/intake.js` compares the speed of all three.
 */
import type { RejectionReason } from "../model/index.ts";

/** 1 MiB in UTF-16 units. */
export const LONGEST_RECORD = 1 << 20;

export interface TableSink {
  /** `cells` belongs to the sink. */
  row(cells: string[], line: number): void;
  damaged(reason: RejectionReason, text: string, line: number): void;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const SPACE = 32;

export class TableScanner {
  readonly #sink: TableSink;
  readonly #delimiter: number;
  #rest = "";
  #line = 1;
  /** The cells of the last row; undefined where one was quoted, because such a cell may hold delimiters. */
  readonly #above: (string | undefined)[] = [];
  /** Inside a record that grew too long: everything up to the next line end is dropped. */
  #skipping = false;

  constructor(delimiter: string, sink: TableSink, firstLine = 1) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#sink = sink;
    this.#line = firstLine;
  }

  /** Lines end with LF here: the caller turns lone CRs into LF. `last`: nothing follows. */
  push(block: string, last: boolean): void {
    const text = this.#rest === "" ? block : this.#rest + block;
    const read = this.#scan(text, last);
    this.#rest = read === text.length ? "" : text.slice(read);
  }

  /** Returns how far `text` was read. */
  #scan(text: string, last: boolean): number {
    const { length } = text;
    let at = 0;
    if (this.#skipping) {
      const end = text.indexOf("\n");
      if (end < 0) return length;
      this.#skipping = false;
      this.#line++;
      at = end + 1;
    }
    let lineEnd = -1;
    let quote = text.indexOf('"');
    while (at < length) {
      if (lineEnd < at) {
        lineEnd = text.indexOf("\n", at);
        if (lineEnd < 0) {
          if (!last && length - at <= LONGEST_RECORD) return at;
          lineEnd = length;
        }
      }
      if (lineEnd - at > LONGEST_RECORD) {
        this.#sink.damaged("too-large", text.slice(at, at + 4096), this.#line);
        this.#skipping = lineEnd === length && !last;
        if (!this.#skipping) this.#line++;
        at = lineEnd + 1;
        continue;
      }
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      const next =
        quote < 0 || quote > lineEnd
          ? this.#plainRow(text, at, lineEnd)
          : this.#quotedRow(text, at, lineEnd, last);
      if (next < 0) return at;
      at = next;
    }
    return length;
  }

  /** A line without any quote. */
  #plainRow(text: string, from: number, lineEnd: number): number {
    const end = lineEnd > from && text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
    if (end > from) {
      const cells: string[] = [];
      let at = from - 1;
      do {
        at = this.#plainCell(text, at + 1, end, cells);
      } while (at < end);
      this.#sink.row(cells, this.#line);
    }
    this.#line++;
    return lineEnd + 1;
  }

  /**
   * Reads an unquoted cell and returns where it ends. A cell that says the same as the one above it, which most do, is
   * taken over: that costs one comparison and no memory, and whoever remembers the last row finds the very same string.
   */
  #plainCell(text: string, from: number, end: number, cells: string[]): number {
    const delimiter = this.#delimiter;
    const above = this.#above[cells.length];
    if (above !== undefined) {
      const until = from + above.length;
      if (
        (until === end || (until < end && text.charCodeAt(until) === delimiter)) &&
        text.startsWith(above, from)
      ) {
        cells.push(above);
        return until;
      }
    }
    let at = from;
    while (at < end && text.charCodeAt(at) !== delimiter) at++;
    const cell = at === from ? "" : text.slice(from, at);
    this.#above[cells.length] = cell;
    cells.push(cell);
    return at;
  }

  /** Returns where the next record begins, or -1 where the block ends within this one. */
  #quotedRow(text: string, from: number, firstLineEnd: number, last: boolean): number {
    const delimiter = this.#delimiter;
    const { length } = text;
    const cells: string[] = [];
    let lineEnd = firstLineEnd;
    let lines = 1;
    let at = from;
    for (;;) {
      let start = at;
      while (text.charCodeAt(start) === SPACE) start++;
      if (text.charCodeAt(start) !== QUOTE) {
        const end = lineEnd > at && text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
        at = this.#plainCell(text, at, end, cells);
        if (at === end) at = lineEnd;
      } else {
        let close = text.indexOf('"', start + 1);
        let doubled = false;
        while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
          doubled = true;
          close = text.indexOf('"', close + 2);
        }
        if (close < 0 || (close === length - 1 && !last)) {
          if (!last && length - from <= LONGEST_RECORD) return -1;
          if (close < 0) return this.#damagedLine(text, from, firstLineEnd);
        }
        if (close - from > LONGEST_RECORD) return this.#damagedLine(text, from, firstLineEnd);
        at = close + 1;
        while (text.charCodeAt(at) === SPACE) at++;
        if (text.charCodeAt(at) === CR) at++;
        const after = text.charCodeAt(at);
        if (at < length && after !== delimiter && after !== LF)
          return this.#damagedLine(text, from, firstLineEnd);
        const cell = text.slice(start + 1, close);
        this.#above[cells.length] = undefined;
        cells.push(doubled ? cell.replaceAll('""', '"') : cell);
        if (close > lineEnd) {
          for (let end = lineEnd; end >= 0 && end < close; end = text.indexOf("\n", end + 1)) lines++;
          lineEnd = text.indexOf("\n", close);
          if (lineEnd < 0) {
            if (!last && length - from <= LONGEST_RECORD) return -1;
            lineEnd = length;
          }
        }
      }
      if (at >= lineEnd) break;
      at++;
    }
    this.#sink.row(cells, this.#line);
    this.#line += lines;
    return lineEnd + 1;
  }

  #damagedLine(text: string, from: number, lineEnd: number): number {
    this.#sink.damaged("quoting", text.slice(from, lineEnd), this.#line);
    this.#line++;
    return lineEnd + 1;
  }
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** The sign that splits the first lines most evenly; a comma where nothing does. `sep=;` in the first line (Excel) decides. */
export function sniffDelimiter(text: string): Delimiter {
  const declared = /^sep=([,;\t|])\r?\n/i.exec(text);
  if (declared !== null) return declared[1] as Delimiter;
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts: number[] = [];
    const scanner = new TableScanner(delimiter, {
      row: (cells) => void counts.push(cells.length),
      damaged: () => undefined,
    });
    scanner.push(text.slice(0, 65_536), false);
    if (counts.length === 0) scanner.push("", true);
    // The most frequent width: single rows may be damaged, and a title may stand above the header.
    const widths = new Map<number, number>();
    for (const count of counts) if (count > 1) widths.set(count, (widths.get(count) ?? 0) + 1);
    for (const [columns, rows] of widths) {
      const score = (rows / counts.length) * 1000 + columns;
      if (score > bestScore) [best, bestScore] = [delimiter, score];
    }
  }
  return best;
}
