/**
 * C2SP tlog-proof: one text file that shows offline that an entry is in a log, with the checkpoint and its cosignatures.
 *
 * Limits: as of a note, and 63 hashes. The extra data of a proof file are nobody's word: they are not signed.
 * Flow: `makeProofFile` from hashes that the caller has (see `proveInclusion`); `verifyProofFile` checks signatures, policy
 * and inclusion.
 */
import { base64, concat, fromBase64, fromDecimal, fromUtf8, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { checkInclusion, inclusionProof } from "../merkle/proofs.ts";
import { leafHash, type Sha256, sha256 } from "../merkle/tree-hash.ts";
import { type Checkpoint, parseCheckpoint } from "../note/checkpoint.ts";
import { LARGEST_NOTE, parseNote } from "../note/note.ts";
import type { Policy } from "../note/policy.ts";
import { openNote } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import type { LogReader } from "./log-reader.ts";
import { requireLogSignature, requireQuorum, type WitnessedBy } from "./trust.ts";
import { tileTree } from "./tile-tree.ts";

const HEADER = "c2sp.org/tlog-proof@v1";
const MOST_HASHES = 63;
const LARGEST_EXTRA = 64 * 1024;

export interface Proof {
  /** Number of the entry in the log. */
  readonly index: number;
  /** RFC 6962 inclusion proof: the leaf's sibling first. */
  readonly hashes: readonly Uint8Array[];
  /** The note, as the log and its witnesses signed it. */
  readonly checkpoint: Uint8Array;
  readonly extra?: Uint8Array | undefined;
}

/** The hashes for a proof of entry `index` under a checkpoint of `size`, checked against its root. */
export async function proveInclusion(
  reader: LogReader,
  claim: { readonly index: number; readonly entry: Uint8Array; readonly checkpoint: Checkpoint },
  hash: Sha256 = sha256,
): Promise<Uint8Array[]> {
  const { index, entry, checkpoint } = claim;
  const { size, root } = checkpoint;
  const proof = await inclusionProof(index, size, tileTree(reader, size, hash));
  checkInclusion({ index, size, leaf: leafHash(entry, hash), root, proof }, hash);
  return proof;
}

export function makeProofFile({ index, hashes, checkpoint, extra }: Proof): Uint8Array<ArrayBuffer> {
  parseNote(checkpoint);
  const head = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${base64(extra)}`]),
    `index ${index}`,
    ...hashes.map(base64),
    "",
    "",
  ];
  return concat(utf8(head.join("\n")), checkpoint);
}

/** "malformed" unless the bytes are a proof file; says nothing of whether it proves anything. */
export function parseProofFile(bytes: Uint8Array): Proof {
  if (bytes.length > LARGEST_NOTE + 2 * LARGEST_EXTRA)
    throw new EvidenceError("limit", "a proof file is larger than any that is needed");
  const text = fromUtf8(bytes);
  const split = text.indexOf("\n\n");
  if (split < 0) throw malformed("has no empty line before its checkpoint");
  const lines = text.slice(0, split).split("\n");
  if (lines.shift() !== HEADER) throw malformed(`does not begin with ${HEADER}`);
  const extra = lines[0]?.startsWith("extra ") ? fromBase64((lines.shift() ?? "").slice(6)) : undefined;
  const index = lines.shift();
  if (index === undefined || !index.startsWith("index ")) throw malformed("has no index line");
  if (lines.length > MOST_HASHES) throw malformed(`has more than ${MOST_HASHES} hashes`);
  return {
    index: fromDecimal(index.slice(6)),
    hashes: lines.map((line) => {
      const hash = fromBase64(line);
      if (hash.length !== 32) throw malformed("has a hash that is not 32 bytes");
      return hash;
    }),
    checkpoint: utf8(text.slice(split + 2)),
    ...(extra === undefined ? {} : { extra }),
  };
}

/**
 * What a proof file shows of an entry: that the log of `keys` holds it at `index`, and who else saw that. "signature",
 * "witness", "proof" where one of these does not hold.
 */
export async function verifyProofFile(
  bytes: Uint8Array,
  trusted: {
    readonly entry: Uint8Array;
    /** Of the log: every one must have signed. */
    readonly keys: readonly VerifierKey[];
    readonly policy?: Policy;
  },
): Promise<{
  readonly index: number;
  readonly checkpoint: Checkpoint;
  readonly witnessed: readonly WitnessedBy[];
}> {
  const { index, hashes, checkpoint } = parseProofFile(bytes);
  const { keys, policy, entry } = trusted;
  const note = await openNote(checkpoint, [...keys, ...(policy?.witnesses ?? []).map(({ key }) => key)]);
  const signed = parseCheckpoint(note.text);
  requireLogSignature(note, signed, keys);
  const witnessed = policy === undefined ? [] : requireQuorum(note, policy);
  const { size, root } = signed;
  checkInclusion({ index, size, leaf: leafHash(entry), root, proof: hashes });
  return { index, checkpoint: signed, witnessed };
}

function malformed(why: string): EvidenceError {
  return new EvidenceError("malformed", `a proof file ${why}`);
}
