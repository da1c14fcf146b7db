/**
 * A file as records, whatever it is: the format is told by its content. Framing knows nothing of what columns mean; it gives
 * every record, or what is left of it, with the line where it begins.
 */
import { CounterwatchError, type RejectionReason } from "../model/index.ts";
import type { Framing, Row } from "./connector.ts";
import { openParquet } from "./formats/parquet.ts";
import { openWorkbook } from "./formats/xlsx.ts";
import { CefScanner, looksLikeCef } from "./cef-scanner.ts";
import { JsonScanner, looksLikeJson } from "./json-scanner.ts";
import type { LogFile } from "./log-file.ts";
import { sniffDelimiter, TableScanner } from "./table-scanner.ts";
import { type TextBlock, textBlocks } from "./text-blocks.ts";

/** How a text is cut into records: lines of JSON or CEF, or a table by its delimiter. */
export const TEXT_FORMS = ["json", "cef", ",", ";", "\t", "|"] as const;
export type TextForm = (typeof TEXT_FORMS)[number];

export interface FrameSink {
  row(row: Row, line: number): void;
  /** What cannot be read as a record; `text` is its beginning. */
  damaged(reason: RejectionReason, text: string, line: number): void;
}

export interface FoundRow {
  readonly row: Row;
  readonly line: number;
}

export interface Frames {
  readonly framing: Framing;
  /** Column names where the format carries them apart from the rows (Parquet); else undefined: look into `head`. */
  readonly header: readonly string[] | undefined;
  /** Undefined where the file is no text, or has none. */
  readonly text?: TextForm | undefined;
  /** The first records, for recognition. They come again in `read`. */
  readonly head: readonly FoundRow[];
  /** Lines that were not UTF-8 and were read as Windows-1252, so far. */
  foreignLines(): number;
  /** All records from the first on. Gives control back after each block. May be called once. */
  read(sink: FrameSink): AsyncGenerator<void, void, undefined>;
  /** Closes the file where `read` is not called. */
  close(): Promise<void>;
}

const HEAD = 64;
const ROWS_AT_ONCE = 4096;

/**
 * `sheet`: which one of a workbook; undefined: the first. `told`: a text whose form is known from what came before it, so that nothing
 * is guessed. Throws CounterwatchError `format-damaged`.
 */
export async function openFrames(file: LogFile, sheet?: string, told?: TextForm): Promise<Frames> {
  const chunks = file.bytes()[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (told !== undefined) return openTextFrames(chunks, first, told);
  const bytes = first.done === true ? new Uint8Array(0) : first.value;
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic === "PAR1" || magic === "PK\u0003\u0004") {
    await chunks.return?.();
    return placed(file.name, () =>
      magic === "PAR1" ? openParquetFrames(file) : openSheetFrames(file, sheet),
    );
  }
  return openTextFrames(chunks, first);
}

/** What reads a format does not know the name of the file: a fault gets it here. */
async function placed(file: string, open: () => Promise<Frames>): Promise<Frames> {
  const withFile = (fault: unknown): unknown =>
    fault instanceof CounterwatchError && fault.place.file === undefined
      ? new CounterwatchError(fault.code, fault.message, {
          place: { file },
          remedy: fault.remedy,
          cause: fault,
        })
      : fault;
  try {
    const frames = await open();
    return {
      ...frames,
      async *read(target) {
        try {
          yield* frames.read(target);
        } catch (fault) {
          throw withFile(fault);
        }
      },
    };
  } catch (fault) {
    throw withFile(fault);
  }
}

/** Events of a scanner, kept until somebody takes them. */
type Found = { row: Row; line: number } | { reason: RejectionReason; text: string; line: number };

