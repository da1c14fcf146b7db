/** Which files a batch adds to a log: entry bundles and hash tiles, named by their width, so that none is ever changed. */
import type { HashTile, RightEdge } from "../merkle/right-edge.ts";
import { encodeBundle, TILE_WIDTH, type Tile, tilePath } from "../merkle/tiles.ts";

export interface LogFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface BatchFiles {
  readonly files: readonly LogFile[];
  /** The tree's edge after the batch, and its root: worked out once, for it takes some hundred hashes. */
  readonly edge: RightEdge;
  readonly root: Uint8Array;
  /** Entries of the last, not yet full bundle after the batch. */
  readonly open: readonly Uint8Array[];
  /** Tiles and bundles that became full: their partial forms are no longer needed. */
  readonly full: readonly Tile[];
}

/** `hashes` are the leaf hashes of `entries`; `open` the entries of the last bundle before them. */
export function batchFiles(
  before: { readonly edge: RightEdge; readonly open: readonly Uint8Array[] },
  entries: readonly Uint8Array[],
  hashes: readonly Uint8Array[],
): BatchFiles {
  const edge = before.edge.copy();
  const full: HashTile[] = [];
  for (const hash of hashes) edge.append(hash, (tile) => full.push(tile));

  const files: LogFile[] = [];
  let open = [...before.open];
  let index = Math.floor(before.edge.size / TILE_WIDTH);
  const bundles: Tile[] = [];
  for (let at = 0; at < entries.length; ) {
    const taken = entries.slice(at, at + TILE_WIDTH - open.length);
    open.push(...taken);
    at += taken.length;
    const tile: Tile = { level: "entries", index, width: open.length };
    files.push({ path: tilePath(tile), bytes: encodeBundle(open) });
    if (open.length === TILE_WIDTH) {
      bundles.push(tile);
      index += 1;
      open = [];
    }
  }
  const known = new Set(before.edge.partials().map(tilePath));
  for (const tile of [...full, ...edge.partials()]) {
    const path = tilePath(tile);
    if (!known.has(path)) files.push({ path, bytes: tile.hashes });
  }
  return { files, edge, root: edge.root(), open, full: [...bundles, ...full] };
}
