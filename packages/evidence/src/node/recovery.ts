/**
 * What a writer finds when it opens a log. The tree is what the signed checkpoint says; a batch that was durable but not yet
 * signed is handed back, to be appended by the normal path; anything else beyond the checkpoint was never signed and goes.
 */
import { equalBytes } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { type LogReader, readBundle, readHashTile } from "../log/log-reader.ts";
import { requireLogSignature } from "../log/trust.ts";
import { RightEdge } from "../merkle/right-edge.ts";
import { hashesAt, hashIn, partialTiles, TILE_WIDTH, tilePath } from "../merkle/tiles.ts";
import { leafHash } from "../merkle/tree-hash.ts";
import { type Checkpoint, parseCheckpoint } from "../note/checkpoint.ts";
import { openNote } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import type { Disk } from "./disk.ts";
import { folderOf, LARGEST_PENDING, MOST_TILES, PENDING } from "./layout.ts";
import { decodePending, type Pending } from "./pending.ts";
import { nodeSha256 } from "./sha256.ts";

export interface FoundState {
  readonly edge: RightEdge;
  readonly open: readonly Uint8Array[];
}

/** The checkpoint, signed by all of these keys: "signature" otherwise. */
export async function readOwnCheckpoint(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
): Promise<Checkpoint> {
  const note = await openNote(bytes, keys);
  const checkpoint = parseCheckpoint(note.text);
  requireLogSignature(note, checkpoint, keys);
  return checkpoint;
}

/** The edge of the signed tree, checked against its root: "tree" or "missing" where the files at the edge are damaged. */
export async function readEdge(reader: LogReader, { size, root }: Checkpoint): Promise<FoundState> {
  const tiles = [];
  for (const { level, index, width } of partialTiles(size)) {
    const { hashes } = await readHashTile(reader, level, index, size);
    tiles.push({ level, width, hashes: hashes.slice() });
  }
  const edge = RightEdge.of(size, tiles, nodeSha256);
  if (!equalBytes(edge.root(), root))
    throw new EvidenceError("tree", "the tiles at the log's edge are not those that its checkpoint signed", {
      remedy: "Verify the log to see which tile is damaged, and restore it from a copy.",
    });
  if (size % TILE_WIDTH === 0) return { edge, open: [] };
  const { path, entries } = await readBundle(reader, Math.floor(size / TILE_WIDTH), size);
  const [tile] = tiles;
  entries.forEach((entry, at) => {
    if (tile === undefined || !equalBytes(leafHash(entry, nodeSha256), hashIn(tile.hashes, at)))
      throw new EvidenceError("tree", "the last entry bundle is not what the log's checkpoint signed", {
        place: { tile: path, leaf: size - (size % TILE_WIDTH) + at },
      });
  });
  return { edge, open: entries.map((entry) => entry.slice()) };
}

/**
 * The batch to append again, undefined where there is none. "inconsistent" where the record and the checkpoint cannot stem
 * from one history: then somebody put an older checkpoint back.
 */
export async function readPending(disk: Disk, { size, root }: Checkpoint): Promise<Pending | undefined> {
  const pending = decodePending(await disk.read(PENDING, LARGEST_PENDING));
  if (pending === undefined || pending.size + pending.entries.length <= size) return undefined;
  if (pending.size === size && equalBytes(pending.root, root)) return pending;
  throw new EvidenceError(
    "inconsistent",
    `the log's checkpoint has ${size} leaves, but its writer had signed ${pending.size} before`,
    {
      remedy:
        "The checkpoint was replaced by an older one: restore the newest one that a reader or witness has.",
    },
  );
}

/** Removes what a batch that was never signed left beyond a tree of `size`, and partial tiles whose full one is there. */
export async function removeLeftovers(disk: Disk, size: number): Promise<void> {
  const changed = new Set<string>();
  for (const level of ["entries", 0, 1, 2, 3, 4, 5, 6] as const) {
    if ((await disk.list(`tile/${level}`)) === undefined) continue;
    const hashes = hashesAt(level === "entries" ? 0 : level, size);
    const last = Math.floor(hashes / TILE_WIDTH);
    for (let index = Math.max(0, last - MOST_TILES); index <= last + MOST_TILES; index++) {
      const full = tilePath({ level, index, width: TILE_WIDTH });
      const folder = folderOf(full);
      const names = (await disk.list(folder)) ?? [];
      const name = full.slice(folder.length + 1);
      if (index >= last && names.includes(name)) {
        await disk.remove(full);
        changed.add(folder);
      }
      if (!names.includes(`${name}.p`)) continue;
      await removePartials(disk, full, index === last ? hashes % TILE_WIDTH : 0);
      changed.add(index === last && hashes % TILE_WIDTH > 0 ? `${full}.p` : folder);
    }
  }
  for (const folder of changed) await disk.sync(folder);
}

/** Removes the partial forms of a tile that are wider than `widest`; with 0 all of them and their folder. */
export async function removePartials(disk: Disk, full: string, widest: number): Promise<void> {
  const folder = `${full}.p`;
  for (const name of (await disk.list(folder)) ?? [])
    if (Number(name) > widest || widest === 0) await disk.remove(`${folder}/${name}`);
  if (widest === 0) await disk.removeFolder(folder);
}
