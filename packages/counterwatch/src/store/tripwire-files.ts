/**
 * How the tripwires' folders are written. A file is there whole or not at all: it grows under another name, is fsynced, takes its
 * name, and the folder is fsynced, in this order. Everything is readable by its owner alone.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { makeFolder } from "./make-folder.ts";

export function makePrivateFolder(path: string): void {
  attempt(path, "unwritable", () => makeFolder(path, 0o700));
}

export function writeDurably(path: string, ...pieces: readonly (Uint8Array | string)[]): void {
  const growing = `${path}.partial`;
  attempt(path, "unwritable", () => {
    const descriptor = openSync(growing, "w", 0o600);
    try {
      for (const piece of pieces) writeWhole(descriptor, piece);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(growing, path);
    syncFolder(dirname(path));
  });
}

/**
 * In place of a file that there is; what stood in it is overwritten afterwards. Not a promise: journals, copies on write, flash
 * memory and backups may keep it.
 */
export function replaceDurably(path: string, text: string): void {
  attempt(path, "unwritable", () => {
    const before = openSync(path, "r+");
    try {
      writeDurably(path, text);
      for (let at = 0, { size } = fstatSync(before); at < size; at += BLANKS.length)
        writeSync(before, BLANKS, 0, Math.min(BLANKS.length, size - at), at);
      fsyncSync(before);
    } finally {
      closeSync(before);
    }
  });
}

const BLANKS = new Uint8Array(65_536);

/** Appends and fsyncs; the file's length afterwards. */
export function appendDurably(path: string, text: string): number {
  return attempt(path, "unwritable", () => {
    const descriptor = openSync(path, "a", 0o600);
    try {
      writeWhole(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return statSync(path).size;
  });
}

/** Undefined where there is none. Throws `unreadable`. `most` bounds what a file that was swapped can cost. */
export function readBytes(path: string, most: number): Uint8Array | undefined {
  if (!existsSync(path)) return undefined;
  return attempt(path, "unreadable", () => {
    if (statSync(path).size > most)
      throw new CounterwatchError("unreadable", "the file is larger than any that was written here", {
        place: { file: path },
        remedy: "Look at what it is, and restore the folder from a backup.",
      });
    // No Buffer: whose `slice` is a view, so that wiping the whole would wipe every part that was kept.
    const { buffer, byteOffset, length } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, length);
  });
}

/** Undefined where there is no such file. Throws `unreadable` where it is not what was written. */
export function readRecord<T>(path: string, schema: z.ZodType<T>, most = 1_048_576): T | undefined {
  const bytes = readBytes(path, most);
  if (bytes === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch {
    // Neither the parser's words nor zod's are passed on: they may quote what stands in the file.
    throw new CounterwatchError("unreadable", "the file is damaged, or another program wrote it", {
      place: { file: path },
      remedy: "Restore the folder from a backup.",
    });
  }
}

export function writeRecord(path: string, value: unknown): void {
  writeDurably(path, `${JSON.stringify(value, undefined, 1)}\n`);
}

/**
 * Zeros over the file, then its name. Not a promise: journals, copies on write, flash memory and backups may keep what was there.
 * Harmless where the file is gone already.
 */
export function destroyFile(path: string): void {
  if (!existsSync(path)) return;
  attempt(path, "unwritable", () => {
    const descriptor = openSync(path, "r+");
    try {
      writeWhole(descriptor, new Uint8Array(statSync(path).size));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    unlinkSync(path);
    syncFolder(dirname(path));
  });
}

/**
 * One process at a time for each `task` of a folder. Returns its release. A lock appears with its owner's number in it, by a link,
 * so that nobody finds it empty; one whose process is gone is moved aside, which only one can do, and looked at again.
 */
export function lockFolder(folder: string, task: string): () => void {
  const path = join(folder, `${task}.lock`);
  const own = `${path}.${process.pid}`;
  attempt(path, "unwritable", () => {
    writeDurably(own, `${process.pid}\n`);
    try {
      while (!linked(own, path)) takeOver(path, folder);
    } finally {
      rmSync(own, { force: true });
    }
  });
  const release = () => rmSync(path, { force: true });
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };
}

function linked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

function takeOver(path: string, folder: string): void {
  refuseAlive(path, folder);
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cause;
  }
  try {
    // Another one may have taken over between the look and the move: theirs goes back.
    refuseAlive(aside, folder);
  } catch (error) {
    linked(aside, path);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function refuseAlive(path: string, folder: string): void {
  const pid = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  if (pid === process.pid || !(pid > 0) || !alive(pid)) return;
  throw new CounterwatchError("unavailable", `process ${pid} is at work in this folder`, {
    place: { file: folder },
    remedy: "Wait for it, or stop it.",
  });
}

export function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function writeWhole(descriptor: number, piece: Uint8Array | string): void {
  const bytes = typeof piece === "string" ? Buffer.from(piece, "utf8") : piece;
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

function attempt<T>(file: string, kind: "unwritable" | "unreadable", act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, file, kind);
  }
}
