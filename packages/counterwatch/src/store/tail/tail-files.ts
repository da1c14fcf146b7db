/**
 * The files that a tail follows: one file with what rotation makes of it (`audit.log.1`, `audit.log-20260101.gz`), all files of a folder, or
 * those that a name with `*` fits. A file is known again by device, inode and content, or by content alone where it was copied or
 * packed.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { CounterwatchError } from "../../model/index.ts";
import { fileTrouble } from "../file-trouble.ts";
import type { TailEntry } from "./tail-state.ts";

export interface TailFile {
  readonly path: string;
  readonly device: number;
  readonly inode: number;
  /** As stored. */
  readonly size: number;
  readonly modified: number;
  readonly isPacked: boolean;
}

/** More files are no log. */
const MOST_FILES = 5000;
/** Bytes by which content is known. */
const MARK = 1024;
const CHUNK = 256 * 1024;

/** The oldest first, so that rows come in their order. Throws `not-found` where there is none, `unreadable`. */
export async function tailFiles(path: string): Promise<TailFile[]> {
  const isFolder = await stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
  const folder = isFolder ? path : dirname(path);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw fileTrouble(cause, folder, "unreadable");
  });
  const fits = isFolder ? () => true : nameFits(basename(path));
  const found: TailFile[] = [];
  for (const name of names) {
    if (name.startsWith(".") || !fits(name)) continue;
    const file = await statusOf(join(folder, name));
    if (file !== undefined) found.push(file);
    if (found.length > MOST_FILES)
      throw new CounterwatchError("unreadable", `there are more than ${MOST_FILES} files`, {
        place: { file: path },
        remedy: "Move old ones away, or name those that are meant with *.",
      });
  }
  if (found.length === 0)
    throw new CounterwatchError("not-found", "there is no such file yet", {
      place: { file: path },
      remedy: "It is looked for again and again.",
    });
  return found.toSorted((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1));
}

function nameFits(pattern: string): (name: string) => boolean {
  if (!pattern.includes("*"))
    return (name) => name === pattern || name.startsWith(`${pattern}.`) || name.startsWith(`${pattern}-`);
  const pieces = pattern.split("*").map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const whole = new RegExp(`^${pieces.join("[^/]*")}(?:\\.gz)?$`);
  return (name) => whole.test(name);
}

/** Undefined where it is no file, or went away. */
async function statusOf(path: string): Promise<TailFile | undefined> {
  try {
    const status = await stat(path);
    if (!status.isFile()) return undefined;
    const { dev: device, ino: inode, size, mtimeMs: modified } = status;
    const isPacked = size >= 2 && (await readAt(path, 0, 2)).equals(Buffer.from([0x1f, 0x8b]));
    return { path, device, inode, size, modified, isPacked };
  } catch {
    return undefined;
  }
}

/** Whether the file has the content that the entry has read of it. */
export async function isSameLog(file: TailFile, entry: TailEntry): Promise<boolean> {
  if (!file.isPacked && file.size < entry.offset) return false;
  const { head, before } = await marksOf(file, entry.offset);
  return head?.hash === entry.head.hash && before?.hash === entry.before.hash;
}

export interface Marks {
  readonly head: TailEntry["head"] | undefined;
  readonly before: TailEntry["before"] | undefined;
}

/** Of the first `offset` unpacked bytes; undefined where there are fewer. */
export async function marksOf(file: TailFile, offset: number): Promise<Marks> {
  const length = Math.min(MARK, offset);
  if (!file.isPacked) {
    const head = await readAt(file.path, 0, length);
    const before = await readAt(file.path, offset - length, length);
    if (head.length < length || before.length < length) return { head: undefined, before: undefined };
    return { head: markOf(head), before: markOf(before) };
  }
  let head = Buffer.alloc(0);
  let kept = Buffer.alloc(0);
  let seen = 0;
  for await (const chunk of bytesOf(file, 0)) {
    const part = Buffer.from(chunk.subarray(0, offset - seen));
    seen += part.length;
    if (head.length < length) head = Buffer.concat([head, part]).subarray(0, length);
    kept = Buffer.concat([kept, part]).subarray(-length);
    if (seen >= offset) break;
  }
  if (seen < offset) return { head: undefined, before: undefined };
  return { head: markOf(head), before: markOf(length === 0 ? Buffer.alloc(0) : kept) };
}

function markOf(bytes: Buffer): TailEntry["head"] {
  return { length: bytes.length, hash: createHash("sha256").update(bytes).digest("hex").slice(0, 32) };
}

/** Unpacked bytes from `offset` to the end that the file has now. Breaking off the loop closes it. Throws `unreadable`, `format-damaged`. */
export async function* bytesOf(file: TailFile, offset: number): AsyncGenerator<Buffer> {
  try {
    if (!file.isPacked) {
      yield* createReadStream(file.path, { start: offset, highWaterMark: CHUNK });
      return;
    }
    const unpacked = createGunzip({ chunkSize: CHUNK });
    pipeline(createReadStream(file.path, { highWaterMark: CHUNK }), unpacked, () => undefined);
    let skip = offset;
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      if (chunk.length > skip) yield chunk.subarray(skip);
      skip = Math.max(0, skip - chunk.length);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code?.startsWith("Z_") !== true)
      throw fileTrouble(cause, file.path, "unreadable");
    throw new CounterwatchError("format-damaged", "the gzip data is damaged or not finished", {
      place: { file: file.path },
      remedy: "It is tried again when the file has changed.",
      cause,
    });
  }
}

async function readAt(path: string, offset: number, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
