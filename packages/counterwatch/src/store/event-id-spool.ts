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

/** Bytes that wait in memory for all groups together. */
const BUFFERED = 8 * 1024 * 1024;
/** Bytes; a group's chunk is written when it has as many. */
const CHUNK = 16 * 1024;
const SMALLEST = 512;

interface Spooled {
  waiting: Buffer;
  used: number;
  /** Pairs of offset and length in bytes. */
  readonly chunks: number[];
}

/**
 * Ids wait as bytes, not as strings: a string that waits is moved and marked by the collector again and again, and five million
 * of them cost more than writing them.
 */
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
      spooled = { waiting: Buffer.allocUnsafe(0), used: 0, chunks: [] };
      this.#groups.set(group, spooled);
    }
    const most = HEADER + id.length * 2;
    if (spooled.waiting.length - spooled.used < most) this.#makeRoom(spooled, most);
    spooled.used = writeId(spooled.waiting, spooled.used, id);
  }

  *read(group: number): Iterable<string> {
    const spooled = this.#groups.get(group);
    if (spooled === undefined) return;
    // What is appended while somebody reads comes with the next reading.
    const chunks = [...spooled.chunks];
    const waiting = Buffer.from(spooled.waiting.subarray(0, spooled.used));
    for (let index = 0; index < chunks.length; index += 2) {
      yield* readIds(this.#read(chunks[index]!, chunks[index + 1]!));
    }
    yield* readIds(waiting);
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

  #makeRoom(spooled: Spooled, most: number): void {
    if (spooled.used + most > CHUNK) this.#write(spooled);
    if (spooled.waiting.length - spooled.used >= most) return;
    const wanted = Math.max(SMALLEST, Math.min(CHUNK, spooled.waiting.length * 2), spooled.used + most);
    const larger = Buffer.allocUnsafe(wanted);
    spooled.waiting.copy(larger, 0, 0, spooled.used);
    this.#buffered += larger.length - spooled.waiting.length;
    spooled.waiting = larger;
    if (this.#buffered < BUFFERED) return;
    for (const each of this.#groups.values()) {
      if (each === spooled) continue;
      this.#write(each);
      this.#buffered -= each.waiting.length;
      each.waiting = Buffer.allocUnsafe(0);
    }
  }

  #write(spooled: Spooled): void {
    const { waiting, used } = spooled;
    if (used === 0) return;
    try {
      const file = (this.#file ??= this.#open());
      for (let done = 0; done < used; ) {
        done += writeSync(file, waiting, done, used - done, this.#size + done);
      }
    } catch (cause) {
      throw fileTrouble(cause, this.#folder ?? this.#parent, "unwritable");
    }
    spooled.chunks.push(this.#size, used);
    spooled.used = 0;
    this.#size += used;
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

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file!, bytes, done, length - done, offset + done);
      if (count === 0) throw new Error("the spool of event ids is shorter than what was written");
      done += count;
    }
    return bytes;
  }
}

const HEADER = 4;

/**
 * Four bytes: twice the length, one more where each character takes two bytes, little-endian; then the characters. Any string
 * comes back as it was, lone surrogates too, which UTF-8 would not give back.
 */
function writeId(into: Buffer, at: number, id: string): number {
  const { length } = id;
  const start = at + HEADER;
  for (let index = 0; index < length; index++) {
    const code = id.charCodeAt(index);
    if (code > 255) {
      into.writeUInt32LE(length * 2 + 1, at);
      return start + into.write(id, start, "utf16le");
    }
    into[start + index] = code;
  }
  into.writeUInt32LE(length * 2, at);
  return start + length;
}

function* readIds(bytes: Buffer): Iterable<string> {
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.readUInt32LE(at);
    const isWide = (header & 1) === 1;
    const end = at + HEADER + (header >>> 1) * (isWide ? 2 : 1);
    yield bytes.toString(isWide ? "utf16le" : "latin1", at + HEADER, end);
    at = end;
  }
}
