import type { AccessEvent } from "../../model/index.ts";
import type { CaseList, CaseRecord } from "../case-list.ts";
import type { Policy } from "../policy.ts";
import { type ContextMeans, type FactNoun, type FactReader, type Moment, NOTHING_KEPT } from "./fact.ts";

const DAY = 86_400_000;

interface CaseFacts {
  status: "open" | "closed" | "unknown" | undefined;
  closedDays: number | undefined;
  daysUntilOpened: number | undefined;
  otherTeam: boolean | undefined;
  incidentDays: number | undefined;
  incidentBeyondPolicy: boolean | undefined;
}

const NONE: CaseFacts = {
  status: undefined,
  closedDays: undefined,
  daysUntilOpened: undefined,
  otherTeam: undefined,
  incidentDays: undefined,
  incidentBeyondPolicy: undefined,
};

const LIST = "the case list itself";

export const caseNoun: FactNoun = {
  noun: "case",
  needs: "a case list",
  facts: {
    status: {
      meaning:
        "`open`, `closed` or `unknown` for the case that the purpose names, at the time of the look-up. `closed` begins the policy's `closedCaseGraceDays` after closing.",
      bounded: LIST,
    },
    closedDays: { meaning: "Whole days since the case was closed, where its date is given.", bounded: LIST },
    daysUntilOpened: {
      meaning: "Whole days until the case was opened, where the look-up came at least one day before.",
      bounded: LIST,
    },
    otherTeam: {
      meaning: "True where the list gives the case to a team other than the operator's unit.",
      bounded: LIST,
    },
    incidentDays: {
      meaning:
        "Whole days between the record time asked for and the case's incident (`from`, `to`); 0 where they touch.",
      bounded: LIST,
    },
    incidentBeyondPolicy: {
      meaning: "True where `incidentDays` is more than the policy's `incidentDays`.",
      bounded: NOTHING_KEPT,
    },
  },
  open: ({ cases, policy }: ContextMeans) =>
    cases === undefined ? undefined : new CaseReader(cases, policy),
};

class CaseReader implements FactReader {
  readonly facts: CaseFacts & Record<string, string | number | boolean | undefined> = { ...NONE };
  readonly #cases: CaseList;
  readonly #policy: Policy;

  constructor(cases: CaseList, policy: Policy) {
    this.#cases = cases;
    this.#policy = policy;
  }

  see(event: AccessEvent, { ms }: Moment): boolean {
    const facts = Object.assign(this.facts, NONE);
    const name = event.purpose?.case;
    if (name === undefined) return false;
    const found = this.#cases.find(name);
    if (found === undefined) {
      facts.status = "unknown";
      return true;
    }
    facts.status = this.#isClosed(found, ms) ? "closed" : "open";
    if (found.closed !== undefined && ms > found.closed)
      facts.closedDays = Math.floor((ms - found.closed) / DAY);
    if (found.opened !== undefined && ms < found.opened - DAY) {
      facts.daysUntilOpened = Math.floor((found.opened - ms) / DAY);
    }
    if (found.team !== undefined && event.operator.unit !== undefined) {
      facts.otherTeam = found.team !== event.operator.unit.toLowerCase();
    }
    const distance = incidentDays(event, found);
    facts.incidentDays = distance;
    if (distance !== undefined) facts.incidentBeyondPolicy = distance > this.#policy.incidentDays;
    return true;
  }

  #isClosed(found: CaseRecord, ms: number): boolean {
    if (found.closed === undefined) return found.status === "closed";
    return ms > found.closed + this.#policy.closedCaseGraceDays * DAY;
  }
}

function incidentDays(event: AccessEvent, { from, to }: CaseRecord): number | undefined {
  if (event.window === undefined || (from === undefined && to === undefined)) return undefined;
  const asked = [event.window.from, event.window.to]
    .filter((text) => text !== undefined)
    .map((text) => Date.parse(text));
  if (asked.length === 0) return undefined;
  const first = Math.min(...asked);
  const last = Math.max(...asked);
  const begin = from ?? to!;
  const end = to ?? from!;
  if (first > end) return Math.floor((first - end) / DAY);
  if (last < begin) return Math.floor((begin - last) / DAY);
  return 0;
}
