/**
 * Merkle proofs: verification as in RFC 9162 sections 2.1.3.2 and 2.1.4.2 (the trees and proofs are those of RFC 6962
 * section 2.1, which gives no algorithm to verify), making as in RFC 6962 sections 2.1.1 and 2.1.2.
 *
 * Limits: sizes up to 2^53 - 1, so halving is by division, not by shift. Proofs come from strangers: every length is
 * checked, and a proof with a hash too many is refused like one with a hash too few.
 * Flow: `inclusionProof` / `consistencyProof` ask a `SubtreeSource` for roots of ranges; `check…` needs nothing but the proof.
 */
import { equalBytes } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { HASH_BYTES, nodeHash, requireSize, type Sha256, sha256 } from "./tree-hash.ts";

/** Merkle tree hash of the leaves from `start` up to but not including `end`, at least one. */
export type SubtreeSource = (start: number, end: number) => Promise<Uint8Array>;

/** Throws "proof" unless `proof` shows that `leaf` (a leaf hash) stands at `index` in the tree of `size` with `root`. */
export function checkInclusion(
  claim: {
    readonly index: number;
    readonly size: number;
    readonly leaf: Uint8Array;
    readonly root: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
  hash: Sha256 = sha256,
): void {
  const { index, size, leaf, root, proof } = claim;
  requireNumbers(index, size);
  requireHashes([leaf, root, ...proof]);
  if (index >= size) throw refuse("the leaf's number is beyond the tree");
  let node = index;
  let last = size - 1;
  let computed = leaf;
  for (const sibling of proof) {
    if (last === 0) throw refuse("it has more hashes than the tree has levels");
    if (node % 2 === 1 || node === last) {
      computed = nodeHash(sibling, computed, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      computed = nodeHash(computed, sibling, hash);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  if (last !== 0) throw refuse("it has fewer hashes than the tree has levels");
  if (!equalBytes(computed, root)) throw refuse("it leads to another root");
}

/**
 * Throws "proof" unless `proof` shows that the tree of `newSize` with `newRoot` begins with the tree of `oldSize` with
 * `oldRoot`. An old size of 0 is refused: every tree begins with the empty one, so a proof would show nothing.
 */
export function checkConsistency(
  claim: {
    readonly oldSize: number;
    readonly oldRoot: Uint8Array;
    readonly newSize: number;
    readonly newRoot: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
  hash: Sha256 = sha256,
): void {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  requireNumbers(oldSize, newSize);
  if (oldSize === 0) throw refuse("the older tree is empty, of which nothing can be proved");
  if (oldSize > newSize) throw refuse("the older tree is larger than the newer one");
  if (oldSize === newSize) {
    if (proof.length > 0) throw refuse("trees of one size need no hashes");
    if (!equalBytes(oldRoot, newRoot)) throw refuse("trees of one size have different roots");
    return;
  }
  requireHashes([oldRoot, newRoot, ...proof]);
  let node = oldSize - 1;
  let last = newSize - 1;
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)];
  // An older tree that is one complete subtree is its own first hash and is left out of the proof.
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) throw refuse("it is empty");
  let oldComputed = first;
  let newComputed = first;
  for (const sibling of rest) {
    if (last === 0) throw refuse("it has more hashes than the tree has levels");
    if (node % 2 === 1 || node === last) {
      oldComputed = nodeHash(sibling, oldComputed, hash);
      newComputed = nodeHash(sibling, newComputed, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      newComputed = nodeHash(newComputed, sibling, hash);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  if (last !== 0) throw refuse("it has fewer hashes than the tree has levels");
  if (!equalBytes(oldComputed, oldRoot)) throw refuse("it leads to another older root");
  if (!equalBytes(newComputed, newRoot)) throw refuse("it leads to another newer root");
}

/** RFC 6962 section 2.1.1, PATH(index, D[size]): the leaf's sibling first, the root's child last. */
export async function inclusionProof(
  index: number,
  size: number,
  subtree: SubtreeSource,
): Promise<Uint8Array[]> {
  requireSize(size, "a tree's size");
  requireSize(index, "a leaf's number");
  if (index >= size) throw new EvidenceError("usage", `the tree of ${size} leaves has no leaf ${index}`);
  const proof: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      proof.push(await subtree(middle, end));
      end = middle;
    } else {
      proof.push(await subtree(start, middle));
      start = middle;
    }
  }
  return proof.toReversed();
}

/** RFC 6962 section 2.1.2, PROOF(oldSize, D[newSize]); empty where the sizes are equal or the older one is 0. */
export async function consistencyProof(
  oldSize: number,
  newSize: number,
  subtree: SubtreeSource,
): Promise<Uint8Array[]> {
  requireSize(oldSize, "a tree's size");
  requireSize(newSize, "a tree's size");
  if (oldSize > newSize)
    throw new EvidenceError("usage", `a tree of ${newSize} leaves cannot begin with one of ${oldSize}`);
  if (oldSize === 0 || oldSize === newSize) return [];
  const proof: Uint8Array[] = [];
  let [start, end] = [0, newSize];
  while (end !== oldSize) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      proof.push(await subtree(middle, end));
      end = middle;
    } else {
      proof.push(await subtree(start, middle));
      start = middle;
    }
  }
  if (start > 0) proof.push(await subtree(start, end));
  return proof.toReversed();
}

/** The largest power of two below `count`, for a count of at least 2: where RFC 6962 splits a tree. */
export function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

// In a claim these come from strangers as well.
function requireNumbers(...numbers: readonly number[]): void {
  if (!numbers.every((each) => Number.isSafeInteger(each) && each >= 0))
    throw refuse("a number is not whole, or beyond 2^53 - 1");
}

function requireHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.some(({ length }) => length !== HASH_BYTES)) throw refuse("a hash has not 32 bytes");
}

function refuse(why: string): EvidenceError {
  return new EvidenceError("proof", `a Merkle proof does not hold: ${why}`);
}
