/** C2SP tlog-checkpoint: the text that a log signs: its name, how many leaves it has, and the root of their tree. */
import { base64, fromBase64, fromDecimal } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { HASH_BYTES } from "../merkle/tree-hash.ts";

export interface Checkpoint {
  /** The log's name. */
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  /** RFC 6962 Merkle tree hash, 32 bytes. */
  readonly root: Uint8Array;
  /** Lines after the root, without newlines; none in our own logs. */
  readonly extensions: readonly string[];
}

/** "malformed" unless the note's text is that of a checkpoint. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split("\n");
  const extensions = rest.slice(0, -1);
  if (!origin || size === undefined || root === undefined || rest.at(-1) !== "" || extensions.includes(""))
    throw malformed("has not three or more non-empty lines");
  const hash = fromBase64(root);
  if (hash.length !== HASH_BYTES) throw malformed("has a root that is not 32 bytes");
  return { origin, size: fromDecimal(size), root: hash, extensions };
}

/** Ends in a newline. */
export function formatCheckpoint({ origin, size, root }: Omit<Checkpoint, "extensions">): string {
  return `${origin}\n${size}\n${base64(root)}\n`;
}

function malformed(why: string): EvidenceError {
  return new EvidenceError("malformed", `a checkpoint ${why}`);
}
