/**
 * Coincidences of one registered person with each candidate, `WIDTH` counts a candidate. Counts are whole numbers and classes are powers
 * of two, so that the order of rows changes nothing, not even a last bit.
 */
export const CLASSES = 10;
/** Columns of a candidate's counts. */
export const CALLS_AT = 0;
export const TRANSFERS_AT = 1;
export const FIRST_AT = 2;
export const AGAIN_AT = FIRST_AT + CLASSES;
export const CIRCLE_AT = AGAIN_AT + CLASSES;
export const THING_AT = CIRCLE_AT + CLASSES;
export const WIDTH = THING_AT + CLASSES;

/** Class of a number of others: 0 for one, 1 for two or three, and so on. */
export function classOf(others: number): number {
  return Math.min(CLASSES - 1, 31 - Math.clz32(Math.max(1, others)));
}

/** A number of others that stands for its class. */
export function othersIn(cls: number): number {
  return cls === 0 ? 1 : 1.5 * 2 ** cls;
}

export class CandidateCounts {
  readonly nodes: number[] = [];
  counts = new Int32Array(WIDTH * 64);
  readonly #slots = new Map<number, number>();

  count(node: number, column: number): void {
    let slot = this.#slots.get(node);
    if (slot === undefined) {
      this.#slots.set(node, (slot = this.nodes.length));
      this.nodes.push(node);
      if ((slot + 1) * WIDTH > this.counts.length) {
        const wider = new Int32Array(this.counts.length * 2);
        wider.set(this.counts);
        this.counts = wider;
      }
    }
    this.counts[slot * WIDTH + column]! += 1;
  }
}
