/** Writes what a synthetic world's record systems showed, or hold: rows with raw identifiers of people who do not exist. */
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ShownRowJson } from "@counterwatch/simulator";
import { fileTrouble } from "../store/file-trouble.ts";

/** Packed pieces stand for themselves in the file (RFC 1952, 2.2: members follow each other), so they must be worth a header. */
const PIECE = 1024 * 1024;

/**
 * A file of rows that appears whole or not at all. Written by the one who makes the rows, piece by piece, so that memory stays
 * as it is. Throws `unwritable`.
 */
export class RowFile {
  readonly path: string;
  rows = 0;
  readonly #partial: string;
  readonly #packed: boolean;
  #file: number | undefined;
  #text = "";

  constructor(path: string) {
    this.path = path;
    this.#packed = path.endsWith(".gz");
    this.#partial = join(dirname(path), `.${basename(path)}.partial-${process.pid}`);
    this.#try(() => {
      mkdirSync(dirname(path), { recursive: true });
      this.#file = openSync(this.#partial, "w", 0o600);
    });
  }

  write(row: ShownRowJson): void {
    this.rows += 1;
    this.#text += `${JSON.stringify(row)}\n`;
    if (this.#text.length >= PIECE) this.#flush();
  }

  /** Puts the file in its place. */
  keep(): void {
    this.#flush();
    this.#close();
    this.#try(() => renameSync(this.#partial, this.path));
  }

  /** Leaves nothing behind; without effect once the file is kept. */
  discard(): void {
    this.#close();
    rmSync(this.#partial, { force: true });
  }

  #flush(): void {
    if (this.#text === "" || this.#file === undefined) return;
    const text = Buffer.from(this.#text);
    const piece = this.#packed ? gzipSync(text, { level: 3 }) : text;
    this.#text = "";
    const file = this.#file;
    this.#try(() => {
      for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done);
    });
  }

  #close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
  }

  #try(step: () => void): void {
    try {
      step();
    } catch (cause) {
      throw fileTrouble(cause, this.path, "unwritable");
    }
  }
}
