import { hash } from "node:crypto";

/** A number below `count`, by hash: the same again in every run. */
export function drawn(key: string, count: number): number {
  return Number(BigInt(`0x${hash("sha256", key, "hex").slice(0, 12)}`) % BigInt(count));
}
