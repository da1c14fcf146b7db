/** Files of a log that its checkpoint does not account for: each byte that is served must be one that was verified. */
import { equalBytes } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import {
  encodeBundle,
  hashesAt,
  LARGEST_BUNDLE,
  parseTilePath,
  TILE_BYTES,
  TILE_WIDTH,
  type Tile,
  tileHolding,
  tilePath,
} from "../merkle/tiles.ts";
import { HASH_BYTES } from "../merkle/tree-hash.ts";
import { type LogReader, readBundle, readHashTile } from "./log-reader.ts";

/**
 * How many files go beyond a tree of `size`, which is allowed only while a writer is at work; 0 where the reader cannot list.
 * "tree" for a file that is no tile, differs from the verified tile that it is a part of, or goes beyond a log at rest.
 */
export async function countBeyond(reader: LogReader, size: number): Promise<number> {
  if (reader.list === undefined) return 0;
  let beyond = 0;
  for await (const path of reader.list()) {
    const tile = parseTilePath(path);
    if (tile === undefined) throw stray(path, "is no tile or entry bundle");
    const level = tile.level === "entries" ? 0 : tile.level;
    const most = hashesAt(level, size) - tile.index * TILE_WIDTH;
    if (tile.width <= most) await requirePart(reader, tile, path, size);
    else if (await reader.atWork?.()) beyond += 1;
    else
      throw stray(
        path,
        "goes beyond the checkpoint: the log was cut back, or the checkpoint replaced by an older one",
      );
  }
  return beyond;
}

/** A partial tile of an earlier size must be the beginning of what was verified; what was verified itself is skipped. */
async function requirePart(reader: LogReader, tile: Tile, path: string, size: number): Promise<void> {
  const { level, index, width } = tile;
  if (path === tilePath({ ...tileHolding(level === "entries" ? 0 : level, index * TILE_WIDTH, size), level }))
    return;
  const bytes = await reader.read(path, level === "entries" ? LARGEST_BUNDLE : TILE_BYTES);
  // Pruned by a writer between listing and reading.
  if (bytes === undefined) return;
  if (level === "entries") {
    const { entries } = await readBundle(reader, index, size);
    if (!equalBytes(bytes, encodeBundle(entries.slice(0, width))))
      throw stray(path, "differs from the fuller bundle");
  } else {
    const { hashes } = await readHashTile(reader, level, index, size);
    if (!equalBytes(bytes, hashes.subarray(0, width * HASH_BYTES)))
      throw stray(path, "differs from the fuller tile");
  }
}

function stray(path: string, why: string): EvidenceError {
  return new EvidenceError("tree", `a file of the log ${why}`, { place: { tile: path } });
}
