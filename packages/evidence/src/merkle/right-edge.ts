/**
 * The growing edge of a tiled Merkle tree: for each level the hashes of its last, not yet full tile. That is all a log
 * needs to go on, at most 7 × 8,192 bytes whatever its size.
 *
 * Flow: `append` puts a leaf hash into level 0; a tile that becomes full is handed out, and its root goes one level up.
 * `root` folds the partial tiles from below, as RFC 6962 section 2.1 splits a tree.
 */
import { EvidenceError } from "../errors.ts";
import { hashesAt, hashIn, partialTiles, TILE_BYTES, TILE_WIDTH } from "./tiles.ts";
import { emptyRoot, HASH_BYTES, nodeHash, requireSize, type Sha256, sha256 } from "./tree-hash.ts";

export interface HashTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
  /** `width` hashes of 32 bytes. */
  readonly hashes: Uint8Array<ArrayBuffer>;
}

export class RightEdge {
  readonly #hash: Sha256;
  readonly #levels: Uint8Array<ArrayBuffer>[] = [];
  #size = 0;

  constructor(hash: Sha256 = sha256) {
    this.#hash = hash;
  }

  /** The edge of a tree of `size` leaves from its partial tiles, which must be those of that size: "usage" otherwise. */
  static of(size: number, tiles: readonly Omit<HashTile, "index">[], hash: Sha256 = sha256): RightEdge {
    requireSize(size, "a tree's size");
    const edge = new RightEdge(hash);
    edge.#size = size;
    for (const { level, width } of partialTiles(size)) {
      const tile = tiles.find((each) => each.level === level && each.width === width);
      if (tile?.hashes.length !== width * HASH_BYTES)
        throw new EvidenceError("usage", `the edge of ${size} leaves lacks its tile of level ${level}`);
      edge.#level(level).set(tile.hashes);
    }
    return edge;
  }

  get size(): number {
    return this.#size;
  }

  copy(): RightEdge {
    const copy = new RightEdge(this.#hash);
    copy.#size = this.#size;
    for (const level of this.#levels) copy.#levels.push(level.slice());
    return copy;
  }

  /** `full` gets each tile that this leaf completes, lowest level first, with bytes that are its own. */
  append(leaf: Uint8Array, full: (tile: HashTile) => void = () => {}): void {
    if (leaf.length !== HASH_BYTES) throw new EvidenceError("usage", "a leaf hash has not 32 bytes");
    let carried: Uint8Array | undefined = leaf;
    this.#size += 1;
    for (let level = 0; carried !== undefined; level++) {
      const hashes = hashesAt(level, this.#size);
      const position = (hashes - 1) % TILE_WIDTH;
      const bytes = this.#level(level);
      bytes.set(carried, position * HASH_BYTES);
      if (position < TILE_WIDTH - 1) return;
      full({ level, index: hashes / TILE_WIDTH - 1, width: TILE_WIDTH, hashes: bytes.slice() });
      [carried] = this.#complete(bytes, TILE_WIDTH);
    }
  }

  partials(): HashTile[] {
    return partialTiles(this.#size).map((tile) => ({
      ...tile,
      hashes: this.#level(tile.level).slice(0, tile.width * HASH_BYTES),
    }));
  }

  root(): Uint8Array {
    let root: Uint8Array | undefined;
    for (const { level, width } of partialTiles(this.#size)) {
      for (const left of this.#complete(this.#level(level), width).toReversed())
        root = root === undefined ? left : nodeHash(left, root, this.#hash);
    }
    return root ?? emptyRoot(this.#hash);
  }

  /** Roots of the complete subtrees into which the first `width` hashes of a tile fall, largest first. */
  #complete(bytes: Uint8Array, width: number): Uint8Array[] {
    const roots: Uint8Array[] = [];
    let start = 0;
    for (let span = TILE_WIDTH; span >= 1; span /= 2) {
      if (width - start < span) continue;
      // Row by row in place: a row's hashes go where hashes stood that it was made of.
      const row = bytes.slice(start * HASH_BYTES, (start + span) * HASH_BYTES);
      for (let left = span / 2; left >= 1; left /= 2)
        for (let at = 0; at < left; at++)
          row.set(nodeHash(hashIn(row, 2 * at), hashIn(row, 2 * at + 1), this.#hash), at * HASH_BYTES);
      roots.push(row.slice(0, HASH_BYTES));
      start += span;
    }
    return roots;
  }

  #level(level: number): Uint8Array<ArrayBuffer> {
    while (this.#levels.length <= level) this.#levels.push(new Uint8Array(TILE_BYTES));
    return this.#levels[level] as Uint8Array<ArrayBuffer>;
  }
}
