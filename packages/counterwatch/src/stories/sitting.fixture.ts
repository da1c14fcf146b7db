import type { Standing } from "./case-book.ts";
import {
  ALONE_ON_CASE,
  LATE_TO_OTHERS,
  LATE_TO_OWN,
  OTHERS_CASE,
  OWN_CASE,
  TEAM_CASE,
  UNEXPLAINED,
} from "./explanation.ts";
import { Fixation } from "./fixation.ts";
import { type LookUp, lookUp, pseudonym } from "./lookups.fixture.ts";
import { markOf } from "./mark.ts";
import { DAY, type Run, SITTING_GAP } from "./run.ts";
import type { Scene, Sitting, Story } from "./story.ts";

const STANDINGS: Readonly<Record<number, Standing>> = {
  [OWN_CASE]: { how: "own", late: false },
  [TEAM_CASE]: { how: "shared", late: false },
  [ALONE_ON_CASE]: { how: "alone", late: false },
  [OTHERS_CASE]: { how: "outsider", late: false },
  [LATE_TO_OWN]: { how: "own", late: true },
  [LATE_TO_OTHERS]: { how: "outsider", late: true },
};

/**
 * A sitting as the desk would hand it to a story, its explanation given instead of worked out. `nats` begins below
 * everything, so that a story that adds the larger of its own and the known evidence shows its own.
 */
export function sittingOf(
  short: LookUp & { subject?: string },
  explanation: number,
  { opens = true, pursuit }: { opens?: boolean; pursuit?: Run } = {},
): Sitting {
  const event = lookUp(short);
  return {
    event,
    mark: markOf(event, short.at),
    time: short.at,
    day: Math.floor(short.at / DAY),
    operator: short.operator,
    unit: short.unit ?? "",
    subject: short.subject === undefined ? undefined : pseudonym(short.subject),
    opens,
    standing: STANDINGS[explanation],
    explanation,
    pursuit,
    nats: Number.NEGATIVE_INFINITY,
  };
}

/** Books in which nobody else ever looked; claims go nowhere. */
export function emptyScene(fixation?: Fixation): Scene {
  return {
    subjects: new Map(),
    cases: new Map(),
    pursuit: (operator, subject) => fixation?.pursuit(operator, subject),
    claim: () => {},
  };
}

/** The runs that a story claims of unexplained look-ups in order, the fixation seeing them first as in the desk. */
export function claimsOf(story: Story, lookups: readonly (LookUp & { subject: string })[]): Run[] {
  const fixation = new Fixation();
  const claimed = new Set<Run>();
  const scene: Scene = { ...emptyScene(fixation), claim: (run) => claimed.add(run) };
  for (const one of lookups) {
    const known = fixation.pursuit(one.operator, pseudonym(one.subject));
    const sitting = sittingOf(one, UNEXPLAINED, {
      opens: known === undefined || one.at - known.last >= SITTING_GAP,
    });
    sitting.nats = 0;
    fixation.see(sitting, emptyScene());
    story.see(sitting, scene);
  }
  return [...claimed];
}

/** Calls `happen` for every time put in, in order of time; what happens may put in more. */
export class Agenda<T> {
  readonly #days = new Map<number, { time: number; what: T }[]>();
  #last = 0;

  add(time: number, what: T): void {
    const day = Math.floor(time / DAY);
    const entry = this.#days.get(day);
    if (entry === undefined) this.#days.set(day, [{ time, what }]);
    else entry.push({ time, what });
    this.#last = Math.max(this.#last, day);
  }

  run(happen: (time: number, what: T) => void): void {
    for (let day = Math.min(...this.#days.keys()); day <= this.#last; day++) {
      const entries = this.#days.get(day) ?? [];
      while (entries.length > 0) {
        entries.sort((a, b) => b.time - a.time);
        const { time, what } = entries.pop() as { time: number; what: T };
        happen(time, what);
      }
      this.#days.delete(day);
    }
  }
}
