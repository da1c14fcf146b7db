/**
 * Uniform integers and coins with a rational chance, from random bits. BigInt alone: nothing here rounds.
 *
 * Specification: Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (NeurIPS 2020), section 5: all that its
 * algorithms ask of randomness is a uniform integer below n, and from that Bernoulli(n/d).
 * Limits: the source must be unpredictable. Loops end with probability one and have no other bound: each round of `uniformBelow`
 * succeeds with at least one half; a broken source that repeats itself may keep them going for ever. How long they take tells about
 * what was drawn: do not let anybody time a single draw.
 * Failure: arguments out of range throw RangeError before a bit is drawn; a source that throws, or gives what is out of range,
 * ends the draw with an error and without a value.
 * Flow: bits → uniform integer, by rejection → coin.
 */

/** An integer of `bits` uniform, independent random bits: 0 or more, below 2^bits. */
export type RandomBits = (bits: bigint) => bigint;

/** Uniform among 0 … n − 1. Takes as many bits as n − 1 has, again until the number is below n. */
export function uniformBelow(n: bigint, random: RandomBits): bigint {
  if (n < 1n) throw new RangeError("there is no integer below this one");
  if (n === 1n) return 0n;
  const bits = bitLength(n - 1n);
  for (;;) {
    const drawn = random(bits);
    if (drawn < 0n || drawn >> bits !== 0n) throw new RangeError("the random source is broken");
    if (drawn < n) return drawn;
  }
}

/** True with a chance of exactly numerator / denominator. */
export function bernoulli(numerator: bigint, denominator: bigint, random: RandomBits): boolean {
  if (numerator < 0n || numerator > denominator) throw new RangeError("a chance is between 0 and 1");
  return uniformBelow(denominator, random) < numerator;
}

function bitLength(n: bigint): bigint {
  let bits = 0n;
  for (let rest = n; rest > 0n; rest >>= 1n) bits += 1n;
  return bits;
}
