/**
 * A tracing code: which decoys an export carries, so that a leak tells whose export it was, even where several recipients
 * put theirs together.
 *
 * Specification: Tardos, "Optimal probabilistic fingerprint codes", STOC 2003. Each of m slots is a decoy with a secret bias
 * p; each export carries the decoy of a slot with probability p, drawn apart for every slot and export.
 *   one leaker     96 slots, p = 1/2
 *   two leakers   512 slots, p = 1/2
 *   three       2,048 slots, p = sin²(φ), φ uniform in [asin √t, π/2 − asin √t], t = 0.01 (arcsine law, cut off)
 * Biases are whole multiples of 2^-32 and are kept as such: a draw is one comparison, exact, and the same on every machine.
 *
 * Limits: the guarantee (score.ts) rests on words being drawn by an unpredictable source and kept secret from every
 * recipient; what a recipient finds out about other exports' words before leaking weakens it.
 * Flow: `makeCode` once, `drawWord` for each export, `scoreLeak` for a leak.
 */
import { EvidenceError } from "../errors.ts";

export type Leakers = 1 | 2 | 3;

export const TRACING_SLOTS: Readonly<Record<Leakers, number>> = { 1: 96, 2: 512, 3: 2048 };

const CUTOFF = 0.01;
const ONE = 2 ** 32;

/** Fresh random bytes, as many as asked for. */
export type RandomBytes = (length: number) => Uint8Array;

export interface TracingCode {
  /** How many may put their exports together and still be told. */
  readonly leakers: Leakers;
  /** Of each slot, in units of 2^-32, above 0. Secret. */
  readonly biases: Uint32Array;
}

export function makeCode(leakers: Leakers, random: RandomBytes): TracingCode {
  const words = randomWords(TRACING_SLOTS[leakers], random);
  if (leakers < 3) return { leakers, biases: words.fill(ONE / 2) };
  const least = Math.asin(Math.sqrt(CUTOFF));
  const biases = words.map((word) => {
    const angle = least + ((word + 0.5) / ONE) * (Math.PI / 2 - 2 * least);
    return Math.round(Math.sin(angle) ** 2 * ONE);
  });
  return { leakers, biases };
}

/** 1 where the export carries the slot's decoy. Secret. */
export function drawWord({ biases }: TracingCode, random: RandomBytes): Uint8Array {
  const draws = randomWords(biases.length, random);
  const word = new Uint8Array(biases.length);
  // Plain loops here and in the scores: `from` with a function takes several times as long, and a simulation draws millions.
  for (let slot = 0; slot < word.length; slot++)
    word[slot] = (draws[slot] ?? 0) < (biases[slot] ?? 0) ? 1 : 0;
  return word;
}

/** Throws "malformed" where stored biases are not a code's. */
export function readCode(leakers: Leakers, biases: readonly number[]): TracingCode {
  const whole = biases.every((bias) => Number.isInteger(bias) && bias > 0 && bias < ONE);
  if (biases.length !== TRACING_SLOTS[leakers] || !whole)
    throw new EvidenceError(
      "malformed",
      `a code for ${leakers} has ${TRACING_SLOTS[leakers]} biases between 0 and 1`,
    );
  return { leakers, biases: Uint32Array.from(biases) };
}

/** One hexadecimal digit for four slots. */
export function wordToHex(word: Uint8Array): string {
  let text = "";
  for (let at = 0; at < word.length; at += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit++) digit = digit * 2 + (word[at + bit] ?? 0);
    text += digit.toString(16);
  }
  return text;
}

/** Throws "malformed" where the text is not a word of the code. */
export function wordFromHex({ biases }: TracingCode, text: string): Uint8Array {
  if (text.length !== biases.length / 4 || !/^[0-9a-f]*$/.test(text))
    throw new EvidenceError("malformed", "a word does not have the length of its code");
  return Uint8Array.from(
    biases,
    (_, slot) => (Number.parseInt(text[slot >> 2] as string, 16) >> (3 - (slot & 3))) & 1,
  );
}

function randomWords(count: number, random: RandomBytes): Uint32Array {
  const bytes = random(4 * count);
  if (bytes.length !== 4 * count) throw new EvidenceError("usage", "the random source gave too few bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = new Uint32Array(count);
  for (let at = 0; at < count; at++) words[at] = view.getUint32(4 * at);
  return words;
}
