/**
 * The look-ups under one investigation: who looked is settled, what it exposed is the question. Told by findings (ids alone), by
 * access events (with time and number of rows), or by both.
 */
import { hash } from "node:crypto";
import type { AccessEvent, Finding, Pseudonym, System } from "../../model/index.ts";

export interface IncidentLookUp {
  readonly id: string;
  /** When it was made. Where only a finding names it: the earliest time that the finding allows. */
  time: string | undefined;
  /** True: from the log itself. */
  exact: boolean;
  system: System | undefined;
  /** Who was looked up; undefined: nobody knows, or anybody could be in the answer. */
  subjects: readonly Pseudonym[] | undefined;
  /** How many rows the log says were shown. */
  rows: number | undefined;
  /** A failure, a refusal, or nothing that shows rows. */
  showsNothing: boolean;
}

/** What shows no rows, whatever it does. */
const WITHOUT_ROWS: ReadonlySet<AccessEvent["action"]> = new Set(["sign-in", "configure", "delete"]);
/** Findings that say what a log does not show; their look-ups are neighbours of a hole, nobody's in particular. */
const HOLES = ["source/gap", "source/silence", "ledger/deletion"];

export class Incident {
  readonly lookups = new Map<string, IncidentLookUp>();
  readonly holes: Pick<Finding, "id" | "detector" | "since" | "time" | "explanation">[] = [];
  /** Findings that were counted. */
  findings = 0;

  addFinding({ id, detector, since, time, explanation, events, subjects }: Finding): void {
    if (HOLES.includes(detector)) {
      if (!this.holes.some((hole) => hole.id === id))
        this.holes.push({ id, detector, since, time, explanation });
      return;
    }
    this.findings++;
    for (const event of events) {
      const known = this.lookups.get(event);
      if (known === undefined)
        this.lookups.set(event, {
          id: event,
          time: since,
          exact: false,
          system: undefined,
          subjects: subjects.length === 0 ? undefined : subjects,
          rows: undefined,
          showsNothing: false,
        });
      else if (!known.exact) {
        if (known.time !== undefined && since < known.time) known.time = since;
        known.subjects =
          known.subjects === undefined || subjects.length === 0
            ? undefined
            : [...new Set([...known.subjects, ...subjects])];
      }
    }
  }

  /** A look-up of the intruder's. */
  addLookUp(event: AccessEvent): void {
    this.lookups.set(event.id, lookUpOf(event));
  }

  /** What the log says of a look-up that belongs to the incident already; others are none of its business. */
  describe(event: AccessEvent): void {
    if (this.lookups.has(event.id)) this.addLookUp(event);
  }

  /** First and last look-up; undefined where no time is known. */
  span(): { readonly from: string; readonly to: string } | undefined {
    let from: string | undefined;
    let to: string | undefined;
    for (const { time } of this.lookups.values()) {
      if (time === undefined) continue;
      if (from === undefined || time < from) from = time;
      if (to === undefined || time > to) to = time;
    }
    return from === undefined || to === undefined ? undefined : { from, to };
  }

  /** Holes of the log within the incident's time: more look-ups may have been made in them. */
  openHoles(): Incident["holes"] {
    const span = this.span();
    return span === undefined
      ? this.holes
      : this.holes.filter(({ since, time }) => since <= span.to && span.from <= time);
  }

  /** The same look-ups make the same name. */
  name(): string {
    return `incident-${hash("sha256", [...this.lookups.keys()].toSorted().join("\n"), "hex").slice(0, 12)}`;
  }
}

function lookUpOf({ id, time, system, action, subjects, result }: AccessEvent): IncidentLookUp {
  const refused = result?.outcome === "failure" || result?.outcome === "denied";
  return {
    id,
    time,
    exact: true,
    system,
    subjects: singledOut(subjects),
    rows: result?.rows,
    showsNothing: refused || WITHOUT_ROWS.has(action) || result?.rows === 0,
  };
}

/** A fragment, a withheld subject or none at all: the answer could have held anybody. */
function singledOut(subjects: AccessEvent["subjects"]): readonly Pseudonym[] | undefined {
  const ids = (subjects ?? []).map(({ id, partial }) => (partial === true ? undefined : id));
  return ids.length > 0 && ids.every((id) => id !== undefined) ? ids : undefined;
}
