import { DAY } from "./run.ts";

/** Who looked at a subject lately, for "a colleague looks too" and for "everybody looks today". */
interface SubjectEntry {
  readonly lookers: Looker[];
  last: number;
}

interface Looker {
  readonly operator: string;
  readonly unit: string;
  last: number;
  cased: boolean;
}

export type SubjectBook = Map<string, SubjectEntry>;

const LOOKERS = 12;
const COLLEAGUE_REACH = 30 * DAY;
const POPULAR_REACH = 10 * DAY;
const POPULAR = 4;

export interface Interest {
  /** Other operators who looked at the subject within thirty days. */
  readonly colleagues: number;
  /** So many within ten days that the subject is a matter of the day. */
  readonly popular: boolean;
}

export function interestIn(book: SubjectBook, subject: string, operator: string, time: number): Interest {
  const entry = book.get(subject);
  let colleagues = 0;
  let recent = 0;
  for (const looker of entry?.lookers ?? []) {
    if (looker.operator === operator || time - looker.last > COLLEAGUE_REACH) continue;
    colleagues++;
    if (time - looker.last <= POPULAR_REACH) recent++;
  }
  return { colleagues, popular: recent >= POPULAR };
}

export function noteLooker(
  book: SubjectBook,
  subject: string,
  operator: string,
  unit: string,
  time: number,
  cased: boolean,
): void {
  const entry = book.get(subject);
  if (entry === undefined) {
    book.set(subject, { lookers: [{ operator, unit, last: time, cased }], last: time });
    return;
  }
  entry.last = Math.max(entry.last, time);
  const known = entry.lookers.find((looker) => looker.operator === operator);
  if (known !== undefined) {
    known.last = Math.max(known.last, time);
    known.cased ||= cased;
    return;
  }
  if (entry.lookers.length === LOOKERS) {
    const oldest = entry.lookers.reduce((a, b, i, all) => (b.last < (all[a] as Looker).last ? i : a), 0);
    entry.lookers.splice(oldest, 1);
  }
  entry.lookers.push({ operator, unit, last: time, cased });
}

export function forgetSubjects(book: SubjectBook, before: number): void {
  for (const [subject, entry] of book) if (entry.last < before) book.delete(subject);
}
