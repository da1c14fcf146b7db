import { DAY } from "./run.ts";

/** Who works a case and on whom, as far as the log shows it. */
interface CaseEntry {
  /** Operators on the case. */
  team: readonly string[];
  /** Subjects looked up under it; a map from the fifth on, since most cases have two and a map of two takes 200 bytes. */
  subjects: readonly CaseSubject[] | Map<string, CaseSubject>;
  /** Operators who came from outside and whose subjects nobody else on the case looks at. */
  outsiders: Set<string> | undefined;
  sittings: number;
  first: number;
  last: number;
}

interface CaseSubject {
  readonly subject: string;
  /** Who looked at the subject under this case; at most LOOKERS kept. */
  lookers: readonly string[];
  /** The case was under way when the subject came. */
  readonly late: boolean;
}

export type CaseBook = Map<string, CaseEntry>;

const TEAM = 64;
const SUBJECTS = 512;
const LISTED = 4;
const LOOKERS = 4;
const ESTABLISHED = 3;
/** In a real audit 97 of 100 subjects of one's own came to their case within a day of its first look-up. */
const UNDER_WAY = DAY;

/** How an operator stands to a case just before a look-up of a subject under it. */
export interface Standing {
  /**
   * own: nobody else is on the case · shared: somebody else on it looks at the subject too · alone: on the team, but
   * nobody else looks at this subject · outsider: came to a case that others had established, with a subject of their own.
   */
  readonly how: "own" | "shared" | "alone" | "outsider";
  /** The case was under way when the subject came to it. */
  readonly late: boolean;
}

export function standing(
  book: CaseBook,
  name: string,
  operator: string,
  subject: string,
  time: number,
): Standing {
  const entry = book.get(name);
  if (entry === undefined) return { how: "own", late: false };
  const late = subjectUnder(entry, subject)?.late ?? time - entry.first >= UNDER_WAY;
  const member = entry.team.includes(operator);
  if (entry.team.length === (member ? 1 : 0)) return { how: "own", late };
  if (sharedOnCase(book, name, operator, subject)) return { how: "shared", late };
  const outside = member ? entry.outsiders?.has(operator) === true : entry.sittings >= ESTABLISHED;
  return { how: outside ? "outsider" : "alone", late };
}

/** True where somebody else on the case looked at the subject too. */
export function sharedOnCase(book: CaseBook, name: string, operator: string, subject: string): boolean {
  return lookersOnCase(book, name, subject).some((looker) => looker !== operator);
}

/** Who looked at the subject under this case, the first few. */
export function lookersOnCase(book: CaseBook, name: string, subject: string): readonly string[] {
  const entry = book.get(name);
  return (entry && subjectUnder(entry, subject)?.lookers) ?? [];
}

export function noteCase(
  book: CaseBook,
  name: string,
  operator: string,
  subject: string,
  time: number,
  { how, late }: Standing,
): void {
  let entry = book.get(name);
  if (entry === undefined) {
    entry = {
      team: [],
      subjects: [],
      outsiders: undefined,
      sittings: 0,
      first: time,
      last: time,
    };
    book.set(name, entry);
  }
  entry.sittings++;
  entry.last = Math.max(entry.last, time);
  if (entry.team.length < TEAM && !entry.team.includes(operator)) entry.team = entry.team.concat(operator);
  if (how === "outsider") (entry.outsiders ??= new Set()).add(operator);
  const known = subjectUnder(entry, subject);
  if (known === undefined) addSubject(entry, { subject, lookers: [operator], late });
  else if (!known.lookers.includes(operator)) {
    if (known.lookers.length < LOOKERS) known.lookers = known.lookers.concat(operator);
    for (const looker of known.lookers) entry.outsiders?.delete(looker);
  }
}

function subjectUnder({ subjects }: CaseEntry, subject: string): CaseSubject | undefined {
  return subjects instanceof Map ? subjects.get(subject) : subjects.find((each) => each.subject === subject);
}

function addSubject(entry: CaseEntry, added: CaseSubject): void {
  const { subjects } = entry;
  if (subjects instanceof Map) {
    if (subjects.size < SUBJECTS) subjects.set(added.subject, added);
  } else if (subjects.length < LISTED) entry.subjects = subjects.concat(added);
  else entry.subjects = new Map([...subjects, added].map((each) => [each.subject, each]));
}

export function forgetCases(book: CaseBook, before: number): void {
  for (const [name, entry] of book) if (entry.last < before) book.delete(name);
}
