import type { AccessEvent } from "../../model/index.ts";
import type { Roster } from "../roster.ts";
import type { FactNoun, FactReader, Moment } from "./fact.ts";

export const roster: FactNoun = {
  noun: "roster",
  needs: "a roster",
  facts: {
    offDuty: {
      meaning:
        "True where the roster covers the operator at that time and no shift does, the policy's `rosterGraceMinutes` included. Unknown where the roster does not say.",
      bounded: "the roster itself",
    },
  },
  open: ({ roster: given, policy }) =>
    given === undefined ? undefined : new RosterReader(given, policy.rosterGraceMinutes * 60_000),
};

class RosterReader implements FactReader {
  readonly facts: Record<"offDuty", boolean | undefined> = { offDuty: undefined };
  readonly #roster: Roster;
  readonly #graceMs: number;

  constructor(given: Roster, graceMs: number) {
    this.#roster = given;
    this.#graceMs = graceMs;
  }

  see(event: AccessEvent, { ms }: Moment): boolean {
    const on = this.#roster.onDuty(event.operator.id, ms, this.#graceMs);
    this.facts.offDuty = on === undefined ? undefined : !on;
    return on === false;
  }
}
