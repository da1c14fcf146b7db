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
import { diskReader } from "./disk-reader.ts";
import { folderOf, MOST_LEAVES, MOST_TILES, PENDING } from "./layout.ts";
import { decodePending, type Pending, PENDING_BYTES } from "./pending.ts";
import { nodeSha256 } from "./sha256.ts";

export interface FoundState {
  readonly edge: RightEdge;
  readonly root: Uint8Array;
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
  if (size % TILE_WIDTH === 0) return { edge, root, open: [] };
  const { path, entries } = await readBundle(reader, Math.floor(size / TILE_WIDTH), size);
  const [tile] = tiles;
  entries.forEach((entry, at) => {
    if (tile === undefined || !equalBytes(leafHash(entry, nodeSha256), hashIn(tile.hashes, at)))
      throw new EvidenceError("tree", "the last entry bundle is not what the log's checkpoint signed", {
        place: { tile: path, leaf: size - (size % TILE_WIDTH) + at },
      });
  });
  return { edge, root, open: entries.map((entry) => entry.slice()) };
}

/** A batch that was durable and may have been signed: its entries and their leaf hashes. */
export interface FoundBatch {
  /** Path of its record. */
  readonly record: string;
  readonly entries: readonly Uint8Array[];
  readonly hashes: readonly Uint8Array[];
}

/**
 * The batch to append again after a tree of this state, undefined where there is none. "inconsistent" where a record and the
 * checkpoint cannot stem from one history: then somebody put an older checkpoint back.
 */
export async function readPending(disk: Disk, state: FoundState): Promise<FoundBatch | undefined> {
  const records: (Pending & { readonly path: string })[] = [];
  for (const path of PENDING) {
    const record = decodePending(await disk.read(path, PENDING_BYTES).catch(tooLong));
    if (record !== undefined && record.after.size > state.edge.size) records.push({ ...record, path });
  }
  if (records.length === 0) return undefined;
  const next = records.find(({ before }) => isState(before, state));
  // A batch is staged only on one that is whole, so the other record begins where this one ends.
  if (next === undefined || records.some((each) => each !== next && each.before.size < next.after.size))
    throw new EvidenceError(
      "inconsistent",
      `the log's checkpoint has ${state.edge.size} leaves, but its writer had signed more before`,
      {
        remedy:
          "The checkpoint was replaced by an older one: restore the newest one that a reader or witness has.",
      },
    );
  const staged = await readStaged(disk, state, next);
  return staged && { record: next.path, ...staged };
}

function isState({ size, root }: Pending["before"], state: FoundState): boolean {
  return size === state.edge.size && equalBytes(root, state.root);
}

/** undefined where the bundles do not lead to the record's root: it was not wholly written, and so never signed. */
async function readStaged(
  disk: Disk,
  { edge, open }: FoundState,
  { after }: Pending,
): Promise<Omit<FoundBatch, "record"> | undefined> {
  if (after.size - edge.size > MOST_LEAVES) return undefined;
  const reader = diskReader(disk);
  const entries: Uint8Array[] = [];
  try {
    for (let index = Math.floor(edge.size / TILE_WIDTH); index * TILE_WIDTH < after.size; index++)
      entries.push(...(await readBundle(reader, index, after.size)).entries);
  } catch (cause) {
    if (cause instanceof EvidenceError && (cause.code === "missing" || cause.code === "tree"))
      return undefined;
    throw cause;
  }
  const added = entries.slice(open.length);
  const hashes = added.map((entry) => leafHash(entry, nodeSha256));
  const grown = edge.copy();
  for (const hash of hashes) grown.append(hash);
  return equalBytes(grown.root(), after.root) ? { entries: added, hashes } : undefined;
}

/** Not a record of ours: it is as if it were not there. */
function tooLong(cause: unknown): undefined {
  if (cause instanceof EvidenceError && cause.code === "limit") return undefined;
  throw cause;
}

/** Removes what a batch that was never signed left beyond a tree of `size`, and partial tiles whose full one is there. */
export async function removeLeftovers(disk: Disk, size: number): Promise<void> {
  const changed = new Set<string>();
  for (const level of ["entries", 0, 1, 2, 3, 4, 5, 6] as const) {
    if ((await disk.list(`tile/${level}`)) === undefined) continue;
    const hashes = hashesAt(level === "entries" ? 0 : level, size);
    const last = Math.floor(hashes / TILE_WIDTH);
    // Backwards over two: the partial tiles of one are removed while the next is signed.
    for (let index = Math.max(0, last - 2 * MOST_TILES); index <= last + MOST_TILES; index++) {
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
