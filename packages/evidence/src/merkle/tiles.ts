/**
 * C2SP tlog-tiles: where hashes and entries of a log stand. Tiles are 8 levels high: 256 hashes of 32 bytes; a bundle holds
 * the entries of one tile of level 0, each after its length in two bytes.
 *
 * Limits: an entry has at most 65,535 bytes; a log at most 2^53 - 1 leaves, hence levels 0 to 6.
 */
import { EvidenceError } from "../errors.ts";
import { HASH_BYTES, requireSize } from "./tree-hash.ts";

export const TILE_WIDTH = 256;
const LONGEST_ENTRY = 0xffff;
/** Of a full bundle whose entries are all as long as may be. */
export const LARGEST_BUNDLE = TILE_WIDTH * (2 + LONGEST_ENTRY);
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;
const HIGHEST_LEVEL = 6;

export interface Tile {
  /** "entries" for a bundle. */
  readonly level: number | "entries";
  readonly index: number;
  /** How many hashes or entries, 1 to 256. */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, e.g. `tile/0/x001/x234/067.p/5`. */
export function tilePath({ level, index, width }: Tile): string {
  requireSize(index, "a tile's number");
  if (width < 1 || width > TILE_WIDTH) throw new EvidenceError("usage", `no tile is ${width} wide`);
  return `tile/${level}/${tileNumber(index)}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

function tileNumber(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  return padded.replace(/\d{3}(?=\d)/g, "x$&/");
}

/** The tile of a path, or undefined where the path is none that `tilePath` writes. Paths come from strangers. */
export function parseTilePath(path: string): Tile | undefined {
  if (path.length > 60) return undefined;
  const parts = /^tile\/(entries|\d)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (parts === null) return undefined;
  const [, level, number, width] = parts;
  const index = Number(number?.replaceAll(/x|\//g, ""));
  const tile: Tile = {
    level: level === "entries" ? "entries" : Number(level),
    index,
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if (!Number.isSafeInteger(index) || (tile.level !== "entries" && tile.level > HIGHEST_LEVEL))
    return undefined;
  if (width !== undefined && tile.width >= TILE_WIDTH) return undefined;
  // One spelling a tile: x000/001 is none.
  return tilePath(tile) === path ? tile : undefined;
}

/** Leaves under one hash of a tile at this level. */
export function leavesUnder(level: number): number {
  return TILE_WIDTH ** level;
}

/** How many hashes level `level` has over all its tiles in a tree of `size` leaves. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / leavesUnder(level));
}

/** The last tile of each level where it is partial, in a tree of `size` leaves, lowest level first. */
export function partialTiles(size: number): { level: number; index: number; width: number }[] {
  const tiles = [];
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const hashes = hashesAt(level, size);
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}

/** The tile of `level` that holds hash number `at` of that level, as wide as a tree of `size` makes it. */
export function tileHolding(level: number, at: number, size: number): Tile & { readonly level: number } {
  const index = Math.floor(at / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, hashesAt(level, size) - index * TILE_WIDTH);
  return { level, index, width };
}

/** The hash at `position` (0 to 255) of a tile's bytes. A view, not a copy. */
export function hashIn(tile: Uint8Array, position: number): Uint8Array {
  return tile.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
}

/** Entries of 0 to 65,535 bytes, each after its length as a big-endian uint16; "limit" for a longer one. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bundle = new Uint8Array(entries.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    requireEntry(entry);
    bundle[at] = entry.length >> 8;
    bundle[at + 1] = entry.length & 0xff;
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

export function requireEntry({ length }: Uint8Array): void {
  if (length > LONGEST_ENTRY)
    throw new EvidenceError("limit", `an entry has ${length} bytes; the log takes ${LONGEST_ENTRY} at most`);
}

/** The first `width` entries (views) of a bundle; "malformed" where it has fewer, or, unless `more`, goes on after them. */
export function decodeBundle(bundle: Uint8Array, width: number, more = false): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width) {
    const [high, low] = [bundle[at], bundle[at + 1]];
    if (high === undefined || low === undefined || at + 2 + high * 256 + low > bundle.length)
      throw new EvidenceError("malformed", `an entry bundle ends within entry ${entries.length} of ${width}`);
    const end = at + 2 + high * 256 + low;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  if (!more && at !== bundle.length)
    throw new EvidenceError("malformed", `an entry bundle goes on after its ${width} entries`);
  return entries;
}
