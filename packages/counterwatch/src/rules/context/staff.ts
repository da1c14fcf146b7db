import type { AccessEvent } from "../../model/index.ts";
import type { StaffList } from "../staff-list.ts";
import type { FactNoun, FactReader, Moment } from "./fact.ts";

const DAY = 86_400_000;
const LIST = "the staff list itself";

interface StaffFacts {
  listed: boolean | undefined;
  daysAfterLeaving: number | undefined;
  outsidePost: boolean | undefined;
}

const NONE: StaffFacts = {
  listed: undefined,
  daysAfterLeaving: undefined,
  outsidePost: undefined,
};

export const staff: FactNoun = {
  noun: "staff",
  needs: "a staff list",
  facts: {
    listed: { meaning: "True where the staff list has the operator.", bounded: LIST },
    daysAfterLeaving: {
      meaning: "Whole days since the operator's last day, once it has passed.",
      bounded: LIST,
    },
    outsidePost: {
      meaning:
        "True where the list says which systems the operator's present post may use, and this system is not among them.",
      bounded: LIST,
    },
  },
  open: ({ staff: list }) => (list === undefined ? undefined : new StaffReader(list)),
};

class StaffReader implements FactReader {
  readonly facts: StaffFacts & Record<string, boolean | number | undefined> = { ...NONE };
  readonly #list: StaffList;

  constructor(list: StaffList) {
    this.#list = list;
  }

  see(event: AccessEvent, { ms }: Moment): boolean {
    const facts = Object.assign(this.facts, NONE);
    const member = this.#list.member(event.operator.id);
    if (event.operator.withheld !== true) facts.listed = member !== undefined;
    if (member !== undefined) {
      if (member.lastDay !== undefined && ms > member.lastDay) {
        facts.daysAfterLeaving = Math.floor((ms - member.lastDay) / DAY);
      }
      const held = member.posts.filter(
        ({ from, to }) => (from === undefined || ms >= from) && (to === undefined || ms <= to),
      );
      const allowed = held.filter(({ systems }) => systems !== undefined);
      // A post without systems is not limited: one such post lifts the limit of the others.
      if (allowed.length > 0 && allowed.length === held.length) {
        facts.outsidePost = !allowed.some(({ systems }) => systems!.has(event.system));
      }
    }
    return true;
  }
}
