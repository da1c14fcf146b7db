/**
 * Which appends share a commit. A batch closes `milliseconds` after its first leaf, or when it has `leaves` leaves or as many
 * bytes as one may have. One batch is staged at a time, beside the publishing of the one before (log-writer.ts); entries are
 * hashed as they come, while the disk works.
 */
import { EvidenceError } from "../errors.ts";
import { requireEntry } from "../merkle/tiles.ts";
import { HASH_BYTES } from "../merkle/tree-hash.ts";
import type { BatchFiles } from "./batch-files.ts";
import { MOST_BATCH_BYTES, MOST_LEAVES } from "./layout.ts";
import { fatal, type LogWriter } from "./log-writer.ts";
import { sha256Text } from "./sha256.ts";

export interface BatchLimits {
  /** Default 100. */
  readonly milliseconds?: number;
  /** Default 1,024; at most 8,192. */
  readonly leaves?: number;
}

/** Entries that one caller appends together. */
interface Waiting {
  readonly entries: readonly Uint8Array[];
  readonly hashes: readonly Uint8Array[];
  readonly bytes: number;
  readonly resolve: (receipt: { readonly index: number }) => void;
  readonly reject: (cause: unknown) => void;
}

export class GroupCommit {
  readonly #writer: LogWriter;
  readonly #milliseconds: number;
  readonly #leaves: number;
  /** In the order in which they came. Bounded by what callers leave unanswered. */
  #waiting: Waiting[] = [];
  #count = 0;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #due = false;
  #staging: Promise<void> | undefined;
  /** Never rejects. */
  #publishing: Promise<void> = Promise.resolve();
  #refusal: EvidenceError | undefined;

  constructor(writer: LogWriter, { milliseconds = 100, leaves = 1024 }: BatchLimits) {
    if (!Number.isInteger(leaves) || leaves < 1 || leaves > MOST_LEAVES || !(milliseconds >= 0))
      throw new EvidenceError("usage", `a batch has 1 to ${MOST_LEAVES} leaves and a time of 0 ms or more`);
    this.#writer = writer;
    this.#milliseconds = milliseconds;
    this.#leaves = leaves;
  }

  /** All in one batch. */
  append(entries: readonly Uint8Array[]): Promise<{ readonly index: number }> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    let taken: Pick<Waiting, "entries" | "hashes" | "bytes">;
    try {
      taken = takeOver(entries, this.#leaves);
    } catch (cause) {
      return Promise.reject(cause);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...taken, resolve, reject });
      this.#count += entries.length;
      this.#bytes += taken.bytes;
      this.#consider();
    });
  }

  /** Whether it is no longer known what is on disk. */
  get broken(): boolean {
    return this.#refusal?.code === "fatal";
  }

  /** Commits what waits, then refuses with `refusal`. */
  async end(refusal: EvidenceError): Promise<void> {
    this.#refusal ??= refusal;
    while (this.#waiting.length > 0 || this.#staging !== undefined) {
      this.#due = true;
      this.#consider();
      await this.#staging;
    }
    await this.#publishing;
    clearTimeout(this.#timer);
  }

  #consider(): void {
    if (this.#waiting.length === 0 || this.#staging !== undefined) return;
    if (this.#due || this.#count >= this.#leaves || this.#bytes >= MOST_BATCH_BYTES / 2) {
      this.#staging = this.#commit().finally(() => {
        this.#staging = undefined;
        this.#consider();
      });
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#due = true;
      this.#consider();
    }, this.#milliseconds);
  }

  /** Resolves when the next batch may be staged: this one is, and the one before is published. */
  async #commit(): Promise<void> {
    const batch = this.#take();
    const first = this.#writer.staged.edge.size;
    let staged: BatchFiles;
    try {
      staged = await this.#writer.stage(
        batch.flatMap(({ entries }) => entries),
        batch.flatMap(({ hashes }) => hashes),
      );
    } catch (cause) {
      this.#rejectAll([...batch, ...this.#waiting], cause);
      return;
    }
    await this.#publishing;
    // The batch before failed where this one could not be taken back any more.
    if (this.#refusal?.code === "fatal") this.#rejectAll([...batch, ...this.#waiting], this.#refusal);
    else this.#publishing = this.#publish(batch, first, staged);
  }

  async #publish(batch: readonly Waiting[], first: number, staged: BatchFiles): Promise<void> {
    try {
      await this.#writer.publish(staged);
    } catch (cause) {
      this.#rejectAll([...batch, ...this.#waiting], cause);
      return;
    }
    let index = first;
    for (const { entries, resolve } of batch) {
      resolve({ index });
      index += entries.length;
    }
  }

  #take(): Waiting[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
    let bytes = 0;
    let count = 0;
    let groups = 0;
    for (const waiting of this.#waiting) {
      const more = count + waiting.entries.length;
      if (groups > 0 && (more > this.#leaves || bytes + waiting.bytes > MOST_BATCH_BYTES)) break;
      bytes += waiting.bytes;
      count = more;
      groups += 1;
    }
    this.#bytes -= bytes;
    this.#count -= count;
    return this.#waiting.splice(0, groups);
  }

  // What is not an EvidenceError is a defect: then nothing is known either.
  #rejectAll(all: readonly Waiting[], cause: unknown): void {
    const error = cause instanceof EvidenceError ? cause : fatal(cause);
    if (error.code === "fatal") this.#refusal = error;
    this.#waiting = [];
    this.#count = 0;
    this.#bytes = 0;
    for (const { reject } of all) reject(error);
  }
}

/**
 * Copies, for the caller's buffers are the caller's, with their leaf hashes (RFC 6962, SHA-256(0x00 ‖ entry)), all in one
 * buffer: one for each took longer to collect than to fill.
 */
function takeOver(given: readonly Uint8Array[], most: number): Pick<Waiting, "entries" | "hashes" | "bytes"> {
  let bytes = 0;
  for (const entry of given) {
    requireEntry(entry);
    bytes += entry.length;
  }
  if (given.length < 1 || given.length > most || (given.length > 1 && bytes > MOST_BATCH_BYTES))
    throw new EvidenceError("usage", `1 to ${most} entries are appended together, of 16 MiB`);
  const buffer = Buffer.allocUnsafe(bytes + given.length * (1 + HASH_BYTES));
  const entries: Uint8Array[] = [];
  const hashes: Uint8Array[] = [];
  let at = 0;
  for (const entry of given) {
    const end = at + 1 + entry.length;
    buffer[at] = 0;
    buffer.set(entry, at + 1);
    buffer.write(sha256Text(buffer.subarray(at, end)), end, "latin1");
    entries.push(buffer.subarray(at + 1, end));
    hashes.push(buffer.subarray(end, end + HASH_BYTES));
    at = end + HASH_BYTES;
  }
  return { entries, hashes, bytes };
}
