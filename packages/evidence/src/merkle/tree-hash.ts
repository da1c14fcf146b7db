/** RFC 6962 section 2.1: the two hashes of a Merkle tree, told apart by their first byte so that a leaf is never a node. */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { EvidenceError } from "../errors.ts";

/** 32 bytes for any input. Handed in where a faster one than the default is at hand (src/node/sha256.ts). */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const sha256: Sha256 = nobleSha256;
export const HASH_BYTES = 32;

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  const input = new Uint8Array(1 + entry.length);
  input.set(entry, 1);
  return hash(input);
}

// One buffer for all: hashing is synchronous, and a tree of n leaves has n nodes.
const nodeInput = new Uint8Array(1 + 2 * 32).fill(1, 0, 1);

/** SHA-256(0x01 ‖ left ‖ right), of two hashes of 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array, hash: Sha256 = sha256): Uint8Array {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return hash(nodeInput);
}

/** The root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(hash: Sha256 = sha256): Uint8Array {
  return hash(new Uint8Array());
}

/** Tree sizes and leaf numbers: whole, from 0 to 2^53 - 1. */
export function requireSize(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new EvidenceError("usage", `${what} is not a whole number from 0 to 2^53 - 1`);
}
