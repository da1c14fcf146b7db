import { createHash } from "node:crypto";
import { bitReservoir } from "./bit-reservoir.ts";
import type { RandomBits } from "./random-integers.ts";

/** The same bits at every run: SHAKE-256 over the seed and a counter. */
export function seededBits(seed: string): RandomBits {
  let counter = 0;
  return bitReservoir((size) =>
    createHash("shake256", { outputLength: size }).update(`${seed} ${counter++}`).digest(),
  );
}
