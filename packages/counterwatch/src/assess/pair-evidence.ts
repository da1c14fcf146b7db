/**
 * What the rows say about one registered pair: pieces of evidence, each with the rows that make it and the time from which the
 * intruder had them.
 *
 * direct   a call or transfer between them; a device or booking that both hold in the same period; a thing of one on a row of the other
 * meeting  rows of both at one place, 15 minutes apart at the most; one piece a place and day (meetings.ts)
 * circle   somebody with whom each of them had a call or transfer
 * address  an address that both hold in the same period
 *
 * A device or a booking is one thing that few can hold, by what it is; an address can be a tower, so it is not direct. How many hold
 * either in this view is not asked: see reference.ts. An identifier that both of them hold says nothing of either.
 */
import { meetings } from "./meetings.ts";
import type { EvidenceForm } from "./reference.ts";
import { compareShown, isTwoEnded, type Sight } from "./sight.ts";
import { kindOf } from "./view.ts";

export interface Evidence {
  readonly what: EvidenceForm;
  readonly rows: readonly number[];
  /** Milliseconds; infinite where nobody knows when a row was shown. */
  readonly known: number;
}

/** One of the two: identifiers that are only theirs, and the rows that name them, first shown first. */
export interface Side {
  readonly parties: ReadonlySet<number>;
  readonly rows: Uint32Array;
}

/** Evidence of two members, earliest known first; where that is equal, by row ids. */
export function pairEvidence(sight: Sight, one: number, other: number): Evidence[] {
  const [a, b] = [sideOf(sight, one, other), sideOf(sight, other, one)];
  const found = [
    ...directRows(sight, a, b),
    ...sharedThings(sight, a, b),
    ...commonContacts(sight, a, b),
    ...meetings(sight, a, b),
  ];
  return found.sort((x, y) => compareShown(x.known, y.known) || compareRows(sight, x.rows, y.rows));
}

function sideOf({ roster, own }: Sight, member: number, other: number): Side {
  const all = roster.parties[member] as ReadonlySet<number>;
  const theirs = roster.parties[other] as ReadonlySet<number>;
  const parties = new Set([...all].filter((party) => !theirs.has(party)));
  return { parties, rows: own[member] as Uint32Array };
}

function compareRows({ idOf }: Sight, a: readonly number[], b: readonly number[]): number {
  for (const [index, row] of a.entries()) {
    if (b[index] === undefined) return 1;
    const [one, other] = [idOf(row), idOf(b[index])];
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.length - b.length;
}

function directRows({ columns, shownAt }: Sight, a: Side, b: Side): Evidence[] {
  const [near, far] = a.rows.length <= b.rows.length ? [a, b] : [b, a];
  const found: Evidence[] = [];
  for (const row of near.rows) {
    if (!isTwoEnded(columns, row)) continue;
    const [from, to] = [columns.from[row] as number, columns.to[row] as number];
    if (!(near.parties.has(from) && far.parties.has(to)) && !(far.parties.has(from) && near.parties.has(to)))
      continue;
    found.push({ what: { form: "direct" }, rows: [row], known: shownAt(row) });
  }
  return found;
}

function sharedThings(sight: Sight, a: Side, b: Side): Evidence[] {
  const { columns, shownAt } = sight;
  const ofA = holdingsOf(sight, a);
  const found: Evidence[] = [];
  for (const [name, rows] of holdingsOf(sight, b)) {
    let best: Evidence | undefined;
    for (const row of rows) {
      // Rows come as they were shown: the first that overlaps is the earliest.
      const other = ofA.get(name)?.find((held) => overlap(columns, held, row));
      if (other === undefined) continue;
      const known = Math.max(shownAt(other), shownAt(row));
      if (best !== undefined && !(known < best.known)) continue;
      const thing = columns.to[row] as number;
      const isAddress = kindOf(columns.forms[row] as number) === "address";
      best = { what: isAddress ? { form: "address", thing } : { form: "direct" }, rows: [other, row], known };
    }
    if (best !== undefined) found.push(best);
  }
  return found;
}

/** Rows of what a side holds, by kind and thing. */
function holdingsOf({ columns }: Sight, { parties, rows }: Side): Map<string, number[]> {
  const held = new Map<string, number[]>();
  for (const row of rows) {
    if (!isHolding(columns, row) || !parties.has(columns.from[row] as number)) continue;
    const name = `${kindOf(columns.forms[row] as number)} ${columns.to[row]}`;
    const known = held.get(name);
    if (known === undefined) held.set(name, [row]);
    else known.push(row);
  }
  return held;
}

function isHolding(columns: Sight["columns"], row: number): boolean {
  const kind = kindOf(columns.forms[row] as number);
  return kind === "device" || kind === "address" || kind === "booking";
}

/** Whether two holdings had an instant in common that is not just the end of one. */
export function overlap({ at, periods }: Sight["columns"], a: number, b: number): boolean {
  const [one, other] = [at[a] as number, at[b] as number];
  const [from, otherFrom] = [periods[one] as number, periods[other] as number];
  if (from === otherFrom) return true;
  // A handset that was sold passes at one instant; seller and buyer did not hold it together.
  return from < (periods[other + 1] as number) && otherFrom < (periods[one + 1] as number);
}

function commonContacts(sight: Sight, a: Side, b: Side): Evidence[] {
  const ofB = contactsOf(sight, b);
  const found: Evidence[] = [];
  for (const [contact, row] of contactsOf(sight, a)) {
    const other = ofB.get(contact);
    if (other === undefined || a.parties.has(contact) || b.parties.has(contact)) continue;
    const known = Math.max(sight.shownAt(row), sight.shownAt(other));
    found.push({ what: { form: "circle", contact }, rows: [row, other], known });
  }
  return found;
}

/** With whom a side had a call or transfer, and the row of it that was shown first. */
function contactsOf({ columns }: Sight, { parties, rows }: Side): Map<number, number> {
  const contacts = new Map<number, number>();
  for (const row of rows) {
    if (!isTwoEnded(columns, row) || isHolding(columns, row)) continue;
    const [from, to] = [columns.from[row] as number, columns.to[row] as number];
    if (parties.has(from) && !contacts.has(to)) contacts.set(to, row);
    if (parties.has(to) && !contacts.has(from)) contacts.set(from, row);
  }
  return contacts;
}
