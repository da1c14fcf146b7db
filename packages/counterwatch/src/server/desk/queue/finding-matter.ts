/** A finding with its look-ups, for somebody whom it is not about, and what it is about: subjects, and the days that it spans. */
import type { Account, DeskFinding } from "../../../incidents/desk/case.ts";
import type { StoredEvent } from "../../../incidents/desk/desk-store.ts";
import type { Span } from "../../../incidents/desk/look-up-store.ts";
import { singledSubjects } from "../../../stories/singled-subjects.ts";
import type { DeskService } from "../desk-service.ts";
import { missing, refuseOwn, sourcesIn } from "../refusals.ts";

export const DAY = 86_400_000;
/** The stories' reach, in milliseconds: who looked longer ago explains nothing. */
export const REACH = 30 * DAY;
export const MOST_SUBJECTS = 12;

/** Throws `not-found`, and `refused` where it is about the reader. */
export async function readFinding(
  id: string | undefined,
  { store }: DeskService,
  account: Account,
): Promise<{ readonly finding: DeskFinding; readonly events: readonly StoredEvent[] }> {
  const finding = await store.finding(id ?? "");
  if (finding === undefined) throw missing("finding");
  const events = await store.eventsById(finding.events);
  refuseOwn([finding.operator], account, sourcesIn(finding.events, events));
  return { finding, events };
}

/** The most looked at first, so that a bulk's thousands do not become a question of thousands. */
export function subjectsOf(events: readonly StoredEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const { event } of events)
    for (const subject of singledSubjects(event)) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_SUBJECTS)
    .map(([subject]) => subject);
}

/** Whole days of UTC. */
export function spanOf(times: readonly string[]): Span {
  const sorted = times.toSorted();
  return {
    from: new Date(dayOf(sorted[0])).toISOString(),
    until: new Date(dayOf(sorted.at(-1)) + DAY).toISOString(),
  };
}

function dayOf(time = "1970-01-01"): number {
  return Date.parse(`${time.slice(0, 10)}T00:00:00.000Z`);
}

export function earlier(time: string, by: number): string {
  return new Date(Date.parse(time) - by).toISOString();
}
