import type { AccessEvent } from "../../model/index.ts";
import { flatten } from "../../intake/bounded-memo.ts";
import { type FactNoun, type FactReader, type Moment } from "./fact.ts";
import { RecentSubjects } from "./recent-subjects.ts";

const DAY = 86_400_000;

export const denied: FactNoun = {
  noun: "denied",
  facts: {
    before: {
      meaning:
        "How often this operator was refused this subject (else this object, else this site) within the 24 hours before.",
      bounded: `the last ${RecentSubjects.CAPACITY} refusals of each remembered operator`,
    },
  },
  open: () => new DeniedReader(),
};

class DeniedReader implements FactReader {
  readonly facts: Record<"before", number | undefined> = { before: undefined };

  see(event: AccessEvent, { ms, operator }: Moment): boolean {
    this.facts.before = undefined;
    const refused = event.result?.outcome === "denied";
    if ((!refused && operator.denials === undefined) || event.action === "sign-in") return false;
    const target = event.subjects?.[0]?.id ?? event.object?.name ?? event.site?.id;
    if (target === undefined) return false;
    this.facts.before = operator.denials?.times(target, ms - DAY, ms) ?? 0;
    if (refused) (operator.denials ??= new RecentSubjects()).count(flatten(target), ms);
    return true;
  }
}
