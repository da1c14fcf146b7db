import type { AccessEvent } from "../../model/index.ts";
import { type FactNoun, type FactReader, type Moment, PER_OPERATOR } from "./fact.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;

export const operator: FactNoun = {
  noun: "operator",
  facts: {
    lookups: {
      meaning: "Look-ups by this operator before this one, automated ones apart.",
      bounded: PER_OPERATOR,
    },
    exports: { meaning: "Exports by this operator before this look-up.", bounded: PER_OPERATOR },
    idleDays: {
      meaning: "Whole days since the operator's last row of any kind; unknown for the first.",
      bounded: PER_OPERATOR,
    },
    subjectsThisMinute: {
      meaning:
        "How often the operator has gone from one subject to another within this clock minute, this look-up included.",
      bounded: PER_OPERATOR,
    },
  },
  open: () => new OperatorReader(),
};

class OperatorReader implements FactReader {
  readonly facts: Record<"lookups" | "exports" | "idleDays" | "subjectsThisMinute", number | undefined> = {
    lookups: undefined,
    exports: undefined,
    idleDays: undefined,
    subjectsThisMinute: undefined,
  };

  see(event: AccessEvent, { ms, lookup, operator: memory }: Moment): boolean {
    const facts = this.facts;
    facts.lookups = memory.lookups;
    facts.exports = memory.exports;
    // The very first row has no "before", and a late one no negative pause.
    facts.idleDays =
      memory.lastMs === Number.NEGATIVE_INFINITY
        ? undefined
        : Math.max(0, Math.floor((ms - memory.lastMs) / DAY));
    if (ms > memory.lastMs) memory.lastMs = ms;
    facts.subjectsThisMinute = undefined;
    if (!lookup) return true;
    memory.lookups++;
    if (event.action === "export") memory.exports++;
    const subject = event.subjects?.[0]?.id;
    if (subject === undefined) return true;
    const minute = Math.floor(ms / MINUTE);
    if (minute !== memory.minute) {
      memory.minute = minute;
      memory.minuteSubjects = 0;
      memory.minuteSubject = "";
    }
    if (subject !== memory.minuteSubject) {
      memory.minuteSubject = subject;
      memory.minuteSubjects++;
    }
    facts.subjectsThisMinute = memory.minuteSubjects;
    return true;
  }
}
