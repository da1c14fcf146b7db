/** The same questions of look-ups in memory: the oracle. */
import type { Facet, StoredEvent } from "../../../incidents/desk/desk-store.ts";
import type { LookUpStore, Matter, Span, UnitWork, WorkHour } from "../../../incidents/desk/look-up-store.ts";
import { FEWEST_LOOKUPS, type PeerCount, type PeerQuestion } from "../../../incidents/desk/peers.ts";
import { caseName } from "../../../stories/case-name.ts";
import { singledSubjects } from "../../../stories/singled-subjects.ts";

export class MemoryLookUps implements LookUpStore {
  readonly #all: () => Iterable<StoredEvent>;

  constructor(all: () => Iterable<StoredEvent>) {
    this.#all = all;
  }

  async peers({
    quantity,
    operator,
    systems,
    unit,
    from,
    until,
    nightHours,
  }: PeerQuestion): Promise<PeerCount[]> {
    const chosen = this.#within({ from, until })
      .filter(({ automated, system }) => automated !== true && systems.includes(system))
      .filter((event) => unit === undefined || event.operator.unit === unit);
    const counts = new Map<string, PeerCount>();
    for (const [name, events] of grouped(chosen, (event) => event.operator.id)) {
      const share = (part: number) =>
        events.length < FEWEST_LOOKUPS ? undefined : Math.floor((100 * part) / events.length);
      const subjects = events.flatMap(singledSubjects);
      const days = new Set(
        events.flatMap((event) =>
          singledSubjects(event).map((subject) => `${subject} ${event.time.slice(0, 10)}`),
        ),
      );
      const value = {
        repeats: () => most([...days].map((day) => day.split(" ")[0] ?? "")),
        subjects: () => new Set(subjects).size || undefined,
        lookups: () => events.length,
        uncased: () => share(events.filter((event) => caseName(event) === undefined).length),
        night: () => share(events.filter(({ time }) => nightHours.includes(time.slice(11, 13))).length),
      }[quantity]();
      if (value === undefined) continue;
      const own = name === operator;
      const key = `${value} ${own}`;
      counts.set(key, { value, own, operators: (counts.get(key)?.operators ?? 0) + 1 });
    }
    return [...counts.values()].toSorted((a, b) => a.value - b.value || Number(a.own) - Number(b.own));
  }

  async company(subjects: readonly string[], operator: string, span: Span): Promise<Facet[]> {
    const lookers = new Map<string, Set<string>>();
    for (const event of this.#within(span))
      for (const subject of singledSubjects(event))
        if (event.operator.id !== operator && subjects.includes(subject))
          lookers.set(subject, (lookers.get(subject) ?? new Set()).add(event.operator.id));
    return [...lookers]
      .map(([value, names]) => ({ value, count: names.size }))
      .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  }

  async eventsAbout(
    { subjects, cases }: Matter,
    { from, until }: Span,
    limit: number,
  ): Promise<StoredEvent[]> {
    return [...this.#all()]
      .filter(({ event }) => event.time >= from && event.time < until)
      .filter(
        ({ event }) =>
          singledSubjects(event).some((subject) => subjects.includes(subject)) ||
          cases.includes(caseName(event) ?? ""),
      )
      .toSorted((a, b) => a.leaf - b.leaf)
      .slice(-limit);
  }

  async work(operator: string): Promise<WorkHour[]> {
    const own = [...this.#all()].filter(({ event }) => event.operator.id === operator && !event.automated);
    const hours = grouped(own, ({ event }) => `${event.time.slice(0, 13)} ${event.system}`);
    return [...hours]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, events]) => ({
        system: key.split(" ")[1] ?? "",
        hour: key.split(" ")[0] ?? "",
        lookups: events.length,
        cased: events.filter(({ event }) => caseName(event) !== undefined).length,
      }));
  }

  async unitWork(unit: string, without: string, span: Span): Promise<UnitWork> {
    const events = this.#within(span).filter(
      ({ operator, automated }) => operator.unit === unit && operator.id !== without && automated !== true,
    );
    return {
      operators: new Set(events.map(({ operator }) => operator.id)).size,
      lookups: events.length,
      cased: events.filter((event) => caseName(event) !== undefined).length,
    };
  }

  #within({ from, until }: Span) {
    return [...this.#all()].map(({ event }) => event).filter(({ time }) => time >= from && time < until);
  }
}

function most(all: readonly string[]): number | undefined {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts.size === 0 ? undefined : Math.max(...counts.values());
}

function grouped<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups;
}
