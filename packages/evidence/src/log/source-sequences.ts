/** Each source numbers its leaves from 0 without gaps: what is missing, repeated or out of order shows. */
import { EvidenceError } from "../errors.ts";
import type { Leaf } from "./leaf.ts";

/** A hostile log could name a new source in every leaf; a record system has a handful. */
const MOST_SOURCES = 100_000;

export class SourceSequences {
  readonly #next = new Map<string, number>();

  /** Throws "sequence" where the leaf is not its source's next one. Messages name no source: they may be printed anywhere. */
  take({ source, sequence }: Leaf, index: number): void {
    const expected = this.#next.get(source) ?? 0;
    if (sequence !== expected)
      throw new EvidenceError(
        "sequence",
        sequence > expected
          ? `a source's sequence has a gap: leaf ${index} says ${sequence} where ${expected} was next`
          : `a source's sequence repeats: leaf ${index} says ${sequence} where ${expected} was next`,
        { place: { leaf: index } },
      );
    if (expected === 0 && this.#next.size >= MOST_SOURCES)
      throw new EvidenceError("limit", `the log names more than ${MOST_SOURCES} sources`, {
        place: { leaf: index },
      });
    this.#next.set(source, expected + 1);
  }

  /** Leaves by source, which is also each source's next number. */
  counts(): ReadonlyMap<string, number> {
    return this.#next;
  }
}
