/**
 * JSON Lines, and JSON documents: an array (streamed element by element), a FHIR Bundle (its entries' resources), an object
 * with a list of records, or a single record. Hostile input: a line that is no JSON costs that line; in an array reading goes
 * on at the next line that opens an object.
 */
import { CounterwatchError } from "../model/index.ts";
import type { FrameSink } from "./frames.ts";

/** Longest single record, and longest document that has to be held whole (an object, as a Bundle is). UTF-16 units. */
const LONGEST_RECORD = 1 << 20;
const LONGEST_DOCUMENT = 64 << 20;

/** By the first sign, or, where the first lines are damaged, by a line that is an object. */
export function looksLikeJson(text: string): boolean {
  const first = text.trimStart()[0];
  return first === "{" || first === "[" || countObjects(firstLines(text, true)) > 0;
}

type Mode = "unknown" | "lines" | "array" | "document" | "done";

export class JsonScanner {
  readonly #sink: FrameSink;
  #mode: Mode;
  #rest = "";
  #line = 1;
  #skipping = false;
  // The pieces of a document that has to be read whole: joining them once is linear.
  readonly #pieces: string[] = [];
  #held = 0;

  /** `mode`: "unknown" looks at the text. */
  constructor(sink: FrameSink, mode: "unknown" | "lines" = "unknown") {
    this.#sink = sink;
    this.#mode = mode;
  }

  push(block: string, last: boolean): void {
    if (this.#mode === "document") {
      this.#hold(block, last);
      return;
    }
    const text = this.#rest + block;
    if (this.#mode === "unknown") {
      const mode = tellMode(text, last);
      if (mode === undefined) {
        this.#rest = text;
        return;
      }
      this.#mode = mode;
      if (mode === "document") {
        this.#rest = "";
        this.#hold(text, last);
        return;
      }
    }
    const read = this.#mode === "lines" ? this.#readLines(text, last) : this.#readArray(text, last);
    this.#rest = text.slice(read);
  }

  #readLines(text: string, last: boolean): number {
    let at = 0;
    while (at < text.length) {
      let end = text.indexOf("\n", at);
      if (end < 0) {
        if (!last && text.length - at <= LONGEST_RECORD) return at;
        end = text.length;
        if (!last && this.#skipping) return text.length;
      }
      if (this.#skipping) this.#skipping = false;
      else if (end - at > LONGEST_RECORD) {
        this.#sink.damaged("too-large", text.slice(at, at + 4096), this.#line);
        this.#skipping = end === text.length && !last;
        if (this.#skipping) return text.length;
      } else this.#readLine(text.slice(at, end));
      this.#line++;
      at = end + 1;
    }
    return text.length;
  }

  #readLine(raw: string): void {
    const text = raw.trim();
    if (text === "") return;
    this.#emit(text, this.#line);
  }

  #emit(text: string, line: number): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#sink.damaged("not-json", text.slice(0, 4096), line);
      return;
    }
    this.#record(value, text, line);
  }

  #record(value: unknown, text: string, line: number): void {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.#sink.damaged("not-an-object", text.slice(0, 4096), line);
      return;
    }
    const list = innerRecords(value as Record<string, unknown>);
    if (list === undefined) {
      this.#sink.row(value as Record<string, unknown>, line);
      return;
    }
    for (const entry of list) this.#record(entry, "", line);
  }

  /** Elements of the top-level array. Returns how far `text` was read. */
  #readArray(text: string, last: boolean): number {
    let at = 0;
    for (;;) {
      while (at < text.length) {
        const code = text.charCodeAt(at);
        if (code === 10) this.#line++;
        else if (code > 32 && code !== 44 && code !== 91) break;
        at++;
      }
      if (at >= text.length) return at;
      if (text[at] === "]") {
        // Another array may follow where exports were joined.
        at++;
        continue;
      }
      const end = elementEnd(text, at);
      if (end > at && end - at <= LONGEST_RECORD) {
        const element = text.slice(at, end);
        this.#emit(element, this.#line);
        this.#line += countLines(element);
        at = end;
        continue;
      }
      if (end === UNFINISHED && !last && text.length - at <= LONGEST_RECORD) return at;
      const reason = end > at || (end === UNFINISHED && !last) ? "too-large" : "not-json";
      this.#sink.damaged(reason, text.slice(at, at + 4096), this.#line);
      const next = /\n[ \t]*\{/g;
      next.lastIndex = at + 1;
      const resume = end > at ? end : (next.exec(text)?.index ?? text.length);
      this.#line += countLines(text.slice(at, resume));
      at = resume;
    }
  }

  #hold(block: string, last: boolean): void {
    this.#pieces.push(block);
    this.#held += block.length;
    if (this.#held > LONGEST_DOCUMENT) {
      throw new CounterwatchError("format-damaged", "The JSON document is larger than 64 MiB.", {
        remedy: "Export it as JSON Lines (one record a line) or as an array.",
      });
    }
    if (!last) return;
    const text = this.#pieces.join("");
    this.#pieces.length = 0;
    const start = text.length - text.trimStart().length;
    this.#line += countLines(text.slice(0, start));
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // Objects that follow each other without commas (`jq` prints them so), or a damaged document.
      this.#readArray(text.slice(start), true);
      return;
    }
    this.#record(value, text, this.#line);
  }
}

