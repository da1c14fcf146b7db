import type { AccessEvent } from "../../model/index.ts";
import type { StaffList } from "../staff-list.ts";
import type { FactNoun, FactReader } from "./fact.ts";

const LIST = "the staff list itself";

export const subject: FactNoun = {
  noun: "subject",
  needs: "a staff list with identifiers",
  facts: {
    self: { meaning: "True where a subject belongs to the operator.", bounded: LIST },
    colleague: { meaning: "True where a subject belongs to another operator of the list.", bounded: LIST },
  },
  open: ({ staff }) => (staff?.knowsIdentifiers === true ? new SubjectReader(staff) : undefined),
};

class SubjectReader implements FactReader {
  readonly facts: Record<"self" | "colleague", boolean | undefined> = {
    self: undefined,
    colleague: undefined,
  };
  readonly #staff: StaffList;

  constructor(staff: StaffList) {
    this.#staff = staff;
  }

  see(event: AccessEvent): boolean {
    this.facts.self = false;
    this.facts.colleague = false;
    for (const { id } of event.subjects ?? []) {
      const owner = id === undefined ? undefined : this.#staff.owner(id);
      if (owner === undefined) continue;
      if (owner === event.operator.id) this.facts.self = true;
      else this.facts.colleague = true;
    }
    return this.facts.self || this.facts.colleague;
  }
}
