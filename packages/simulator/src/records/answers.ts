import { DAY } from "../agency/roster.ts";
import { type AccessEventJson, SYSTEM_NAMES, type SubjectJson, type SystemName } from "../event.ts";
import { POSITIONS, RECORDS } from "../parameters.ts";
import type { RecordBook } from "./record-book.ts";
import { partiesOf, type Period, type ShownRowJson } from "./shown-row.ts";

/** Actions that put records on the screen or into a file. */
const SHOWING: ReadonlySet<string> = new Set(["search", "view", "playback", "locate", "export"]);

/** What a look-up showed, over all cities of a world. */
export class Answers {
  readonly #books: readonly RecordBook[];

  constructor(books: readonly RecordBook[]) {
    this.#books = books;
  }

  /**
   * The rows that this look-up showed, each with its id and time. A subject's rows lie in the window asked for; without one, in
   * as many days before the look-up as its system shows by habit. A site without a subject shows whoever was noticed there.
   * Nothing where nobody is asked for: searches by description (synthetic vehicles have no colour), fragments, machines'
   * polls, sign-ins.
   */
  to(lookup: AccessEventJson): ShownRowJson[] {
    const system = SYSTEM_NAMES.find((name) => name === lookup.system);
    if (system === undefined || !SHOWING.has(lookup.action) || lookup.automated) return [];
    const period = periodOf(lookup, system);
    const rows =
      lookup.subjects === undefined
        ? this.#atSite(lookup, system, period)
        : lookup.subjects.flatMap((subject) => this.#of(system, subject, period));
    const shown = { lookup: lookup.id, shown: lookup.time };
    return rows.map((row) => ({ ...row, ...shown }));
  }

  #of(system: SystemName, subject: SubjectJson, period: Period): ShownRowJson[] {
    if (subject.partial) return [];
    for (const book of this.#books) {
      const owner = book.city.identities.ownerOf(subject);
      if (owner === undefined) return [];
      if (!book.city.society.has(owner.person)) continue;
      const { person, second } = owner;
      if (second && !book.phones.hasSecond(person)) return [];
      const known = second ? book.phones.number(person, true) : book.city.identifier(system, person);
      return known.type === subject.type ? book.of(system, person, second, period) : [];
    }
    return [];
  }

  #atSite({ site, query }: AccessEventJson, system: SystemName, period: Period): ShownRowJson[] {
    if (site === undefined || query?.filters !== undefined) return [];
    for (const book of this.#books) {
      if (site.id.startsWith(`${book.city.name}-`)) return book.at(system, site.id, period);
    }
    return [];
  }
}

function periodOf({ time, window }: AccessEventJson, system: SystemName): Period {
  const to = Date.parse(window?.to ?? time);
  const habit = (RECORDS.windowDays[system] ?? 30) * DAY;
  const from = window?.from === undefined ? to - habit : Date.parse(window.from);
  return from === to ? { from: to - POSITIONS.liveMilliseconds, to } : { from, to };
}

/**
 * The result that the access log states, made to agree with the rows: their number, and where the log names others whom the
 * records showed, as many as before, of whom those named before come first and then whoever is most often in the rows.
 */
export function agreedResult(
  { subjects, result }: AccessEventJson,
  rows: readonly ShownRowJson[],
): NonNullable<AccessEventJson["result"]> {
  if (result?.subjects === undefined) return { rows: rows.length };
  const asked = new Set(subjects?.map(keyOf));
  const named = new Set(result.subjects.map(keyOf));
  const others = new Map<string, { readonly subject: SubjectJson; count: number }>();
  for (const row of rows) {
    for (const subject of partiesOf(row)) {
      const key = keyOf(subject);
      if (asked.has(key)) continue;
      const known = others.get(key);
      if (known === undefined) others.set(key, { subject, count: 1 });
      else known.count += 1;
    }
  }
  const ranked = [...others].sort(
    ([a, { count: often }], [b, { count: seldom }]) =>
      Number(named.has(b)) - Number(named.has(a)) || seldom - often || (a < b ? -1 : 1),
  );
  return {
    rows: rows.length,
    subjects: ranked.slice(0, result.subjects.length).map(([, { subject }]) => subject),
  };
}

function keyOf({ type, id }: SubjectJson): string {
  return `${type}:${id}`;
}