/**
 * Lines where two of the first ones are objects by themselves (one, where there are no more than two): a damaged line among them
 * changes nothing. Undefined: not enough text to tell.
 */
function tellMode(text: string, last: boolean): Mode | undefined {
  const lines = firstLines(text, last);
  const objects = countObjects(lines);
  if (objects > 1 || (objects === 1 && lines.length <= 2 && (last || lines.length === 2))) return "lines";
  if (text.trimStart().startsWith("[")) return "array";
  if (lines.length === 0 && !last) return text.length > LONGEST_RECORD ? "document" : undefined;
  return "document";
}

const FIRST_LINES = 20;

/** Lines that are not blank; the last one only where nothing can follow it. */
function firstLines(text: string, last: boolean): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < FIRST_LINES; ) {
    const end = text.indexOf("\n", at);
    if (end < 0 && !last) break;
    const line = text.slice(at, end < 0 ? text.length : end).trim();
    if (line !== "") lines.push(line);
    at = end < 0 ? text.length : end + 1;
  }
  return lines;
}

function countObjects(lines: readonly string[]): number {
  return lines.filter((line) => line.startsWith("{") && isJson(line)).length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const UNFINISHED = -1;
const BROKEN = -2;

/** Behind the value that begins at `from`; `UNFINISHED` where it does not end in `text`, `BROKEN` where it never can. */
function elementEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 34: {
        at = stringEnd(text, at);
        if (at < 0) return at;
        break;
      }
      case 123:
      case 91:
        depth++;
        break;
      case 125:
      case 93:
        if (depth === 0) return at === from ? BROKEN : at;
        if (depth === 1) return at + 1;
        depth--;
        break;
      case 44:
        if (depth === 0) return at;
        break;
      default:
    }
  }
  return UNFINISHED;
}

/** The closing quote of the string that opens at `from`. JSON strings hold no raw line end (RFC 8259, 7). */
function stringEnd(text: string, from: number): number {
  const lineEnd = text.indexOf("\n", from);
  let at = text.indexOf('"', from + 1);
  while (at >= 0) {
    if (lineEnd >= 0 && at > lineEnd) return BROKEN;
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return lineEnd >= 0 ? BROKEN : UNFINISHED;
}

const LISTS = [
  "Records",
  "records",
  "events",
  "Events",
  "items",
  "value",
  "entries",
  "logs",
  "results",
  "hits",
];

/** The records that an envelope holds: the resources of a FHIR Bundle, or the one list of objects under a usual name. */
function innerRecords(value: Record<string, unknown>): readonly unknown[] | undefined {
  if (value["resourceType"] === "Bundle" && Array.isArray(value["entry"])) {
    return value["entry"].map((entry: unknown) =>
      typeof entry === "object" && entry !== null && "resource" in entry ? entry.resource : entry,
    );
  }
  // A record may have such a list too; an envelope has neither a time nor an id.
  if ("time" in value || "id" in value) return undefined;
  for (const name of LISTS) {
    const list = value[name];
    if (!Array.isArray(list) || list.length === 0) continue;
    const plain = list.every((entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry));
    // Little stands beside the list of an envelope.
    if (plain && Object.keys(value).length <= 6) return list;
  }
  return undefined;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
