/** Who works a case and on whom, as far as the log shows it. */
interface CaseEntry {
  /** Operators on the case. */
  readonly team: Set<string>;
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
const ESTABLISHED = 3;

/**
 * own: nobody else is on the case · shared: somebody else on it looks at the subject too · alone: on the team, but
 * nobody else looks at this subject · outsider: came to a case that others had established, with a subject of their own.
 */
export type Standing = "own" | "shared" | "alone" | "outsider";

/** How an operator stands to a case just before a look-up of `subject` under it. */
export function standing(book: CaseBook, name: string, operator: string, subject: string): Standing {
  const entry = book.get(name);
  if (entry === undefined) return "own";
  const others = entry.team.size - (entry.team.has(operator) ? 1 : 0);
  if (others === 0) return "own";
  if (sharedOnCase(book, name, operator, subject)) return "shared";
  if (entry.team.has(operator)) return entry.outsiders.has(operator) ? "outsider" : "alone";
  return entry.sittings >= ESTABLISHED ? "outsider" : "alone";
}

/** True where somebody else on the case looked at the subject too. */
export function sharedOnCase(book: CaseBook, name: string, operator: string, subject: string): boolean {
  return (
    book
      .get(name)
      ?.subjects.get(subject)
      ?.some((looker) => looker !== operator) ?? false
  );
}

export function noteCase(
  book: CaseBook,
  name: string,
  operator: string,
  subject: string,
  time: number,
  how: Standing,
): void {
  let entry = book.get(name);
  if (entry === undefined) {
    entry = { team: new Set(), subjects: new Map(), outsiders: new Set(), sittings: 0, last: time };
    book.set(name, entry);
  }
  entry.sittings++;
  entry.last = Math.max(entry.last, time);
  if (entry.team.size < TEAM) entry.team.add(operator);
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
