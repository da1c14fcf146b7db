/**
 * The batch that is about to be signed, kept on disk until its checkpoint is: its entries, and the tree that they are added to.
 *
 *   "counterwatch/pending/v1\n" ‖ uint64 size ‖ root (32) ‖ uint64 count ‖ entry bundle ‖ SHA-256 of all before (32)
 *
 * Why: a log may never sign two histories. A checkpoint that was renamed into place can be read by anyone before the folder is
 * durable; should power fail then, the rename is undone, and a log that went on with other leaves would have signed a fork.
 * With the batch durable before anything is signed, recovery signs the same leaves again, and the same root. A record that
 * was cut short has a wrong hash and is as if it were not there: then nothing was signed either.
 */
import { concat, equalBytes, fromUint64, uint64, utf8 } from "../encoding.ts";
import { decodeBundle, encodeBundle } from "../merkle/tiles.ts";
import { HASH_BYTES } from "../merkle/tree-hash.ts";
import { nodeSha256 } from "./sha256.ts";

const MAGIC = utf8("counterwatch/pending/v1\n");
const HEAD = MAGIC.length + 8 + HASH_BYTES + 8;

export interface Pending {
  /** Of the tree before the batch. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly entries: readonly Uint8Array[];
}

export function encodePending({ size, root, entries }: Pending): Uint8Array {
  const body = concat(MAGIC, uint64(size), root, uint64(entries.length), encodeBundle(entries));
  return concat(body, nodeSha256(body));
}

/** undefined where the record was cut short, torn or never written. */
export function decodePending(bytes: Uint8Array | undefined): Pending | undefined {
  if (bytes === undefined || bytes.length < HEAD + HASH_BYTES) return undefined;
  const body = bytes.subarray(0, -HASH_BYTES);
  if (!equalBytes(nodeSha256(body), bytes.subarray(-HASH_BYTES))) return undefined;
  if (!equalBytes(body.subarray(0, MAGIC.length), MAGIC)) return undefined;
  const at = MAGIC.length;
  return {
    size: fromUint64(body, at),
    root: body.slice(at + 8, at + 8 + HASH_BYTES),
    entries: decodeBundle(body.subarray(HEAD), fromUint64(body, HEAD - 8)).map((entry) => entry.slice()),
  };
}
