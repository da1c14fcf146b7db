/**
 * How many bytes of a log that goes on are whole records. Lines of JSON and CEF end with LF; in a table a quoted cell may hold line ends, so that
 * there a record ends at an LF outside of quotes, where a quote opens at the beginning of a cell alone (RFC 4180), as the table scanner
 * reads it.
 *
 * Hostile input: a quote that nobody closes holds the rest back for `MOST_HELD` bytes and no longer; then what is there is handed on as
 * lines, and the scanner says which are damaged.
 */
import type { TextForm } from "../../intake/frames.ts";

/** A record of several lines is shorter. */
export const MOST_HELD = 64 * 1024;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const DELIMITERS = [44, 59, 9, 124];

/** `form`: undefined where it is not known yet. Bytes of whole records at the beginning of `bytes`; 0: none is whole yet. */
export function wholeRecords(bytes: Uint8Array, form: TextForm | undefined): number {
  const last = bytes.lastIndexOf(LF) + 1;
  if (isLines(bytes, form)) return last;
  const ended = lastRecordEnd(bytes, form, Number.POSITIVE_INFINITY);
  return bytes.length - ended > MOST_HELD ? last : ended;
}

/** Where the record that begins `bytes` ends; its line's end where a quote is never closed; undefined: nowhere in `bytes`. */
export function firstRecordEnd(bytes: Uint8Array, form: TextForm): number | undefined {
  const line = bytes.indexOf(LF) + 1;
  if (line === 0) return undefined;
  return isLines(bytes, form) ? line : lastRecordEnd(bytes, form, 1) || line;
}

function isLines(bytes: Uint8Array, form: TextForm | undefined): boolean {
  if (form !== undefined) return form === "json" || form === "cef";
  const head = Buffer.from(bytes.subarray(0, 1024)).toString("latin1").trimStart();
  return /^(?:\u00ef\u00bb\u00bf)?\s*[{[]/.test(head) || /^[^\n]*CEF: ?[01]\|/.test(head);
}

/** Behind the `most`-th record, or the last one. */
function lastRecordEnd(bytes: Uint8Array, form: TextForm | undefined, most: number): number {
  const delimiters = form === undefined ? DELIMITERS : [form.charCodeAt(0)];
  let isQuoted = false;
  let isStart = true;
  let ended = 0;
  let records = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] as number;
    if (isQuoted) {
      if (code !== QUOTE) continue;
      // Two quotes are one that belongs to the cell.
      if (bytes[at + 1] === QUOTE) at++;
      else isQuoted = false;
      continue;
    }
    if (code === LF) {
      ended = at + 1;
      if (++records >= most) return ended;
    } else if (code === QUOTE && isStart) isQuoted = true;
    isStart = code === LF || code === CR || delimiters.includes(code);
  }
  return ended;
}
