import type { AccessEvent } from "../../model/index.ts";
import { flatten } from "../../intake/bounded-memo.ts";
import type { FactNoun, FactReader, Moment } from "./fact.ts";
import { RecentAssessments } from "./recent-assessments.ts";

const DAY = 86_400_000;
const BOUNDED = `the last ${RecentAssessments.CAPACITY} assessments of each remembered operator`;

/** Counterwatch's own users: see `ledger/own-action.ts` for how they stand in a log. */
export const register: FactNoun = {
  noun: "register",
  facts: {
    versionsAssessed: {
      meaning:
        "For an assessment: how many versions of the same register this operator has assessed within 24 hours, this one included. An edit makes another version.",
      bounded: BOUNDED,
    },
    incidentsAssessed: {
      meaning:
        "For an assessment: how many incidents this operator has assessed within seven days, this one included.",
      bounded: BOUNDED,
    },
  },
  open: () => new RegisterReader(),
};

class RegisterReader implements FactReader {
  readonly facts: Record<"versionsAssessed" | "incidentsAssessed", number | undefined> = {
    versionsAssessed: undefined,
    incidentsAssessed: undefined,
  };

  see({ object, query, purpose }: AccessEvent, { ms, operator }: Moment): boolean {
    this.facts.versionsAssessed = undefined;
    this.facts.incidentsAssessed = undefined;
    if (object?.type !== "assessment" || object.name === undefined) return false;
    const recent = (operator.assessments ??= new RecentAssessments());
    recent.add({
      ms,
      register: flatten(object.name),
      version: flatten(query?.filters ?? ""),
      incident: flatten(purpose?.case ?? ""),
    });
    this.facts.versionsAssessed = recent.versions(object.name, ms - DAY);
    this.facts.incidentsAssessed = recent.incidents(ms - 7 * DAY);
    return true;
  }
}
