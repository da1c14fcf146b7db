/** Random bits by the number, out of a source of random bytes. Every bit is given at most once, and wiped when it was. */
import type { RandomBits } from "./random-integers.ts";

const CHUNK = 4096;

/** `fill`: so many unpredictable bytes, such as randomBytes of node:crypto gives. What it throws ends the draw. */
export function bitReservoir(fill: (size: number) => Uint8Array): RandomBits {
  let bytes: Uint8Array = new Uint8Array(0);
  let used = 0;
  return (bits) => {
    let drawn = 0n;
    for (let left = bits; left > 0n; left -= 8n) {
      if (used === bytes.length) {
        bytes = fill(CHUNK);
        if (bytes.length !== CHUNK) throw new RangeError("the random source gave too few bytes");
        used = 0;
      }
      drawn = (drawn << 8n) | BigInt(bytes[used] as number);
      bytes[used] = 0;
      used += 1;
    }
    return BigInt.asUintN(Number(bits), drawn);
  };
}
