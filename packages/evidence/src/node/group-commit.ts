/**
 * Which appends share a commit. A batch closes `milliseconds` after its first leaf, or when it has `leaves` leaves or as many
 * bytes as one may have; it is committed when the one before is durable. One commit at a time.
 */
import { EvidenceError } from "../errors.ts";
import { MOST_BATCH_BYTES, MOST_LEAVES } from "./layout.ts";
import { fatal, hashEntry, type LogWriter } from "./log-writer.ts";

export interface BatchLimits {
  /** Default 100. */
  readonly milliseconds?: number;
  /** Default 1,024; at most 8,192. */
  readonly leaves?: number;
}

interface Waiting {
  readonly entry: Uint8Array;
  readonly hash: Uint8Array;
  readonly resolve: (receipt: { readonly index: number }) => void;
  readonly reject: (cause: unknown) => void;
}

export class GroupCommit {
  readonly #writer: LogWriter;
  readonly #milliseconds: number;
  readonly #leaves: number;
  /** In the order in which they came. Bounded by what callers leave unanswered. */
  #waiting: Waiting[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #due = false;
  #running: Promise<void> | undefined;
  #refusal: EvidenceError | undefined;

  constructor(writer: LogWriter, { milliseconds = 100, leaves = 1024 }: BatchLimits) {
    if (!Number.isInteger(leaves) || leaves < 1 || leaves > MOST_LEAVES || !(milliseconds >= 0))
      throw new EvidenceError("usage", `a batch has 1 to ${MOST_LEAVES} leaves and a time of 0 ms or more`);
    this.#writer = writer;
    this.#milliseconds = milliseconds;
    this.#leaves = leaves;
  }

  append(entry: Uint8Array): Promise<{ readonly index: number }> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    let hash: Uint8Array;
    try {
      hash = hashEntry(entry);
    } catch (cause) {
      return Promise.reject(cause);
    }
    return new Promise((resolve, reject) => {
      // A copy: the caller's buffer is the caller's.
      this.#waiting.push({ entry: entry.slice(), hash, resolve, reject });
      this.#bytes += entry.length;
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
    while (this.#waiting.length > 0 || this.#running !== undefined) {
      this.#due = true;
      this.#consider();
      await this.#running;
    }
    clearTimeout(this.#timer);
  }

  #consider(): void {
    if (this.#waiting.length === 0 || this.#running !== undefined) return;
    if (this.#due || this.#waiting.length >= this.#leaves || this.#bytes >= MOST_BATCH_BYTES / 2) {
      this.#running = this.#commit().finally(() => {
        this.#running = undefined;
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

  async #commit(): Promise<void> {
    const batch = this.#take();
    const first = this.#writer.size;
    try {
      await this.#writer.commit(
        batch.map(({ entry }) => entry),
        batch.map(({ hash }) => hash),
      );
    } catch (cause) {
      this.#rejectAll([...batch, ...this.#waiting], cause);
      return;
    }
    for (const [at, { resolve }] of batch.entries()) resolve({ index: first + at });
  }

  #take(): Waiting[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = false;
    let bytes = 0;
    let count = 0;
    for (const { entry } of this.#waiting) {
      if (count === this.#leaves || (count > 0 && bytes + entry.length > MOST_BATCH_BYTES)) break;
      bytes += entry.length;
      count += 1;
    }
    this.#bytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  // What is not an EvidenceError is a defect: then nothing is known either.
  #rejectAll(all: readonly Waiting[], cause: unknown): void {
    const error = cause instanceof EvidenceError ? cause : fatal(cause);
    if (error.code === "fatal") this.#refusal = error;
    this.#waiting = [];
    this.#bytes = 0;
    for (const { reject } of all) reject(error);
  }
}
