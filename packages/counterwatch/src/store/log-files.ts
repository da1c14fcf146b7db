/**
 * Opens the logs a user names: files, folders (searched through, in order of name) and `-` for stdin. Gzip is told by its
 * first two bytes, not by its name. What the bytes mean is not known here.
 */
import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { LogFile } from "../intake/log-file.ts";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";

const EXTENSIONS = /\.(?:csv|tsv|txt|log|json|jsonl|ndjson|cef|parquet|xlsx)(?:\.gz)?$/i;
/** What an earlier run wrote; a folder that holds both is no log. */
const OUTPUT = ["summary.json", "findings.jsonl"];
const CHUNK = 64 * 1024;
/** Parquet and XLSX have their index at the end: packed or from stdin they must fit into memory. */
const LARGEST_WHOLE = 512 * 1024 * 1024;

/** Throws CounterwatchError `not-found`, `unreadable`. */
export async function openLogFiles(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): Promise<LogFile[]> {
  const files: LogFile[] = [];
  let stdinNamed = false;
  for (const path of paths) {
    if (path !== "-") {
      files.push(...(await openPath(path)));
    } else if (!stdinNamed) {
      stdinNamed = true;
      files.push(logFile("-", undefined, () => stdin));
    }
  }
  return files;
}

async function openPath(path: string): Promise<LogFile[]> {
  const status = await stat(path).catch((cause: unknown) => {
    throw fileTrouble(cause, path, "unreadable");
  });
  if (!status.isDirectory()) return [openFile(path, status.isFile() ? status.size : undefined)];
  const found = await findLogs(path);
  if (found.length > 0) return found;
  throw new CounterwatchError("not-found", "The folder holds no log that could be read.", {
    place: { file: path },
    remedy:
      "Logs end in .csv, .tsv, .txt, .log, .json, .jsonl, .ndjson, .cef, .parquet or .xlsx, with or without .gz.",
  });
}

async function findLogs(folder: string): Promise<LogFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw fileTrouble(cause, folder, "unreadable");
  });
  const names = entries.map(({ name }) => name);
  if (OUTPUT.every((name) => names.includes(name))) return [];
  const files: LogFile[] = [];
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    // A link is followed to a file, never to a folder: links among folders may run in circles.
    if (entry.isDirectory()) files.push(...(await findLogs(path)));
    else if (EXTENSIONS.test(entry.name)) {
      const status = await stat(path).catch(() => undefined);
      if (status?.isFile() === true) files.push(openFile(path, status.size));
    }
  }
  return files;
}

function openFile(path: string, size: number | undefined): LogFile {
  return logFile(path, size, () => createReadStream(path, { highWaterMark: CHUNK }));
}

function logFile(name: string, size: number | undefined, start: () => AsyncIterable<Uint8Array>): LogFile {
  let consumed = 0;

  async function* raw(): AsyncGenerator<Uint8Array> {
    consumed = 0;
    try {
      for await (const chunk of start()) {
        consumed += chunk.byteLength;
        yield chunk;
      }
    } catch (cause) {
      throw fileTrouble(cause, name, "unreadable");
    }
  }

  async function* bytes(): AsyncGenerator<Uint8Array> {
    const chunks = raw();
    try {
      const { head, ended } = await readHead(chunks);
      const rest = rejoin(head, ended, chunks);
      if (head[0] === 0x1f && head[1] === 0x8b) yield* unpack(rest, name);
      else yield* rest;
    } finally {
      await chunks.return(undefined);
    }
  }

  const file = {
    name,
    size,
    rereadable: name !== "-" && size !== undefined,
    bytes,
    whole: () => readWhole(bytes(), name),
    consumed: () => consumed,
  };
  if (!file.rereadable || /\.gz$/i.test(name)) return file;
  return { ...file, slice: (from: number, to: number) => readSlice(name, from, to) };
}

async function readHead(chunks: AsyncGenerator<Uint8Array>): Promise<{ head: Uint8Array; ended: boolean }> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 2) {
    const { value, done } = await chunks.next();
    if (done === true) return { head, ended: true };
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return { head, ended: false };
}

async function* rejoin(
  head: Uint8Array,
  ended: boolean,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  if (!ended) yield* chunks;
}

async function* unpack(packed: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let sourceFault: unknown;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* packed;
    } catch (cause) {
      sourceFault = cause;
      throw cause;
    }
  }
  const gunzip = createGunzip({ chunkSize: CHUNK });
  pipeline(Readable.from(watched(), { objectMode: false, highWaterMark: CHUNK }), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (cause) {
    if (sourceFault !== undefined) throw sourceFault;
    throw new CounterwatchError("format-damaged", "The gzip data is damaged or cut off.", {
      place: { file: name },
      remedy: "Copy or export the file again; `gzip -t` checks it.",
      cause,
    });
  }
}

async function readWhole(bytes: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > LARGEST_WHOLE) {
      throw new CounterwatchError(
        "format-damaged",
        "The file is larger than the 512 MiB that can be held in memory.",
        {
          place: { file: name },
          remedy: "Export it as CSV or JSON Lines, or in several parts.",
        },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function readSlice(path: string, from: number, to: number): Promise<Uint8Array> {
  const handle = await open(path).catch((cause: unknown) => {
    throw fileTrouble(cause, path, "unreadable");
  });
  try {
    const buffer = Buffer.alloc(to - from);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable");
  } finally {
    await handle.close();
  }
}
