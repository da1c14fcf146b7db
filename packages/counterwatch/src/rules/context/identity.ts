import type { AccessEvent, Subject } from "../../model/index.ts";
import { type FactNoun, type FactReader, type Moment } from "./fact.ts";
import { RecentSubjects } from "./recent-subjects.ts";

const MINUTE = 60_000;
const LONGEST = 24 * 60 * MINUTE;
const SUBJECTS_PER_EVENT = 8;
const WHEREABOUTS: ReadonlySet<string> = new Set([
  "location",
  "cameras",
  "plates",
  "faces",
  "calls",
  "travel",
]);

export const identity: FactNoun = {
  noun: "identity",
  facts: {
    minutesBefore: {
      meaning:
        "For a look-up in location, cameras, plates, faces, calls or travel: whole minutes since the operator's identity look-up that named or returned the same subject. Unknown after a day.",
      bounded: `the last ${RecentSubjects.CAPACITY} identified subjects of each remembered operator`,
    },
  },
  open: () => new IdentityReader(),
};

class IdentityReader implements FactReader {
  readonly facts: Record<"minutesBefore", number | undefined> = { minutesBefore: undefined };

  see(event: AccessEvent, { ms, lookup, operator }: Moment): boolean {
    this.facts.minutesBefore = undefined;
    if (!lookup) return false;
    if (event.system === "identity") {
      const seen = (operator.identified ??= new RecentSubjects());
      remember(seen, event.subjects, ms);
      remember(seen, event.result?.subjects, ms);
      return false;
    }
    if (operator.identified === undefined || event.subjects === undefined || !WHEREABOUTS.has(event.system))
      return false;
    let latest: number | undefined;
    for (const { id } of event.subjects) {
      const time = id === undefined ? undefined : operator.identified.last(id, ms);
      if (time !== undefined && (latest === undefined || time > latest)) latest = time;
    }
    if (latest === undefined || ms - latest > LONGEST) return false;
    this.facts.minutesBefore = Math.floor((ms - latest) / MINUTE);
    return true;
  }
}

function remember(seen: RecentSubjects, subjects: readonly Subject[] | undefined, ms: number): void {
  for (const { id } of subjects?.slice(0, SUBJECTS_PER_EVENT) ?? []) if (id !== undefined) seen.add(id, ms);
}
