/** Who works a case and on whom, as far as the log shows it. */
export interface CaseEntry {
  /** Operators on the case, by first use. */
  readonly team: Map<string, string>;
  /** Subjects looked up under it, with the operators who did (at most LOOKERS kept). */
  readonly subjects: Map<string, string[]>;
  /** Operators who came from outside and whose subjects nobody else on the case looks at. */
  readonly outsiders: Set<string>;
  sittings: number;
  last: number;
}

export type CaseBook = Map<string, CaseEntry>;

const TEAM = 64;
const SUBJECTS = 512;
const LOOKERS = 4;

export type Standing = "own" | "team" | "outsider";

/** How an operator stands to a case just before a look-up of `subject` under it. */
export function standing(book: CaseBook, name: string, operator: string, unit: string, subject: string): Standing {
  const entry = book.get(name);
  if (entry === undefined) return "own";
  const others = entry.team.size - (entry.team.has(operator) ? 1 : 0);
  if (others === 0) return "own";
  const shared = entry.subjects.get(subject)?.some((looker) => looker !== operator) ?? false;
  if (shared) return "team";
  if (entry.team.has(operator)) return entry.outsiders.has(operator) ? "outsider" : "team";
  const unitKnown = unit !== "";
  const sameUnit = unitKnown && [...entry.team.values()].includes(unit);
  const established = entry.sittings >= 3;
  return established && !sameUnit ? "outsider" : "team";
}

/** True where somebody else on the case looked at the subject too. */
export function sharedOnCase(book: CaseBook, name: string, operator: string, subject: string): boolean {
  return book.get(name)?.subjects.get(subject)?.some((looker) => looker !== operator) ?? false;
}

export function noteCase(
  book: CaseBook,
  name: string,
  operator: string,
  unit: string,
  subject: string,
  time: number,
  how: Standing,
): void {
  let entry = book.get(name);
  if (entry === undefined) {
    entry = { team: new Map(), subjects: new Map(), outsiders: new Set(), sittings: 0, last: time };
    book.set(name, entry);
  }
  entry.sittings++;
  entry.last = Math.max(entry.last, time);
  if (entry.team.size < TEAM) entry.team.set(operator, unit);
  if (how === "outsider") entry.outsiders.add(operator);
  const lookers = entry.subjects.get(subject);
  if (lookers === undefined) {
    if (entry.subjects.size < SUBJECTS) entry.subjects.set(subject, [operator]);
  } else if (!lookers.includes(operator)) {
    if (lookers.length < LOOKERS) lookers.push(operator);
    for (const looker of lookers) entry.outsiders.delete(looker);
  }
}

export function forgetCases(book: CaseBook, before: number): void {
  for (const [name, entry] of book) if (entry.last < before) book.delete(name);
}
