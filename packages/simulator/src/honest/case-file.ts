import type { CaseKind } from "./reasons.ts";

/** A case of one agency while somebody works on it. */
export interface CaseFile {
  readonly number: string;
  readonly agency: number;
  readonly kind: CaseKind;
  /** Milliseconds since 1970, UTC. */
  readonly opened: number;
  /** Numbers of the people whose records the case asks for. */
  readonly subjects: readonly number[];
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
