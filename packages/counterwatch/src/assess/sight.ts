/**
 * A view made ready: rows that count, when each was shown, and the rows of each registered person. Everything that an assessment
 * reads goes through here, so that no other file looks at rows of people outside the register by themselves.
 */
import { instantMs } from "../model/index.ts";
import { distinctRows, rowId } from "./distinct-rows.ts";
import type { Roster } from "./register-view.ts";
import { type Columns, kindOf, type View } from "./view.ts";

export interface Sight {
  readonly columns: Columns;
  /** Rows that count, each once. */
  readonly rows: Uint32Array;
  /** Print of the rows: sums that know no order and no person. */
  readonly print: string;
  readonly roster: Roster;
  /** Rows that name each member, first shown first, then by id. */
  readonly own: readonly Uint32Array[];
  /** Milliseconds; infinite where nobody knows. */
  shownAt(row: number): number;
  lookupOf(row: number): string | undefined;
  idOf(row: number): string;
}

export function sightOf(view: View, roster: Roster, lookupTimes: ReadonlyMap<string, string>): Sight {
  const columns = view.columns();
  const { lookupNames } = view;
  const times = Float64Array.from(lookupNames, (name) => {
    const time = lookupTimes.get(name);
    return time === undefined ? Number.POSITIVE_INFINITY : instantMs(time);
  });
  const shownAt = (row: number): number => {
    const shown = columns.shown[row] as number;
    if (!Number.isNaN(shown)) return shown;
    return times[columns.lookup[row] as number] ?? Number.POSITIVE_INFINITY;
  };
  const lookupOf = (row: number): string | undefined => lookupNames[columns.lookup[row] as number];
  const { rows, print } = distinctRows(columns, shownAt, (row) => lookupOf(row) ?? "");
  const ids = new Map<number, string>();
  const idOf = (row: number): string => {
    let id = ids.get(row);
    if (id === undefined) ids.set(row, (id = rowId(columns, row)));
    return id;
  };
  const byShown = (a: number, b: number): number => compareShown(shownAt(a), shownAt(b)) || byContent(a, b);
  const byContent = (a: number, b: number): number => {
    const [idA, idB] = [idOf(a), idOf(b)];
    if (idA !== idB) return idA < idB ? -1 : 1;
    // Rows that share an id but not their content: by what can be said without naming anybody.
    const { forms, times: happened } = columns;
    return (
      (forms[a] as number) - (forms[b] as number) ||
      compareShown(happened[a] as number, happened[b] as number)
    );
  };
  const own = ownRows(columns, rows, roster).map((list) => list.sort(byShown));
  return { columns, rows, print, roster, own, shownAt, lookupOf, idOf };
}

/** Infinities and NaN compare as equal among themselves. */
export function compareShown(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the row names two at once: a call, a transfer, or a thing and who holds it. */
export function isTwoEnded(columns: Columns, row: number): boolean {
  return (columns.to[row] as number) >= 0;
}

/** Whether the row says where `from` was: a fix, a sighting, or a call whose cell is known. */
export function isLocation({ forms, at }: Columns, row: number): boolean {
  const kind = kindOf(forms[row] as number);
  return (at[row] as number) >= 0 && (kind === "fix" || kind === "sighting" || kind === "call");
}

function ownRows({ from, to }: Columns, rows: Uint32Array, { holders, members }: Roster): Uint32Array[] {
  const lists: number[][] = members.map(() => []);
  for (const row of rows) {
    const [one, other] = [holders.get(from[row] as number), holders.get(to[row] as number)];
    if (one === undefined && other === undefined) continue;
    for (const member of new Set([...(one ?? []), ...(other ?? [])])) lists[member]?.push(row);
  }
  return lists.map((list) => Uint32Array.from(list));
}
