/** Randomness as the tripwires need it: drawn from a source that is handed in, or spread from a seed so that it can be drawn again. */
import { concat, utf8 } from "../encoding.ts";
import type { Group, Random } from "../voprf/group.ts";

const BLOCK = 64;

/**
 * SHA-512(seed ‖ label ‖ counter), block after block: the same bytes at every run of an enrolment that was interrupted.
 * `seed` has 32 secret bytes and is destroyed when the enrolment is complete.
 */
export function spread(group: Group, seed: Uint8Array, label: string): Random {
  const prefix = concat(seed, utf8(`counterwatch/tripwire/${label}\n`));
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(Math.ceil(length / BLOCK) * BLOCK);
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const number = new Uint8Array(8);
      new DataView(number.buffer).setBigUint64(0, BigInt(counter++));
      bytes.set(group.hash(concat(prefix, number)), at);
    }
    return bytes.slice(0, length);
  };
}

/** Uniform from 0 to `bound` - 1, by rejection: no remainder favours small numbers. */
function below(bound: number, random: Random): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const bytes = random(4);
    const value = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (value < limit) return value % bound;
  }
}

/** In place; every order equally likely (Fisher and Yates; Durstenfeld 1964). */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = below(at + 1, random);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}
