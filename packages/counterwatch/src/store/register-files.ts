/** The register's files: read with bounds, written once and durably. What is written here is sealed or public. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { CounterwatchError, type ErrorCode } from "../model/index.ts";
import type { Cover } from "../register/cover.ts";
import { editInputSchema } from "../register/edit.ts";
import { MOST_OFFICER_BYTES } from "../register/officer.ts";
import { MOST_SEALED_BYTES, sha256 } from "../register/sealing.ts";
import { fileTrouble } from "./file-trouble.ts";

const MOST_COVER_BYTES = 512 * 1024 * 1024;
const MOST_INPUT_BYTES = 256 * 1024 * 1024;

export function readCovers(path: string): string {
  return read(path, MOST_COVER_BYTES, "register").toString("utf8");
}

/** Against its cover, where one speaks about it. Throws `register`. */
export function readSealed(path: string, cover?: Cover): Uint8Array {
  const bytes = read(path, MOST_SEALED_BYTES, "register");
  if (cover !== undefined && (bytes.length !== cover.bytes || sha256(bytes) !== cover.sealed))
    throw new CounterwatchError("register", "the sealed register is not the one that two officers signed", {
      place: { file: path },
      remedy: "It is damaged or was exchanged: restore the folder from a backup. Nothing was opened.",
    });
  return Uint8Array.from(bytes);
}

/** Throws `share` where others may read it or it is too large to be an officer's file. */
export function readOfficerFile(path: string): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable");
  }
  try {
    const { mode, size } = fstatSync(descriptor);
    if (size > MOST_OFFICER_BYTES)
      throw new CounterwatchError("share", "this is no officer's file", {
        place: { file: path },
        remedy: "Use the file that was written for this officer when the key was split.",
      });
    // The open descriptor is asked, not the path: a file swapped after the check would not be read.
    if ((mode & 0o077) !== 0)
      throw new CounterwatchError("share", "the officer's file can be read by others", {
        place: { file: path },
        remedy: `Run: chmod 600 ${path}`,
      });
    const bytes = new Uint8Array(size);
    const length = readSync(descriptor, bytes);
    return bytes.subarray(0, length);
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable");
  } finally {
    closeSync(descriptor);
  }
}

/** A register as JSON or YAML. Throws `format-damaged` with a position and never a value. */
export function readEditInput(path: string) {
  const text = read(path, MOST_INPUT_BYTES, "unreadable").toString("utf8");
  let value: unknown;
  try {
    value = text.trimStart().startsWith("{") ? JSON.parse(text) : parse(text, { logLevel: "silent" });
  } catch {
    throw unreadable(path, "the file is neither JSON nor YAML");
  }
  const { data, error } = editInputSchema.safeParse(value);
  if (data !== undefined) return data;
  const issue = (error as z.ZodError).issues[0];
  const where = (issue?.path ?? []).map((part) =>
    typeof part === "number" ? `[${part}]` : `.${String(part)}`,
  );
  // An unknown key may be a name or a number that somebody typed in its place.
  const what = issue?.code === "unrecognized_keys" ? "a field that a register does not have" : issue?.message;
  throw unreadable(path, `${where.join("").replace(/^\./, "") || "the file"}: ${what ?? "not as expected"}`);
}

function unreadable(file: string, message: string): CounterwatchError {
  return new CounterwatchError("format-damaged", message, {
    place: { file },
    remedy: "Expected version 1 with people, relations and decoys, as in docs/design/register.md.",
  });
}

function read(path: string, most: number, code: ErrorCode): Buffer {
  try {
    if (statSync(path).size > most)
      throw new CounterwatchError(code, "the file is larger than any register", { place: { file: path } });
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable");
  }
}

/** A new file of mode 0600, on disk when this returns. Throws `unwritable`; never replaces. */
export function writeSealed(path: string, bytes: Uint8Array): void {
  try {
    const descriptor = openSync(path, "wx", 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    syncFolder(dirname(path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST")
      throw new CounterwatchError("unwritable", "this file is there already, and is never replaced", {
        place: { file: path },
        remedy: "Choose another place, or move it away first.",
      });
    throw fileTrouble(cause, path, "unwritable");
  }
}

/** `from` takes the name `to`, durably. */
export function replaceFile(from: string, to: string): void {
  try {
    renameSync(from, to);
    syncFolder(dirname(to));
  } catch (cause) {
    throw fileTrouble(cause, to, "unwritable");
  }
}

export function syncFolder(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
