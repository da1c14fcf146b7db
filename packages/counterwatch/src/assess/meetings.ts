/**
 * Where and when two registered people were together: rows of both at one place, 15 minutes apart at the most. One piece of evidence a
 * place and day, and one more where a precise pair of rows says what a coarse one said.
 */
import type { Evidence, Side } from "./pair-evidence.ts";
import type { EvidenceForm } from "./reference.ts";
import { isLocation, type Sight } from "./sight.ts";
import { isCoarse } from "./view.ts";

export const TOGETHER_MS = 15 * 60_000;
export const DAY_MS = 86_400_000;

export function meetings(sight: Sight, a: Side, b: Side): Evidence[] {
  const [staysA, staysB] = [stays(sight, a), stays(sight, b)];
  if (staysA.length === 0 || staysB.length === 0) return [];
  const rank = new Map<number, number>();
  for (const [order, row] of b.rows.entries()) rank.set(row, order);
  const precise = (row: number): boolean => !isCoarse(sight.columns.forms[row] as number);
  return [
    ...together(sight, staysA.filter(precise), staysB.filter(precise), rank, false),
    ...together(sight, staysA, staysB, rank, true),
  ];
}

/**
 * For each place and day the pair of rows that was known first. A window slides over the others' rows and the first shown of those
 * in it stands at its head (a queue kept in order), so that the time is linear in the rows however many pairs there are.
 */
function together(
  sight: Sight,
  ones: readonly number[],
  others: readonly number[],
  rank: ReadonlyMap<number, number>,
  coarse: boolean,
): Evidence[] {
  const { columns, shownAt } = sight;
  const best = new Map<string, Evidence>();
  const queue: number[] = [];
  let [head, next] = [0, 0];
  const rankOf = (row: number | undefined): number => rank.get(row as number) as number;
  for (const row of ones) {
    const [place, time] = [columns.at[row] as number, columns.times[row] as number];
    for (
      ;
      next < others.length && compareStay(sight, others[next] as number, place, time + TOGETHER_MS) <= 0;
      next++
    ) {
      while (queue.length > head && rankOf(queue.at(-1)) > rankOf(others[next])) queue.pop();
      queue.push(others[next] as number);
    }
    while (head < queue.length && compareStay(sight, queue[head] as number, place, time - TOGETHER_MS) < 0)
      head += 1;
    const other = queue[head];
    if (other === undefined) continue;
    const day = Math.floor(time / DAY_MS);
    const what: EvidenceForm = { form: "meeting", place, day, coarse };
    const known = Math.max(shownAt(row), shownAt(other));
    const earlier = best.get(`${place} ${day}`);
    if (earlier === undefined || known < earlier.known)
      best.set(`${place} ${day}`, { what, rows: [row, other], known });
  }
  return [...best.values()];
}

/** Rows of a person at places, by place and time; rows alike stay in the order in which they were shown. */
export function stays({ columns }: Sight, { parties, rows }: Side): number[] {
  return [...rows]
    .filter(
      (row) =>
        isLocation(columns, row) &&
        (columns.at[row] as number) >= 0 &&
        parties.has(columns.from[row] as number),
    )
    .sort((x, y) => compareStay({ columns }, x, columns.at[y] as number, columns.times[y] as number));
}

function compareStay({ columns }: Pick<Sight, "columns">, row: number, place: number, time: number): number {
  return (columns.at[row] as number) - place || (columns.times[row] as number) - time;
}
