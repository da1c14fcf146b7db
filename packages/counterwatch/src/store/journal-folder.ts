/**
 * A journal's folder: `journal.jsonl`, and `journal.staged` while a line is being written. Readable by its owner alone: it
 * holds internal ids of protected people, and no identifier.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import type { JournalDisk } from "../incidents/journal/journal-book.ts";
import { fileTrouble } from "./file-trouble.ts";
import { lockFolder, makePrivateFolder, readBytes, syncFolder, writeDurably } from "./tripwire-files.ts";

const LARGEST = 1024 * 1024 * 1024;
const LARGEST_LINE = 1024 * 1024;

export class JournalFolder implements JournalDisk {
  readonly path: string;
  readonly file: string;
  readonly #staged: string;

  constructor(path: string) {
    this.path = resolve(path);
    this.file = join(this.path, "journal.jsonl");
    this.#staged = join(this.path, "journal.staged");
  }

  read(): string {
    return textOf(readBytes(this.file, LARGEST)) ?? "";
  }

  staged(): string | undefined {
    return textOf(readBytes(this.#staged, LARGEST_LINE));
  }

  stage(line: string): void {
    writeDurably(this.#staged, line);
  }

  place(line: string, keep: number): void {
    try {
      // Not "a": what a crash left of an earlier try is overwritten.
      const descriptor = openSync(this.file, keep === 0 ? "w" : "r+", 0o600);
      try {
        ftruncateSync(descriptor, keep);
        const bytes = Buffer.from(`${line}\n`);
        for (let at = 0; at < bytes.length; )
          at += writeSync(descriptor, bytes, at, bytes.length - at, keep + at);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      if (keep === 0) syncFolder(this.path);
    } catch (cause) {
      throw fileTrouble(cause, this.file, "unwritable");
    }
  }

  unstage(): void {
    try {
      rmSync(this.#staged, { force: true });
      syncFolder(this.path);
    } catch (cause) {
      throw fileTrouble(cause, this.#staged, "unwritable");
    }
  }

  /** One process at a time, which makes the folder where there is none. Throws `unavailable`. Returns how to let go. */
  lock(): () => void {
    makePrivateFolder(this.path);
    return lockFolder(this.path, "journal");
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8");
}
