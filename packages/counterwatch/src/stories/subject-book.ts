import { DAY } from "./run.ts";

/** Who looked at a subject lately, for "a colleague looks too" and for "everybody looks today". */
export interface Looker {
  readonly operator: string;
  last: number;
}

/** By subject. Of most only one operator ever looks, who then stands without a list: a third of the memory. */
export type SubjectBook = Map<string, Looker | Looker[]>;

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
  let colleagues = 0;
  let recent = 0;
  for (const looker of lookersAt(book, subject)) {
    if (looker.operator === operator || time - looker.last > COLLEAGUE_REACH) continue;
    colleagues++;
    if (time - looker.last <= POPULAR_REACH) recent++;
  }
  return { colleagues, popular: recent >= POPULAR };
}

/** At most the latest twelve. */
export function lookersAt(book: SubjectBook, subject: string): readonly Looker[] {
  const known = book.get(subject);
  return known === undefined ? [] : Array.isArray(known) ? known : [known];
}

export function noteLooker(book: SubjectBook, subject: string, operator: string, time: number): void {
  const lookers = lookersAt(book, subject) as Looker[];
  const known = lookers.find((looker) => looker.operator === operator);
  if (known !== undefined) {
    known.last = Math.max(known.last, time);
    return;
  }
  const looker = { operator, last: time };
  if (lookers.length < 2) book.set(subject, lookers.length === 0 ? looker : [...lookers, looker]);
  else {
    if (lookers.length === LOOKERS) {
      const oldest = lookers.reduce((a, b, i, all) => (b.last < (all[a] as Looker).last ? i : a), 0);
      lookers.splice(oldest, 1);
    }
    lookers.push(looker);
  }
}

export function forgetSubjects(book: SubjectBook, before: number): void {
  for (const [subject, lookers] of book) {
    const isOver = Array.isArray(lookers)
      ? lookers.every(({ last }) => last < before)
      : lookers.last < before;
    if (isOver) book.delete(subject);
  }
}
