/**
 * Leaves that are about to be written, with what they commit to, as bytes. Four thousand texts and tags that are kept one by one
 * outlive several collections and are copied in each: that took as long as making them.
 */
import type { LedgerEntry, LeafKind } from "../ledger/appender.ts";

export const TAG_BYTES = 16;
const NEWLINE = 10;
const FIRST_BYTES = 65_536;

interface NewLeaf {
  readonly kind: LeafKind;
  readonly source: string;
  readonly time: string;
  readonly statement?: LedgerEntry["statement"] | undefined;
}

export class LeafBatch {
  readonly leaves: NewLeaf[] = [];
  /** Bytes of each body; undefined for a leaf that has none. */
  readonly lengths: (number | undefined)[] = [];
  readonly #tagged: boolean[] = [];
  #bodies: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #end = 0;
  #tags: Buffer = Buffer.allocUnsafe(64 * TAG_BYTES);

  get count(): number {
    return this.leaves.length;
  }

  /** `text`: canonical JSON; `tag`: of a leaf that an event id names. */
  add(leaf: NewLeaf, text: string | undefined, tag?: Uint8Array): void {
    const at = this.count;
    this.leaves.push(leaf);
    this.#tagged.push(tag !== undefined);
    if (tag !== undefined) {
      this.#tags = grown(this.#tags, at * TAG_BYTES, TAG_BYTES);
      this.#tags.set(tag, at * TAG_BYTES);
    }
    this.lengths.push(text === undefined ? undefined : this.#write(text));
  }

  #write(text: string): number {
    // A UTF-16 unit takes three bytes at most.
    this.#bodies = grown(this.#bodies, this.#end, 3 * text.length + 1);
    const length = this.#bodies.write(text, this.#end);
    this.#bodies[this.#end + length] = NEWLINE;
    this.#end += length + 1;
    return length;
  }

  /** Of all leaves, each followed by a newline. */
  get bodies(): Buffer {
    return this.#bodies.subarray(0, this.#end);
  }

  tag(at: number): Buffer | undefined {
    return this.#tagged[at] === true ? this.#tags.subarray(at * TAG_BYTES, (at + 1) * TAG_BYTES) : undefined;
  }
}

/** The buffer, or a larger one with the same first `used` bytes and room for `more`. */
function grown(buffer: Buffer, used: number, more: number): Buffer {
  if (used + more <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(Math.max(2 * buffer.length, used + more));
  buffer.copy(larger, 0, 0, used);
  return larger;
}
