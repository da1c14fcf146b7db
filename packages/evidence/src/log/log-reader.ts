/**
 * Reading a tiled log from wherever it stands: a folder, an HTTP server, memory. What a reader returns is a stranger's word
 * until it has been checked against a signed checkpoint.
 */
import { EvidenceError } from "../errors.ts";
import {
  decodeBundle,
  hashesAt,
  LARGEST_BUNDLE,
  TILE_WIDTH,
  type Tile,
  tileHolding,
  tilePath,
} from "../merkle/tiles.ts";
import { HASH_BYTES } from "../merkle/tree-hash.ts";
import { LARGEST_NOTE } from "../note/note.ts";

/** The newest signed checkpoint (tlog-tiles). */
export const CHECKPOINT = "checkpoint";
/** The newest checkpoint with witnesses' lines; ours alone, absent where nobody has witnessed. */
export const COSIGNED_CHECKPOINT = "checkpoint.cosigned";

export interface LogReader {
  /** The bytes of a resource of the log, undefined where it is absent; "limit" where it has more than `most` bytes. */
  read(path: string, most: number): Promise<Uint8Array | undefined>;
  /** Paths under `tile/`, where that can be asked: what should not be there is then found too. */
  list?(): AsyncIterable<string>;
  /** Whether a writer has the log open or has left it without closing it, where that can be asked. */
  atWork?(): Promise<boolean>;
}

/** "missing" where the log has no checkpoint. */
export async function readCheckpoint(reader: LogReader): Promise<Uint8Array> {
  const bytes = await reader.read(CHECKPOINT, LARGEST_NOTE);
  if (bytes === undefined)
    throw new EvidenceError("missing", "the log has no checkpoint", {
      place: { file: CHECKPOINT },
      remedy: "Check the folder or address: a log's checkpoint stands at its top.",
    });
  return bytes;
}

/** The hashes of tile number `index` of a level as wide as a tree of `size` makes it; a full tile serves for a partial one. */
export async function readHashTile(
  reader: LogReader,
  level: number,
  index: number,
  size: number,
): Promise<{ readonly path: string; readonly hashes: Uint8Array }> {
  const tile = tileHolding(level, index * TILE_WIDTH, size);
  const { path, bytes } = await readEither(reader, tile, TILE_WIDTH * HASH_BYTES);
  const length = path === tilePath(tile) ? tile.width * HASH_BYTES : TILE_WIDTH * HASH_BYTES;
  if (bytes.length !== length)
    throw new EvidenceError("tree", `a tile has ${bytes.length} bytes instead of ${length}`, {
      place: { tile: path },
    });
  return { path, hashes: bytes.subarray(0, tile.width * HASH_BYTES) };
}

/** The entries of bundle number `index` as far as a tree of `size` goes; a full bundle serves for a partial one. */
export async function readBundle(
  reader: LogReader,
  index: number,
  size: number,
): Promise<{ readonly path: string; readonly entries: readonly Uint8Array[] }> {
  const tile: Tile = { ...tileHolding(0, index * TILE_WIDTH, size), level: "entries" };
  const { path, bytes } = await readEither(reader, tile, LARGEST_BUNDLE);
  try {
    return { path, entries: decodeBundle(bytes, tile.width, path !== tilePath(tile)) };
  } catch (cause) {
    throw new EvidenceError("tree", "an entry bundle is damaged", { place: { tile: path }, cause });
  }
}

// A partial resource may be gone once the full one is there (tlog-tiles, "Partial Tiles").
async function readEither(
  reader: LogReader,
  tile: Tile,
  most: number,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  for (const width of new Set([tile.width, TILE_WIDTH])) {
    const path = tilePath({ ...tile, width });
    const bytes = await readPlaced(reader, path, most);
    if (bytes !== undefined) return { path, bytes };
  }
  const what = tile.level === "entries" ? "an entry bundle" : "a tile";
  throw new EvidenceError("missing", `${what} is missing`, { place: { tile: tilePath(tile) } });
}

async function readPlaced(reader: LogReader, path: string, most: number): Promise<Uint8Array | undefined> {
  try {
    return await reader.read(path, most);
  } catch (cause) {
    if (cause instanceof EvidenceError && cause.code === "limit")
      throw new EvidenceError("tree", "a tile or bundle is larger than it can be", {
        place: { tile: path },
        cause,
      });
    throw cause;
  }
}

/**
 * Entries from number `from` up to but not including `to`, in order, of a log whose checkpoint has `size` leaves. Unchecked:
 * the log may have changed since the checkpoint was verified.
 */
export async function* readEntries(
  reader: LogReader,
  range: { readonly from: number; readonly to: number; readonly size: number },
): AsyncGenerator<{ readonly index: number; readonly entry: Uint8Array }> {
  const to = Math.min(range.to, range.size);
  const bundles = Math.ceil(to / TILE_WIDTH);
  for (let bundle = Math.floor(range.from / TILE_WIDTH); bundle < bundles; bundle++) {
    // As wide as the checkpoint makes it: a server may have no partial bundle of another width.
    const { entries } = await readBundle(reader, bundle, range.size);
    for (const [at, entry] of entries.entries()) {
      const index = bundle * TILE_WIDTH + at;
      if (index >= range.from && index < to) yield { index, entry };
    }
  }
}

/** How many tiles a level has in a tree of `size` leaves. */
export function tilesAt(level: number, size: number): number {
  return Math.ceil(hashesAt(level, size) / TILE_WIDTH);
}
