/**
 * The site key: 32 random bytes as text, readable by its owner alone. Whoever has it can test guesses against every
 * pseudonym made with it; whoever replaces it makes old and new pseudonyms incomparable.
 */
import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { makeFolder } from "./make-folder.ts";

const KEY_BYTES = 32;
/** A key file is a line of text; anything longer is some other file. */
const LONGEST_FILE = 256;

/** Never overwrites: a lost key cannot be made again. */
export function createKeyFile(path: string): void {
  let descriptor: number;
  try {
    makeFolder(dirname(path), 0o777);
    descriptor = openSync(path, "wx", 0o600);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") {
      throw new CounterwatchError("key-file", "a key file is already there, and a key is never overwritten", {
        place: { file: path },
        remedy:
          "Keep it: pseudonyms made with it can be compared with no other key's. To start anew, move it away first.",
      });
    }
    throw fileTrouble(cause, path, "unwritable");
  }
  try {
    writeSync(descriptor, `${randomBytes(KEY_BYTES).toString("hex")}\n`);
    fsyncSync(descriptor);
  } catch (cause) {
    throw fileTrouble(cause, path, "unwritable");
  } finally {
    closeSync(descriptor);
  }
}

/** 32 bytes. Throws `key-file`: readable by others, wrong size, not a key. */
export function readKeyFile(path: string): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable", "Make one with: counterwatch init");
  }
  try {
    const { mode } = checkOpened(descriptor, path);
    const buffer = Buffer.alloc(LONGEST_FILE + 1);
    const length = readSync(descriptor, buffer);
    // First whether it is a key at all: nobody should be told to change the mode of some other file.
    const key = parseKey(buffer.toString("latin1", 0, length), path);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new CounterwatchError(
        "key-file",
        `the key file can be read by others (mode ${(mode & 0o777).toString(8).padStart(4, "0")})`,
        {
          place: { file: path },
          remedy: `Run: chmod 600 ${path}. If others may have read it, make a new key with: counterwatch init`,
        },
      );
    }
    return key;
  } catch (cause) {
    if (cause instanceof CounterwatchError) throw cause;
    throw fileTrouble(cause, path, "unreadable");
  } finally {
    closeSync(descriptor);
  }
}

// The open descriptor is asked, not the path: a file swapped after the check would not be read.
function checkOpened(descriptor: number, path: string) {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) {
    throw new CounterwatchError("key-file", "the key is not a regular file", {
      place: { file: path },
      remedy: "Name a file that `counterwatch init` made.",
    });
  }
  return stats;
}

/** 64 hexadecimal digits or 43 base64url characters. `origin` is a file or an environment variable. */
export function parseKey(text: string, origin: string): Uint8Array {
  const trimmed = text.trim();
  const key = /^[0-9a-fA-F]{64}$/.test(trimmed)
    ? Buffer.from(trimmed, "hex")
    : /^[A-Za-z0-9_-]{43}=?$/.test(trimmed)
      ? Buffer.from(trimmed, "base64url")
      : undefined;
  if (key === undefined) {
    throw new CounterwatchError(
      "key-file",
      trimmed === ""
        ? "the key is empty"
        : "this is not a key: expected 32 bytes as 64 hexadecimal digits or 43 base64url characters",
      { place: { file: origin }, remedy: "Make one with: counterwatch init" },
    );
  }
  if (key.every((byte) => byte === key[0])) {
    throw new CounterwatchError("key-file", "the key is one byte repeated, so anybody can guess it", {
      place: { file: origin },
      remedy: "Make a random one with: counterwatch init",
    });
  }
  return new Uint8Array(key);
}
