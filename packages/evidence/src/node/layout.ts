/** Where the writer keeps what is its own inside a log's folder. Readers and servers pass it by; in a closed log it is empty. */
import { TILE_WIDTH } from "../merkle/tiles.ts";

export const WRITER_FOLDER = ".writer";
/** Two, for one batch is staged while the one before is signed. */
export const PENDING = [`${WRITER_FOLDER}/pending-a`, `${WRITER_FOLDER}/pending-b`] as const;
export const NEXT_CHECKPOINT = `${WRITER_FOLDER}/checkpoint`;
/** What recovery writes anew, before it takes its place. */
export const NEXT_FILE = `${WRITER_FOLDER}/file`;

/** A batch never has more leaves or bytes: recovery looks no further for what a batch may have left. */
export const MOST_LEAVES = 8192;
export const MOST_BATCH_BYTES = 16 * 1024 * 1024;
/** Tiles of a level that one batch can touch. */
export const MOST_TILES = MOST_LEAVES / TILE_WIDTH + 1;

export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "" : path.slice(0, end);
}