async function openTextFrames(
  chunks: AsyncIterator<Uint8Array>,
  first: IteratorResult<Uint8Array>,
  told?: TextForm,
): Promise<Frames> {
  let foreign = 0;
  let form = told;
  const blocks = textBlocks(rejoin(chunks, first), (lines) => (foreign += lines));
  const found: Found[] = [];
  let sink: FrameSink = {
    row: (row, line) => found.push({ row, line }),
    damaged: (reason, text, line) => found.push({ reason, text, line }),
  };
  const relay: FrameSink = {
    row: (row, line) => sink.row(row, line),
    damaged: (reason, text, line) => sink.damaged(reason, text, line),
  };
  let scanner: TextScanner | undefined;
  let ended = false;

  function push(block: TextBlock): void {
    form ??= formOf(block.text);
    scanner ??= openScanner(form, relay, told !== undefined);
    scanner.push(block.text, block.last);
    ended = block.last;
  }

  while (!ended && found.length < HEAD) {
    const next = await blocks.next();
    if (next.done === true) break;
    if (scanner === undefined && !next.value.last && next.value.text.trim() === "") continue;
    push(next.value);
  }
  const head = found.flatMap((entry) => ("row" in entry ? [entry] : []));
  return {
    framing: form === "json" || form === "cef" ? "records" : "table",
    header: undefined,
    text: form,
    head,
    foreignLines: () => foreign,
    async *read(target) {
      for (const entry of found) {
        if ("row" in entry) target.row(entry.row, entry.line);
        else target.damaged(entry.reason, entry.text, entry.line);
      }
      found.length = 0;
      sink = target;
      try {
        yield;
        while (!ended) {
          const next = await blocks.next();
          if (next.done === true) break;
          push(next.value);
          yield;
        }
      } finally {
        await blocks.return(undefined);
      }
    },
    async close() {
      await blocks.return(undefined);
    },
  };
}

type TextScanner = TableScanner | JsonScanner | CefScanner;

function formOf(text: string): TextForm {
  if (looksLikeCef(text)) return "cef";
  return looksLikeJson(text) ? "json" : sniffDelimiter(text);
}

/** `isStretch`: of a longer log, which no document or array is. */
function openScanner(form: TextForm, sink: FrameSink, isStretch: boolean): TextScanner {
  if (form === "json") return new JsonScanner(sink, isStretch ? "lines" : "unknown");
  return form === "cef" ? new CefScanner(sink) : new TableScanner(form, sink);
}

async function* rejoin(
  chunks: AsyncIterator<Uint8Array>,
  first: IteratorResult<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done !== true) yield first.value;
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function openParquetFrames(file: LogFile): Promise<Frames> {
  const slice = file.slice;
  const whole = slice === undefined || file.size === undefined ? await file.whole() : undefined;
  const table = await openParquet({
    byteLength: whole?.byteLength ?? (file.size as number),
    slice: async (from, to) => {
      const part =
        whole === undefined ? await slice!(from, to ?? (file.size as number)) : whole.subarray(from, to);
      return part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength) as ArrayBuffer;
    },
  });
  return openRowFrames(table.framing, table.header, async function* () {
    let line = 0;
    for await (const row of table.rows()) yield { row, line: ++line };
  });
}

/** A title may stand above the header of a sheet, as in a table of text: recognition finds it. */
async function openSheetFrames(file: LogFile, sheet: string | undefined): Promise<Frames> {
  const table = openWorkbook(await file.whole()).table(sheet);
  return openRowFrames("table", undefined, async function* () {
    for (const { cells, line } of table.rows()) yield { row: cells, line };
  });
}

async function openRowFrames(
  framing: Framing,
  header: readonly string[] | undefined,
  open: () => AsyncIterable<FoundRow>,
): Promise<Frames> {
  const head: FoundRow[] = [];
  for await (const found of open()) {
    head.push(found);
    if (head.length >= HEAD) break;
  }
  return {
    framing,
    header,
    head,
    foreignLines: () => 0,
    async *read(target) {
      let count = 0;
      for await (const { row, line } of open()) {
        target.row(row, line);
        if (++count % ROWS_AT_ONCE === 0) yield;
      }
      yield;
    },
    close: () => Promise.resolve(),
  };
}

/** A file in which no record at all could be found. */
export function emptyFile(name: string): CounterwatchError {
  return new CounterwatchError("format-damaged", "The file holds no records.", {
    place: { file: name },
    remedy: "Check that the export finished.",
  });
}

/** Closes a file without any record, and throws `emptyFile`. */
export async function refuseEmpty(frames: Frames, name: string): Promise<void> {
  if (frames.header !== undefined || !frames.head.every(isBlankRow)) return;
  await frames.close();
  throw emptyFile(name);
}

function isBlankRow({ row }: FoundRow): boolean {
  return Array.isArray(row) && row.every((cell: string) => cell.trim() === "");
}
