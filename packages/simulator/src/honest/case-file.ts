import type { CaseKind } from "./reasons.ts";

/** A case of one agency. Its life: opened, worked on by those it interests, closed; refreshed now and then after that. */
export interface CaseFile {
  readonly number: string;
  readonly kind: CaseKind;
  /** Milliseconds since 1970, UTC. */
  readonly opened: number;
  readonly closes: number;
  /** Numbers of the people whose records the case asks for: a neighbourhood in the social graph. */
  readonly subjects: readonly number[];
  /** Operator numbers of those who work on it. */
  readonly team: number[];
}

/** Case numbers of one agency: year, then a serial that runs ahead because most cases need no look-up. */
export class CaseNumbers {
  #year = 0;
  #serial = 0;

  next(opened: number, skip: number): string {
    const year = new Date(opened).getUTCFullYear();
    if (year !== this.#year) {
      this.#year = year;
      this.#serial = 0;
    }
    this.#serial += skip;
    return `${String(year % 100).padStart(2, "0")}-${String(this.#serial).padStart(5, "0")}`;
  }
}
