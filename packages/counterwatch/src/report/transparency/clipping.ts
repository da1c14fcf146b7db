/**
 * How much one person and one operator can change a count: a look-up (or finding) is taken into a cell only while its operator has room
 * there (perOperator) and its subject has (perSubject). They are offered in an order that a secret key gives (contribution.ts), so
 * that it is a fixed sample; nobody fills a place by coming first.
 *
 * Claim: without all that one subject is in, a cell's count differs by at most perSubject; without all by one operator, by at most
 * perOperator. Other cells have their own rooms, and nothing passes from one cell to another.
 * Proof: leave the subject's out one by one, the last in order first. One that had not been taken changes nothing: it took no room.
 * One that had been taken (there are at most perSubject: whether an earlier one is taken does not hang on later ones) frees one place
 * of its operator and one of its subject. From there on the two courses differ by at most one place at one subject and one
 * operator at a time: a free place of an operator may let one in that was refused (count +1), which takes a place of its subject, and
 * that may keep one out that had been taken (−1), which frees a place of its operator, and so on: +1 and −1 in turns. Likewise from the
 * subject. Each of the two chains ends at +1 or 0, the one left out counts −1: together between −1 and +1. For an operator the same
 * with the words exchanged. Only the size is bound so, not which ones are taken; therefore rooms belong to one cell, and a table is as
 * many counts as it has cells.
 *
 * Rooms are fixed arrays, in which different operators or subjects may share a place by their keyed hash: memory does not grow with
 * the log. The proof holds for a shared place as well (it takes at most as much as one); it counts a little less.
 */

export interface Places {
  readonly subjects: number;
  readonly operators: number;
}

/** 24 MB. With a million subjects in one cell, one in nine shares its place with another. */
export const PLACES: Places = { subjects: 2 ** 23, operators: 2 ** 22 };
/** In the place of a subject: there is none, so that only the operator's room counts. */
export const NO_SUBJECT = 0xff_ff_ff_ff;

export class ClippedCounter {
  readonly #bySubject: Uint16Array;
  readonly #byOperator: Uint16Array;
  #perSubject = 0;
  #perOperator = 0;
  #count = 0;

  constructor({ subjects, operators }: Places = PLACES) {
    this.#bySubject = new Uint16Array(subjects);
    this.#byOperator = new Uint16Array(operators);
  }

  /** Begins a cell. Caps are 1 to 65,535. */
  begin(caps: { readonly perSubject: number; readonly perOperator: number }): void {
    this.#bySubject.fill(0);
    this.#byOperator.fill(0);
    this.#perSubject = caps.perSubject;
    this.#perOperator = caps.perOperator;
    this.#count = 0;
  }

  offer(operator: number, subject: number): void {
    const byOperator = this.#byOperator[operator] as number;
    if (byOperator >= this.#perOperator) return;
    if (subject !== NO_SUBJECT) {
      const bySubject = this.#bySubject[subject] as number;
      if (bySubject >= this.#perSubject) return;
      this.#bySubject[subject] = bySubject + 1;
    }
    this.#byOperator[operator] = byOperator + 1;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }
}
