/** Roots of ranges of leaves from a log's hash tiles: what making a proof needs (merkle/proofs.ts). */
import { hashIn, leavesUnder, TILE_WIDTH } from "../merkle/tiles.ts";
import { nodeHash, type Sha256, sha256 } from "../merkle/tree-hash.ts";
import { splitOf, type SubtreeSource } from "../merkle/proofs.ts";
import { type LogReader, readHashTile } from "./log-reader.ts";

/** A proof reads at most two tiles a level. */
const KEPT_TILES = 16;

/** The tree of the first `size` leaves. Hashes are the reader's word: check what is made of them against a signed root. */
export function tileTree(reader: LogReader, size: number, hash: Sha256 = sha256): SubtreeSource {
  const kept = new Map<string, Promise<Uint8Array>>();
  const tileOf = (level: number, index: number): Promise<Uint8Array> => {
    const name = `${level}/${index}`;
    const found = kept.get(name) ?? readHashTile(reader, level, index, size).then(({ hashes }) => hashes);
    kept.delete(name);
    kept.set(name, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_TILES) break;
      kept.delete(oldest);
    }
    return found;
  };

  const subtree: SubtreeSource = async (start, end) => {
    const span = end - start;
    let level = 0;
    while (leavesUnder(level + 1) <= span) level += 1;
    const width = span / leavesUnder(level);
    // Within one tile: a power of two of its hashes, aligned, as every complete subtree is.
    if (Number.isInteger(Math.log2(width)) && start % span === 0) {
      const first = start / leavesUnder(level);
      const tile = await tileOf(level, Math.floor(first / TILE_WIDTH));
      const at = first % TILE_WIDTH;
      return fold(
        Array.from({ length: width }, (_, each) => hashIn(tile, at + each)),
        hash,
      );
    }
    const middle = start + splitOf(span);
    return nodeHash(await subtree(start, middle), await subtree(middle, end), hash);
  };
  return subtree;
}

function fold(row: readonly Uint8Array[], hash: Sha256): Uint8Array {
  const [only] = row;
  if (only !== undefined && row.length === 1) return only;
  const half = row.length / 2;
  return nodeHash(fold(row.slice(0, half), hash), fold(row.slice(half), hash), hash);
}
