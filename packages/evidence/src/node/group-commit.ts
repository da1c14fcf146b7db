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
  readonly count: number;
  readonly resolve: (receipt: { readonly index: number }) => void;
  readonly reject: (cause: unknown) => void;
}

export class GroupCommit {
  readonly #writer: LogWriter;
  readonly #milliseconds: number;
  readonly #leaves: number;
  /** Batches that fill, in the order in which they came: all but the last are full. Bounded by what callers leave unanswered. */
  #gathered: Gathering[] = [];
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
    let bytes = 0;
    try {
      for (const entry of entries) {
        requireEntry(entry);
        bytes += entry.length;
      }
    } catch (cause) {
      return Promise.reject(cause);
    }
    const count = entries.length;
    if (count < 1 || count > this.#leaves || (count > 1 && bytes > MOST_BATCH_BYTES))
      return Promise.reject(
        new EvidenceError("usage", `1 to ${this.#leaves} entries are appended together, of 16 MiB`),
      );
    let last = this.#gathered.at(-1);
    if (last === undefined || last.count + count > this.#leaves || last.bytes + bytes > MOST_BATCH_BYTES)
      this.#gathered.push((last = new Gathering()));
    for (const entry of entries) last.add(entry);
    const { waiting } = last;
    return new Promise((resolve, reject) => {
      waiting.push({ count, resolve, reject });
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
    while (this.#gathered.length > 0 || this.#staging !== undefined) {
      this.#due = true;
      this.#consider();
      await this.#staging;
    }
    await this.#publishing;
    clearTimeout(this.#timer);
  }

  #consider(): void {
    const [first] = this.#gathered;
    if (first === undefined || this.#staging !== undefined) return;
    const full = this.#gathered.length > 1 || first.count >= this.#leaves;
    if (this.#due || full || first.bytes >= MOST_BATCH_BYTES / 2) {
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
      staged = await this.#writer.stage(batch.entries(), batch.hashes());
    } catch (cause) {
      this.#rejectAll(batch, cause);
      return;
    }
    await this.#publishing;
    // The batch before failed where this one could not be taken back any more.
    if (this.#refusal?.code === "fatal") this.#rejectAll(batch, this.#refusal);
    else this.#publishing = this.#publish(batch, first, staged);
  }

  async #publish(batch: Gathering, first: number, staged: BatchFiles): Promise<void> {
    try {
      await this.#writer.publish(staged);
    } catch (cause) {
      this.#rejectAll(batch, cause);
      return;
    }
    let index = first;
    for (const { count, resolve } of batch.waiting) {
      resolve({ index });
      index += count;
    }
  }

  #take(): Gathering {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
    return this.#gathered.shift() as Gathering;
  }

  // All that wait, too. What is not an EvidenceError is a defect: then nothing is known either.
  #rejectAll(batch: Gathering, cause: unknown): void {
    const error = cause instanceof EvidenceError ? cause : fatal(cause);
    if (error.code === "fatal") this.#refusal = error;
    const all = [batch, ...this.#gathered];
    this.#gathered = [];
    for (const { waiting } of all) for (const { reject } of waiting) reject(error);
  }
}

/**
 * Entries of a batch that fills. Copies, for the callers' buffers are theirs, hashed as they come, and all in two buffers: what
 * is kept one by one until a batch is durable outlives several collections, and that took longer than all the rest.
 */
class Gathering {
  readonly waiting: Waiting[] = [];
  bytes = 0;
  /** For each entry a zero and the entry: the input of its leaf hash (RFC 6962, SHA-256(0x00 ‖ entry)). */
  #inputs: Buffer = Buffer.allocUnsafe(4096);
  readonly #ends: number[] = [];
  #hashes: Buffer = Buffer.allocUnsafe(16 * HASH_BYTES);

  get count(): number {
    return this.#ends.length;
  }

  add(entry: Uint8Array): void {
    const begin = this.#ends.at(-1) ?? 0;
    const end = begin + 1 + entry.length;
    const at = this.count * HASH_BYTES;
    this.#inputs = roomy(this.#inputs, begin, end);
    this.#inputs[begin] = 0;
    this.#inputs.set(entry, begin + 1);
    this.#hashes = roomy(this.#hashes, at, at + HASH_BYTES);
    this.#hashes.write(sha256Text(this.#inputs.subarray(begin, end)), at, "latin1");
    this.#ends.push(end);
    this.bytes += entry.length;
  }

  entries(): Uint8Array[] {
    return this.#ends.map((end, at) => this.#inputs.subarray((this.#ends[at - 1] ?? 0) + 1, end));
  }

  hashes(): Uint8Array[] {
    return this.#ends.map((_, at) => this.#hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
  }
}

/** The buffer, or one of at least twice its length with the same first `used` bytes, where `wanted` do not fit. */
function roomy(buffer: Buffer, used: number, wanted: number): Buffer {
  if (wanted <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(Math.max(2 * buffer.length, wanted));
  buffer.copy(larger, 0, 0, used);
  return larger;
}
