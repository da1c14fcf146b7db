/**
 * A batch of look-ups as it goes to the agency, once in every tick, always of one size.
 *
 *   header, 64 bytes   "CWTRIPW1" · epoch · number · time of the tick (ms) · entries · bytes of a payload · salt r (16)
 *                      eight bytes each, big-endian, except the salt
 *   entry              tag (16) · payload sealed by AES-256-GCM (NIST SP 800-38D), nonce zero, header as associated data
 *   root               RFC 6962 tree hash of header and entries, in that order; goes into the ledger before the batch goes out
 *
 * An entry is a look-up (tag and key of ./keys.ts, j counting the look-ups of one subject within the batch) or a dummy: random
 * bytes of the same length. Both are shuffled. A sealing key serves one payload alone, which is what allows a fixed nonce; that
 * holds because r is drawn anew for each batch and a batch once written is never made again with other contents.
 *
 * Who sees what: without a member's keys an entry is random bytes, whatever its subject, and no two are ever equal. With
 * them the agency finds that member's look-ups and no others. A full batch is never made larger: what is over waits.
 * Limits: the number of ticks shows how long the custodian's system ran. Nothing here proves that a look-up was put in; decoys do.
 */
import { concat, fromUint64, uint64, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { leafHash, nodeHash } from "../merkle/tree-hash.ts";
import type { Random } from "../voprf/group.ts";
import { shuffle } from "./chance.ts";
import { BatchKeys, SALT_BYTES, TAG_BYTES, type TripwireKeys } from "./keys.ts";

const MAGIC = utf8("CWTRIPW1");
const HEADER_BYTES = 64;
const SEAL_BYTES = 16;
const LENGTH_BYTES = 2;
const LARGEST_SIZE = 65_536;
const LARGEST_PAYLOAD = 4096;

/** AES-256-GCM with a nonce of zeros; `key` is used for nothing else. */
export interface Sealer {
  /** Ciphertext, then 16 bytes of tag. */
  seal(key: Uint8Array, data: Uint8Array, plain: Uint8Array): Uint8Array;
  /** Undefined where the tag does not verify. */
  open(key: Uint8Array, data: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
}

/** What both sides agreed on for an epoch. */
export interface BatchShape {
  /** Entries in every batch. */
  readonly size: number;
  /** Longest payload, in bytes. */
  readonly payload: number;
}

export interface BatchPlan extends BatchShape {
  readonly epoch: number;
  /** From 1, without gaps over all epochs. */
  readonly number: number;
  /** The tick, in milliseconds since 1970. */
  readonly time: number;
  readonly lookups: readonly { readonly keys: TripwireKeys; readonly payload: Uint8Array }[];
}

export interface Batch extends BatchShape {
  readonly epoch: number;
  readonly number: number;
  readonly time: number;
  readonly salt: Uint8Array;
  readonly header: Uint8Array;
  readonly entries: readonly { readonly tag: Uint8Array; readonly sealed: Uint8Array }[];
}

export interface BatchMatch {
  /** j, from 0. */
  readonly occurrence: number;
  /** Undefined where it does not open: the custodian's fault, or a forgery by whoever has the tag's key. */
  readonly payload: Uint8Array | undefined;
}

/** Throws "quota" where look-ups are more than entries, "usage" where a payload is too long. */
export function makeBatch(plan: BatchPlan, random: Random, sealer: Sealer): Uint8Array {
  const { size, payload, lookups } = plan;
  requireShape(plan);
  if (lookups.length > size)
    throw new EvidenceError("quota", `${lookups.length} look-ups do not fit into a batch of ${size}`);
  const salt = random(SALT_BYTES);
  const header = headerOf(plan, salt);
  const keysOfBatch = new BatchKeys(salt);
  const occurrences = new Map<string, number>();
  const entries = lookups.map((lookup) => {
    const subject = String.fromCharCode(...lookup.keys.tag);
    const occurrence = occurrences.get(subject) ?? 0;
    occurrences.set(subject, occurrence + 1);
    const key = keysOfBatch.sealingKey(lookup.keys, occurrence);
    const sealed = sealer.seal(key, header, pad(lookup.payload, payload));
    key.fill(0);
    return concat(keysOfBatch.tag(lookup.keys, occurrence), sealed);
  });
  while (entries.length < size) entries.push(concat(random(entryBytes(payload))));
  return concat(header, ...shuffle(entries, random));
}

/** Throws "malformed" for anything but a batch of exactly this shape. */
export function readBatch(bytes: Uint8Array, shape: BatchShape): Batch {
  requireShape(shape);
  const length = batchBytes(shape);
  if (bytes.length !== length) throw malformed(`it has ${bytes.length} bytes, not ${length}`);
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw malformed("it does not begin as a batch does");
  const [epoch, number, time, size, payload] = [8, 16, 24, 32, 40].map((at) => fromUint64(bytes, at)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (size !== shape.size || payload !== shape.payload) throw malformed("it has not the sizes agreed on");
  const step = entryBytes(payload);
  const entries = Array.from({ length: size }, (_, at) => {
    const start = HEADER_BYTES + at * step;
    return {
      tag: bytes.subarray(start, start + TAG_BYTES),
      sealed: bytes.subarray(start + TAG_BYTES, start + step),
    };
  });
  const header = bytes.subarray(0, HEADER_BYTES);
  return { epoch, number, time, size, payload, salt: header.subarray(48), header, entries };
}

export function batchBytes({ size, payload }: BatchShape): number {
  return HEADER_BYTES + size * entryBytes(payload);
}

/** 32 bytes. */
export function batchRoot(bytes: Uint8Array, { payload }: BatchShape): Uint8Array {
  let row = [leafHash(bytes.subarray(0, HEADER_BYTES))];
  const step = entryBytes(payload);
  for (let at = HEADER_BYTES; at < bytes.length; at += step)
    row.push(leafHash(bytes.subarray(at, at + step)));
  // Pairing from the left and carrying an odd one up is RFC 6962's split at the largest power of two.
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const [left, right] = [row[at] as Uint8Array, row[at + 1]];
      above.push(right === undefined ? left : nodeHash(left, right));
    }
    row = above;
  }
  return row[0] as Uint8Array;
}

/** Tests members against one batch; the tags of the batch are sorted into a table once. */
export class BatchMatcher {
  readonly #batch: Batch;
  readonly #sealer: Sealer;
  readonly #keys: BatchKeys;
  readonly #positions = new Map<string, number>();

  constructor(batch: Batch, sealer: Sealer) {
    this.#batch = batch;
    this.#sealer = sealer;
    this.#keys = new BatchKeys(batch.salt);
    for (const [at, { tag }] of batch.entries.entries()) this.#positions.set(String.fromCharCode(...tag), at);
  }

  /** Asks once for a member; for one that is found, until one look-up more is not. */
  *matches(member: TripwireKeys): Generator<BatchMatch> {
    for (let occurrence = 0; ; occurrence++) {
      const at = this.#positions.get(String.fromCharCode(...this.#keys.tag(member, occurrence)));
      if (at === undefined) return;
      const key = this.#keys.sealingKey(member, occurrence);
      const { sealed } = this.#batch.entries[at] as Batch["entries"][number];
      const padded = this.#sealer.open(key, this.#batch.header, sealed);
      yield { occurrence, payload: padded && unpad(padded) };
    }
  }
}

function headerOf({ epoch, number, time, size, payload }: BatchPlan, salt: Uint8Array): Uint8Array {
  return concat(MAGIC, ...[epoch, number, time, size, payload].map(uint64), salt);
}

function entryBytes(payload: number): number {
  return TAG_BYTES + LENGTH_BYTES + payload + SEAL_BYTES;
}

/** Length (2 bytes), payload, zeros. */
function pad(payload: Uint8Array, length: number): Uint8Array {
  if (payload.length > length)
    throw new EvidenceError("usage", `a payload has ${payload.length} bytes, over the ${length} agreed on`);
  const padded = new Uint8Array(LENGTH_BYTES + length);
  new DataView(padded.buffer).setUint16(0, payload.length);
  padded.set(payload, LENGTH_BYTES);
  return padded;
}

function unpad(padded: Uint8Array): Uint8Array | undefined {
  const length = new DataView(padded.buffer, padded.byteOffset).getUint16(0);
  return length > padded.length - LENGTH_BYTES
    ? undefined
    : padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}

export function requireShape({ size, payload }: BatchShape): void {
  if (!Number.isSafeInteger(size) || size < 1 || size > LARGEST_SIZE)
    throw new EvidenceError("usage", `a batch has from 1 to ${LARGEST_SIZE} entries`);
  if (!Number.isSafeInteger(payload) || payload < 64 || payload > LARGEST_PAYLOAD)
    throw new EvidenceError("usage", `a payload has from 64 to ${LARGEST_PAYLOAD} bytes`);
}

function malformed(what: string): EvidenceError {
  return new EvidenceError("malformed", `this is no tripwire batch: ${what}`);
}
