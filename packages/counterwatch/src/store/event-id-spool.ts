/**
 * The event ids of findings that are too long to keep in memory, in one temporary file.
 * Trust: ids are the log's own row numbers, no identifiers of subjects; still the file is readable by its owner alone and has
 * no name in the file system while it is open, where the platform allows that, so that a crash leaves nothing behind.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventIdSpool } from "../rules/event-id-spool.ts";
import { fileTrouble } from "./file-trouble.ts";

/** Characters; how many ids wait in memory for all groups together. */
const BUFFERED = 8 * 1024 * 1024;
/** Characters; a group's chunk is written when it has as many. */
const CHUNK = 16 * 1024;

interface Spooled {
  waiting: string[];
  waitingLength: number;
  /** Pairs of offset and length in bytes. */
  readonly chunks: number[];
}

export class FileEventIdSpool implements EventIdSpool {
  readonly #groups = new Map<number, Spooled>();
  readonly #parent: string;
  #folder: string | undefined;
  #file: number | undefined;
  #size = 0;
  #buffered = 0;

  /** Makes the file with the first chunk that is written, in a folder of its own in `parent`. */
  constructor(parent: string = tmpdir()) {
    this.#parent = parent;
  }

  append(group: number, id: string): void {
    let spooled = this.#groups.get(group);
    if (spooled === undefined) {
      spooled = { waiting: [], waitingLength: 0, chunks: [] };
      this.#groups.set(group, spooled);
    }
    spooled.waiting.push(id);
    spooled.waitingLength += id.length + 16;
    this.#buffered += id.length + 16;
    if (spooled.waitingLength >= CHUNK) this.#write(spooled);
    else if (this.#buffered >= BUFFERED) for (const each of this.#groups.values()) this.#write(each);
  }

  *read(group: number): Iterable<string> {
    const spooled = this.#groups.get(group);
    if (spooled === undefined) return;
    // What is appended while somebody reads comes with the next reading.
    const chunks = [...spooled.chunks];
    const waiting = [...spooled.waiting];
    for (let index = 0; index < chunks.length; index += 2)
      yield* this.#read(chunks[index]!, chunks[index + 1]!);
    yield* waiting;
  }

  /** Removes the file. Appending or reading afterwards begins anew, with nothing. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#file = undefined;
    this.#folder = undefined;
    this.#groups.clear();
    this.#size = 0;
    this.#buffered = 0;
  }

  #open(): number {
    const folder = mkdtempSync(join(this.#parent, "counterwatch-spool-"));
    this.#folder = folder;
    const file = openSync(join(folder, "event-ids"), "wx+", 0o600);
    try {
      rmSync(folder, { recursive: true });
    } catch {
      // Some platforms keep a file's name while it is open; `close` removes it there.
    }
    return file;
  }

  #write(spooled: Spooled): void {
    if (spooled.waiting.length === 0) return;
    const bytes = Buffer.from(JSON.stringify(spooled.waiting));
    try {
      const file = (this.#file ??= this.#open());
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(file, bytes, done, bytes.length - done, this.#size + done);
      }
    } catch (cause) {
      throw fileTrouble(cause, this.#folder ?? this.#parent, "unwritable");
    }
    spooled.chunks.push(this.#size, bytes.length);
    this.#size += bytes.length;
    this.#buffered -= spooled.waitingLength;
    spooled.waiting = [];
    spooled.waitingLength = 0;
  }

  #read(offset: number, length: number): string[] {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file!, bytes, done, length - done, offset + done);
      if (count === 0) throw new Error("the spool of event ids is shorter than what was written");
      done += count;
    }
    return JSON.parse(bytes.toString()) as string[];
  }
}
