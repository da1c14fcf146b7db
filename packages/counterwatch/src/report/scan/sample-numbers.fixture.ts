import { createHash } from "node:crypto";
import { type Pseudonym, readPseudonym } from "../../model/index.ts";

/** A reproducible stream of numbers in [0, 1). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

export function samplePseudonym(name: string): Pseudonym {
  const pseudonym = readPseudonym(`p1_${createHash("sha256").update(name).digest("hex").slice(0, 24)}`);
  if (pseudonym === undefined) throw new Error("the sample made no pseudonym");
  return pseudonym;
}
