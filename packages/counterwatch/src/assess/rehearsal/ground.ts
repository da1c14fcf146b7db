/** The register as measures need it: whose a party is, and who is related to whom. */
import type { Pseudonym, ShownRow } from "../../model/index.ts";
import type { PseudonymousRegister } from "../register-view.ts";

export interface Pair {
  readonly from: string;
  readonly to: string;
}

export class Ground {
  readonly register: PseudonymousRegister;
  /** The latest time of any row, milliseconds: retention counts back from it. */
  readonly end: number;
  readonly #members = new Map<Pseudonym, string>();

  constructor(register: PseudonymousRegister, rows: Iterable<ShownRow>) {
    this.register = register;
    for (const { member, parties } of register.people)
      for (const { id } of parties) this.#members.set(id, member);
    let end = Number.NEGATIVE_INFINITY;
    for (const row of rows) if ("time" in row) end = Math.max(end, Date.parse(row.time));
    this.end = end;
  }

  memberOf(party: Pseudonym): string | undefined {
    return this.#members.get(party);
  }

  /** Pairs of one kind of relation, or of every kind. */
  pairs(relation: string | undefined): Pair[] {
    return this.register.relations.filter(({ kind }) => relation === undefined || kind === relation);
  }
}

/** The same name for a pair, whoever comes first. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
