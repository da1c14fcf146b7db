/**
 * Puts contributions into the order of their hashes, on disk: they are spread over 256 parts by the first byte, and each part is
 * sorted in memory. Memory is 5 MB and one part, which is a 256th of all: 7 MB for a hundred million.
 * Trust: what is stored are hashes under a key and classes; the folder is readable by its owner alone and removed at the end.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contribution } from "../report/transparency/contribution.ts";
import { fileTrouble } from "./file-trouble.ts";

/** order 6, operator 4, subject 4, of 1, first 1, second 1, third 1. */
const RECORD = 18;
const CHUNK = 1024 * RECORD;
const PARTS = 256;

interface Part {
  /** Where its full chunks are in the file. */
  readonly chunks: number[];
  buffer: Buffer | undefined;
  filled: number;
}

export class ContributionSorter {
  readonly #parts: Part[] = Array.from({ length: PARTS }, () => ({
    chunks: [],
    buffer: undefined,
    filled: 0,
  }));
  #folder: string | undefined;
  #spread: number | undefined;
  #sorted: number | undefined;
  #spreadSize = 0;
  #size = 0;

  add({ order, operator, subject, of, first, second, third }: Contribution): void {
    const part = this.#parts[Math.floor(order / 2 ** 40)] as Part;
    const buffer = (part.buffer ??= Buffer.allocUnsafe(CHUNK));
    const at = part.filled;
    buffer.writeUIntBE(order, at, 6);
    buffer.writeUInt32BE(operator, at + 6);
    buffer.writeUInt32BE(subject, at + 10);
    buffer[at + 14] = of === "look-ups" ? 0 : 1;
    buffer[at + 15] = first;
    buffer[at + 16] = second;
    buffer[at + 17] = third;
    part.filled += RECORD;
    if (part.filled < CHUNK) return;
    this.#spread ??= this.#open("spread");
    this.#write(this.#spread, buffer, this.#spreadSize);
    part.chunks.push(this.#spreadSize);
    this.#spreadSize += CHUNK;
    part.filled = 0;
  }

  /** To be called once, when all are added. */
  sort(): void {
    const sorted = (this.#sorted = this.#open("sorted"));
    // Parts of a small log are a few records each: they are written together.
    let ready: Buffer[] = [];
    let waiting = 0;
    const flush = () => {
      this.#write(sorted, Buffer.concat(ready), this.#size);
      this.#size += waiting;
      ready = [];
      waiting = 0;
    };
    for (const part of this.#parts) {
      const records = sortRecords(this.#gather(part));
      part.buffer = undefined;
      ready.push(records);
      waiting += records.length;
      if (waiting >= CHUNK) flush();
    }
    flush();
  }

  /** In order; may be called again. The object is the same at every visit: do not keep it. */
  each(visit: (contribution: Contribution) => void): void {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const shown = {
      of: "look-ups" as Contribution["of"],
      order: 0,
      operator: 0,
      subject: 0,
      first: 0,
      second: 0,
      third: 0,
    };
    for (let at = 0; at < this.#size; at += CHUNK) {
      const length = Math.min(CHUNK, this.#size - at);
      this.#read(this.#sorted, chunk.subarray(0, length), at);
      for (let record = 0; record < length; record += RECORD) {
        shown.order = chunk.readUIntBE(record, 6);
        shown.operator = chunk.readUInt32BE(record + 6);
        shown.subject = chunk.readUInt32BE(record + 10);
        shown.of = chunk[record + 14] === 0 ? "look-ups" : "findings";
        shown.first = chunk[record + 15] as number;
        shown.second = chunk[record + 16] as number;
        shown.third = chunk[record + 17] as number;
        visit(shown);
      }
    }
  }

  close(): void {
    for (const file of [this.#spread, this.#sorted]) if (file !== undefined) closeSync(file);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#spread = undefined;
    this.#sorted = undefined;
    this.#folder = undefined;
  }

  #gather({ chunks, buffer, filled }: Part): Buffer {
    const records = Buffer.allocUnsafe(chunks.length * CHUNK + filled);
    for (const [at, from] of chunks.entries())
      this.#read(this.#spread, records.subarray(at * CHUNK, (at + 1) * CHUNK), from);
    buffer?.copy(records, chunks.length * CHUNK, 0, filled);
    return records;
  }

  #open(name: string): number {
    return onDisk(() => {
      this.#folder ??= mkdtempSync(join(tmpdir(), "counterwatch-counts-"));
      return openSync(join(this.#folder, name), "wx+", 0o600);
    });
  }

  #write(file: number, bytes: Buffer, to: number): void {
    onDisk(() => {
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, bytes.length - done, to + done);
    });
  }

  #read(file: number | undefined, into: Buffer, from: number): void {
    onDisk(() => {
      for (let done = 0; done < into.length; ) {
        const count = readSync(file as number, into, done, into.length - done, from + done);
        if (count === 0) throw new Error("the temporary file ends too early");
        done += count;
      }
    });
  }
}

/** By all bytes: those that agree in all of them may change places without changing a count. */
function sortRecords(records: Buffer): Buffer {
  const count = records.length / RECORD;
  const orders = Float64Array.from({ length: count }, (_, at) => records.readUIntBE(at * RECORD, 6));
  const places = Uint32Array.from({ length: count }, (_, at) => at);
  const record = (at: number) => records.subarray(at * RECORD, (at + 1) * RECORD);
  places.sort((a, b) => (orders[a] as number) - (orders[b] as number) || record(a).compare(record(b)));
  const sorted = Buffer.allocUnsafe(records.length);
  for (const [to, from] of places.entries()) record(from).copy(sorted, to * RECORD);
  return sorted;
}

function onDisk<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw fileTrouble(cause, "the temporary folder for counting", "unwritable");
  }
}
