/**
 * Salts and bodies: what the leaves of a ledger commit to, kept beside the log and never in it.
 *
 *   salts.bin     64 bytes a leaf, in the order of the log: salt (32) ‖ where its body begins (6) ‖ its length (4) ‖ tag (16) ‖
 *                 the first 6 bytes of the SHA-256 of all before. Zeros: nothing is kept of that leaf.
 *   bodies.jsonl  one canonical JSON (RFC 8785) a line. An erased one is spaces.
 *
 * The tag says which event it is (a keyed hash, see event-body.ts) and outlives erasure, so that an erased event does not come back
 * with the next scan of the same file.
 *
 * Order of writes: body, record, fsync of both; then the caller appends the leaf. So a leaf in the log always has its record;
 * after a crash there may be records that no leaf came to, and `settle` takes them away.
 * Erasing overwrites in place, for a file written anew would leave the old one's blocks on the disk. First the salt, fsync: from
 * then on the commitment tells nothing. Then the body, fsync. After a crash between the two, erasing again finishes it. Limits:
 * what a journal, a copy-on-write file system, flash memory or a backup keeps is out of reach.
 */
import { hash, randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { SALT_BYTES } from "@counterwatch/evidence";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { type LeafBatch, TAG_BYTES } from "./leaf-batch.ts";

const SALTS = "salts.bin";
const BODIES = "bodies.jsonl";
const RECORD_BYTES = 64;
const TAG_AT = 42;
const CHECK_AT = 58;
/** A body stands in memory whole, and none of ours is near it. */
const LARGEST_BODY = 16 * 1024 * 1024;
const RECORDS_A_READ = 4096;
/** evidence/src/log/leaf.ts; a test holds the two together. */
const DOMAIN = "counterwatch/leaf/v1\n";

const fsyncLater = promisify(fsync);

export interface Kept {
  readonly leaf: number;
  readonly tag: Buffer;
  /** Undefined where the leaf has no body, or it was erased. */
  readonly salt: Buffer | undefined;
  /** Canonical JSON. */
  readonly body: string | undefined;
}

export class LedgerBodies {
  readonly #folder: string;
  readonly #salts: number;
  readonly #bodies: number;
  #count: number;
  #end: number;

  /** `write`: make them where they are not there. Throws `not-found`, `unreadable`, `unwritable`. */
  constructor(folder: string, write: boolean) {
    this.#folder = folder;
    const open = (name: string): number => {
      const path = join(folder, name);
      try {
        return openExisting(path, write);
      } catch (cause) {
        throw fileTrouble(cause, path, write ? "unwritable" : "unreadable");
      }
    };
    this.#salts = open(SALTS);
    this.#bodies = open(BODIES);
    this.#count = Math.floor(fstatSync(this.#salts).size / RECORD_BYTES);
    this.#end = fstatSync(this.#bodies).size;
  }

  /** Records, one a leaf. */
  get count(): number {
    return this.#count;
  }

  /** Makes the records as many as the log's leaves; for the log's writer alone, which knows that no leaf is under way. */
  settle(leaves: number): void {
    this.#attempt(SALTS, () => {
      ftruncateSync(this.#salts, leaves * RECORD_BYTES);
      this.#count = leaves;
      let last = leaves - 1;
      let end = 0;
      for (; last >= 0; last--) {
        const { at, length } = placeOf(this.#record(last));
        if (length > 0) {
          end = at + length + 1;
          break;
        }
      }
      ftruncateSync(this.#bodies, end);
      this.#end = end;
      fsyncSync(this.#salts);
      fsyncSync(this.#bodies);
    });
  }

  /** Durable when it resolves, with the commitment of each leaf; undefined where there is no body. */
  async add(batch: LeafBatch): Promise<(string | undefined)[]> {
    const { count, lengths, bodies } = batch;
    const records = Buffer.alloc(count * RECORD_BYTES);
    const salts = randomBytes(count * SALT_BYTES);
    let at = 0;
    const commitments = lengths.map((length, index) => {
      const start = index * RECORD_BYTES;
      const tag = batch.tag(index);
      let commitment: string | undefined;
      if (length !== undefined) {
        const salt = salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
        records.set(salt, start);
        records.writeUIntBE(this.#end + at, start + 32, 6);
        records.writeUInt32BE(length, start + 38);
        commitment = commitTo(salt, bodies.subarray(at, at + length));
        at += length + 1;
      }
      if (tag !== undefined) records.set(tag, start + TAG_AT);
      if (length !== undefined || tag !== undefined) seal(records.subarray(start, start + RECORD_BYTES));
      return commitment;
    });
    this.#attempt(BODIES, () => {
      if (bodies.length > 0) writeAt(this.#bodies, bodies, this.#end);
      writeAt(this.#salts, records, this.#count * RECORD_BYTES);
    });
    try {
      await Promise.all([bodies.length > 0 && fsyncLater(this.#bodies), fsyncLater(this.#salts)]);
    } catch (cause) {
      throw fileTrouble(cause, this.#folder, "unwritable");
    }
    this.#count += count;
    this.#end += bodies.length;
    return commitments;
  }

  /** Throws `evidence` where the record or its body is damaged. */
  read(leaf: number): Kept {
    return this.#attempt(SALTS, () => this.#kept(leaf, this.#record(leaf)));
  }

  /** From leaf `from` on, in the order of the log. A damaged one is handed to `damaged`, and is not yielded. */
  *all(from: number, damaged?: (leaf: number) => void): Generator<Kept> {
    for (let first = from; first < this.#count; first += RECORDS_A_READ) {
      const records = this.#attempt(SALTS, () =>
        readAt(
          this.#salts,
          first * RECORD_BYTES,
          Math.min(RECORDS_A_READ, this.#count - first) * RECORD_BYTES,
        ),
      );
      for (let at = 0; at + RECORD_BYTES <= records.length; at += RECORD_BYTES) {
        const leaf = first + at / RECORD_BYTES;
        let kept: Kept;
        try {
          kept = this.#attempt(BODIES, () => this.#kept(leaf, records.subarray(at, at + RECORD_BYTES)));
        } catch (cause) {
          if (damaged === undefined || !(cause instanceof CounterwatchError)) throw cause;
          damaged(leaf);
          continue;
        }
        yield kept;
      }
    }
  }

  /** Tags from leaf `from` on, without reading a body; undefined where a leaf has none. */
  *tags(from: number): Generator<{ readonly leaf: number; readonly tag: Buffer }> {
    for (let first = from; first < this.#count; first += RECORDS_A_READ) {
      const length = Math.min(RECORDS_A_READ, this.#count - first) * RECORD_BYTES;
      const records = this.#attempt(SALTS, () => readAt(this.#salts, first * RECORD_BYTES, length));
      for (let at = 0; at + RECORD_BYTES <= records.length; at += RECORD_BYTES) {
        const tag = records.subarray(at + TAG_AT, at + TAG_AT + TAG_BYTES);
        if (!isZero(tag)) yield { leaf: first + at / RECORD_BYTES, tag };
      }
    }
  }

  tagOf(leaf: number): Buffer | undefined {
    if (leaf >= this.#count) return undefined;
    return this.#attempt(SALTS, () => this.#record(leaf).subarray(TAG_AT, TAG_AT + TAG_BYTES));
  }

  /** Destroys salts and bodies, durably; places and tags stay. Those of which something was still there. */
  erase(leaves: readonly number[]): number[] {
    return this.#attempt(SALTS, () => {
      const erased: number[] = [];
      const places: { readonly at: number; readonly length: number }[] = [];
      for (const leaf of leaves) {
        const record = this.#record(leaf);
        const { at, length } = placeOf(record);
        const salt = record.subarray(0, SALT_BYTES);
        if (isZero(salt) && this.#isBlank(at, length)) continue;
        salt.fill(0);
        seal(record);
        writeAt(this.#salts, record, leaf * RECORD_BYTES);
        erased.push(leaf);
        places.push({ at, length });
      }
      fsyncSync(this.#salts);
      for (const { at, length } of places) writeAt(this.#bodies, Buffer.alloc(length, " "), at);
      fsyncSync(this.#bodies);
      return erased;
    });
  }

  /** Nothing is left of salt and body. False as well for a leaf that never had any. */
  isErased(leaf: number): boolean {
    return this.#attempt(SALTS, () => {
      const record = this.#record(leaf);
      const { at, length } = placeOf(record);
      return length > 0 && isZero(record.subarray(0, SALT_BYTES)) && this.#isBlank(at, length);
    });
  }

  close(): void {
    closeSync(this.#salts);
    closeSync(this.#bodies);
  }

  #isBlank(at: number, length: number): boolean {
    return readAt(this.#bodies, at, length).equals(Buffer.alloc(length, " "));
  }

  #record(leaf: number): Buffer {
    return readAt(this.#salts, leaf * RECORD_BYTES, RECORD_BYTES);
  }

  #kept(leaf: number, record: Buffer): Kept {
    const tag = Buffer.from(record.subarray(TAG_AT, TAG_AT + TAG_BYTES));
    if (record.length === RECORD_BYTES && isZero(record))
      return { leaf, tag, salt: undefined, body: undefined };
    if (record.length < RECORD_BYTES || record.toString("latin1", CHECK_AT) !== checkOf(record))
      throw this.#damaged(SALTS, leaf);
    const salt = Buffer.from(record.subarray(0, SALT_BYTES));
    const { at, length } = placeOf(record);
    if (isZero(salt)) return { leaf, tag, salt: undefined, body: undefined };
    const body = length > LARGEST_BODY ? undefined : readAt(this.#bodies, at, length);
    if (body?.length !== length) throw this.#damaged(BODIES, leaf);
    return { leaf, tag, salt, body: body.toString("utf8") };
  }

  #damaged(name: string, leaf: number): CounterwatchError {
    return new CounterwatchError("evidence", `what is kept of leaf ${leaf} is damaged`, {
      place: { file: join(this.#folder, name) },
      remedy: "Restore this file from a backup; the log itself does not depend on it.",
    });
  }

  #attempt<T>(name: string, act: () => T): T {
    try {
      return act();
    } catch (cause) {
      if (cause instanceof CounterwatchError) throw cause;
      throw fileTrouble(cause, join(this.#folder, name), "unwritable");
    }
  }
}

/** What `commit` of the evidence package makes of the same salt and body; by Node's own SHA-256, over text that is canonical. */
export function commitmentOf(salt: Uint8Array, text: string): string {
  return commitTo(salt, Buffer.from(text));
}

// One buffer for all that fit: hashing is synchronous.
const committed = Buffer.alloc(16_384);
committed.write(DOMAIN, "latin1");

function commitTo(salt: Uint8Array, body: Uint8Array): string {
  const length = DOMAIN.length + SALT_BYTES + body.length;
  const input = length <= committed.length ? committed.subarray(0, length) : Buffer.alloc(length, DOMAIN);
  input.set(salt, DOMAIN.length);
  input.set(body, DOMAIN.length + SALT_BYTES);
  return hash("sha256", input);
}

function placeOf(record: Buffer): { readonly at: number; readonly length: number } {
  return { at: record.readUIntBE(32, 6), length: record.readUInt32BE(38) };
}

/** One byte a character. */
function checkOf(record: Buffer): string {
  return hash("sha256", record.subarray(0, CHECK_AT), "binary").slice(0, RECORD_BYTES - CHECK_AT);
}

function seal(record: Buffer): void {
  record.write(checkOf(record), CHECK_AT, "latin1");
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** Not "a": appending would ignore where to write. A new file is the owner's alone. */
function openExisting(path: string, write: boolean): number {
  if (!write) return openSync(path, "r");
  try {
    return openSync(path, "wx+", 0o600);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    return openSync(path, "r+");
  }
}

function writeAt(file: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
}

/** Shorter where the file ends. */
function readAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}
