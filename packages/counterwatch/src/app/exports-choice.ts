/**
 * Choices that look random and are the same in every export of the same rows. Were a decoy's rows drawn anew for each
 * export, two recipients would only have to keep the rows that both have: every decoy would be gone and no real row. So a
 * decoy's rows follow from its seed and from the rows around them.
 *
 * Specification: min-wise choice (Broder, "On the resemblance and containment of documents", 1997): of all rows the one whose
 * hash, mixed with the seed, is least. Two exports that share most rows mostly make the same choice, whatever their length.
 * Row hashes are keyed (HMAC-SHA-256); the mixing for each seed is the finaliser of MurmurHash3, which is no cryptography:
 * whoever has no key knows neither of its inputs.
 */
import { createHmac } from "node:crypto";

/** A random whole number from 0 to below - 1. */
export type RandomBelow = (below: number) => number;

/** Rows that are considered for one choice: a power of two decides which, so that it changes seldom with the length. */
const ENOUGH = 16_384;

export interface RowHash {
  readonly high: number;
  readonly low: number;
}

export function hashRow(key: Uint8Array, cells: readonly string[]): RowHash {
  const digest = createHmac("sha256", key).update(JSON.stringify(cells)).digest();
  return { high: digest.readUInt32BE(0), low: digest.readUInt32BE(4) };
}

/** Bytes of their own for each use of a key. */
export function deriveSeed(key: Uint8Array, use: string): Uint8Array {
  return createHmac("sha256", key).update(`counterwatch/decoy-rows/v1 ${use}`).digest();
}

/** Which of many rows may be chosen at all. */
export function candidates<T extends { readonly hash: RowHash }>(rows: readonly T[]): readonly T[] {
  const step = 2 ** Math.max(0, Math.floor(Math.log2(rows.length / ENOUGH)));
  const left = rows.filter(({ hash }) => hash.low % step === 0);
  return left.length > 0 ? left : rows;
}

/** Throws RangeError where there is none. */
export function choose<T extends { readonly hash: RowHash }>(rows: readonly T[], seed: Uint8Array): T {
  const view = new DataView(seed.buffer, seed.byteOffset);
  const first = view.getUint32(0);
  const second = view.getUint32(4);
  let best: T | undefined;
  let least = 2 ** 32;
  for (const row of rows) {
    const mixed = mix(mix(row.hash.high ^ first) ^ row.hash.low ^ second);
    if (mixed >= least) continue;
    least = mixed;
    best = row;
  }
  if (best === undefined) throw new RangeError("nothing to choose from");
  return best;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The same numbers from the same seed. */
export function seededRandom(seed: Uint8Array): RandomBelow {
  let drawn = 0;
  return (below) => {
    const most = 2 ** 48;
    const fair = most - (most % below);
    for (;;) {
      const value = createHmac("sha256", seed).update(`draw ${drawn++}`).digest().readUIntBE(0, 6);
      if (value < fair) return value % below;
    }
  };
}
