import type { RandomStream } from "../random/stream.ts";

/** 64 bits of a stream that belongs to this row alone: nobody can tell from them whom it is about. */
export function rowId(source: string, draws: RandomStream, ordinal = 0): string {
  return `${source}:${hex(draws.word(ordinal, 0x51))}${hex(draws.word(ordinal, 0x52))}`;
}

export function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
