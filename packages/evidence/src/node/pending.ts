/**
 * The batch that is about to be signed: the tree before and after it. Its entries are in the log's own bundles.
 *
 *   "counterwatch/pending/v2\n" ‖ uint64 size ‖ root (32) ‖ uint64 size after ‖ root after (32) ‖ SHA-256 of all before (32)
 *
 * Why: a log may never sign two histories. A checkpoint that was renamed into place can be read by anyone before the folder is
 * durable; should power fail then, the rename is undone, and a log that went on with other leaves would have signed a fork.
 * With record and bundles durable before anything is signed, recovery signs the same leaves again, and the same root. A record
 * that was torn has a wrong hash; one whose bundles do not lead to its root was not wholly written. Then nothing was signed.
 *
 * Limits: all in one sector, of one length, so that it is overwritten in place. Version 1 held the entries, too: half of all
 * bytes that a batch wrote.
 */
import { concat, equalBytes, fromUint64, uint64, utf8 } from "../encoding.ts";
import { HASH_BYTES } from "../merkle/tree-hash.ts";
import { nodeSha256 } from "./sha256.ts";

const MAGIC = utf8("counterwatch/pending/v2\n");
const BODY_BYTES = MAGIC.length + 2 * (8 + HASH_BYTES);
export const PENDING_BYTES = BODY_BYTES + HASH_BYTES;

interface TreeState {
  readonly size: number;
  readonly root: Uint8Array;
}

export interface Pending {
  readonly before: TreeState;
  readonly after: TreeState;
}

export function encodePending({ before, after }: Pending): Uint8Array {
  const body = concat(MAGIC, uint64(before.size), before.root, uint64(after.size), after.root);
  return concat(body, nodeSha256(body));
}

/** undefined where the record was cut short, torn or never written. */
export function decodePending(bytes: Uint8Array | undefined): Pending | undefined {
  if (bytes?.length !== PENDING_BYTES) return undefined;
  const body = bytes.subarray(0, BODY_BYTES);
  if (!equalBytes(nodeSha256(body), bytes.subarray(BODY_BYTES))) return undefined;
  if (!equalBytes(body.subarray(0, MAGIC.length), MAGIC)) return undefined;
  const stateAt = (at: number): TreeState => ({
    size: fromUint64(body, at),
    root: body.slice(at + 8, at + 8 + HASH_BYTES),
  });
  return { before: stateAt(MAGIC.length), after: stateAt(MAGIC.length + 8 + HASH_BYTES) };
}
