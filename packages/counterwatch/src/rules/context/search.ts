import type { AccessEvent } from "../../model/index.ts";
import { type FactNoun, type FactReader, type Moment } from "./fact.ts";
import { RecentSubjects } from "./recent-subjects.ts";

const MINUTE = 60_000;
const LONGEST = 24 * 60 * MINUTE;
const SUBJECTS_PER_EVENT = 4;

export const search: FactNoun = {
  noun: "search",
  facts: {
    minutesBeforeExport: {
      meaning:
        "For an export: whole minutes since the operator last looked up the same subject, or anything where the export names no subject. Unknown after a day.",
      bounded: `the last ${RecentSubjects.CAPACITY} subjects of each remembered operator`,
    },
  },
  open: () => new SearchReader(),
};

class SearchReader implements FactReader {
  readonly facts: Record<"minutesBeforeExport", number | undefined> = { minutesBeforeExport: undefined };

  see(event: AccessEvent, { ms, lookup, operator }: Moment): boolean {
    this.facts.minutesBeforeExport = undefined;
    if (!lookup) return false;
    if (event.action !== "export") {
      if (ms > operator.lastSearchMs) operator.lastSearchMs = ms;
      const subjects = event.subjects;
      if (subjects === undefined) return false;
      for (let index = 0; index < subjects.length && index < SUBJECTS_PER_EVENT; index++) {
        const { id } = subjects[index]!;
        if (id !== undefined) (operator.searches ??= new RecentSubjects()).add(id, ms);
      }
      return false;
    }
    const searched = lastSearch(event, ms, operator);
    if (searched !== undefined && ms - searched <= LONGEST && ms >= searched) {
      this.facts.minutesBeforeExport = Math.floor((ms - searched) / MINUTE);
      return true;
    }
    return false;
  }
}

function lastSearch(event: AccessEvent, ms: number, operator: Moment["operator"]): number | undefined {
  let named = false;
  let latest: number | undefined;
  for (const { id } of event.subjects ?? []) {
    if (id === undefined) continue;
    named = true;
    const time = operator.searches?.last(id, ms);
    if (time !== undefined && (latest === undefined || time > latest)) latest = time;
  }
  return named ? latest : operator.lastSearchMs;
}
