import { hasId, type Mark, markIn, type Said, timeIn } from "./mark.ts";

/**
 * Marks in the order of looking, packed: what look-ups say, followed by a line for each that says so. Invariant: no line without
 * something said before it, and nothing said without a line behind it. Plain data, never changed by whoever reads it.
 */
export type Marks = readonly (Said | string)[];

/** For all runs that have none yet. */
export const NO_MARKS: Marks = [];

/** Of the many lists that stay short none has room to spare: pushing takes room for sixteen more. They are replaced, never written to. */
const SHORT = 8;

/** Whether the list is one of those that are never written to. */
export function areFew(marks: Marks): boolean {
  return marks.length < SHORT;
}

/** With one more at the end; `marks` may be the same list. */
export function withMark(marks: Marks, { says, line }: Mark): Marks {
  const same = latestSaid(marks) === says;
  if (marks.length < SHORT) return same ? marks.concat(line) : marks.concat(says, line);
  const list = marks as (Said | string)[];
  if (same) list.push(line);
  else list.push(says, line);
  return list;
}

/** With the latest one replaced; for lists that are long. */
export function withLatest(marks: Marks, mark: Mark): Marks {
  const list = marks as (Said | string)[];
  list.pop();
  if (typeof list[list.length - 1] === "object") list.pop();
  return withMark(list, mark);
}

export function marksIn(marks: Marks): Mark[] {
  const all: Mark[] = [];
  let says: Said | undefined;
  for (const entry of marks) {
    if (typeof entry === "string") all.push(markIn(entry, says as Said));
    else says = entry;
  }
  return all;
}

/** What the look-ups said, in order; what several in a row said, once. */
export function saidIn(marks: Marks): Said[] {
  return marks.filter((entry) => typeof entry === "object");
}

/** What the first look-up said. */
export function firstSaid(marks: Marks): Said | undefined {
  return marks[0] as Said | undefined;
}

/** What the latest look-up said. */
export function latestSaid(marks: Marks): Said | undefined {
  for (let at = marks.length - 2; at >= 0; at--) {
    const entry = marks[at] as Said | string;
    if (typeof entry === "object") return entry;
  }
  return undefined;
}

/** How many look-ups there are. */
export function lookupsIn(marks: Marks): number {
  let count = 0;
  for (const entry of marks) if (typeof entry === "string") count++;
  return count;
}

/** When the latest look-up was: of a log that is out of order not always the last one. */
export function lastIn(marks: Marks): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const entry of marks) if (typeof entry === "string") last = Math.max(last, timeIn(entry));
  return last;
}

export function isFirst(marks: Marks, id: string): boolean {
  return marks.length > 1 && hasId(marks[1] as string, id);
}

export function isLatest(marks: Marks, id: string): boolean {
  return marks.length > 1 && hasId(marks[marks.length - 1] as string, id);
}
