/** Contributions, in their order, become clipped counts by table and cell. */
import { ClippedCounter } from "./clipping.ts";
import type { Contribution } from "./contribution.ts";
import type { PlannedTable } from "./plan.ts";
import { TABLES } from "./tables.ts";

type Scan = (visit: (contribution: Contribution) => void) => void;
type Counted = Pick<PlannedTable, "table" | "perSubject" | "perOperator">;

/**
 * `scan` shows all contributions in their order, as often as it is asked: once to see which cells occur, and once for each of them, so that
 * the rooms of one cell alone are in memory.
 */
export function countTables(
  tables: readonly Counted[],
  scan: Scan,
  counter: ClippedCounter = new ClippedCounter(),
): number[][] {
  const counts = tables.map(({ table }) => TABLES[table].cells.map(() => 0));
  scan((contribution) => {
    for (const [at, { table }] of tables.entries()) {
      const { of, cellOf } = TABLES[table];
      const row = counts[at];
      if (row !== undefined && contribution.of === of) row[cellOf(contribution)] = 1;
    }
  });
  for (const [at, { table, perSubject, perOperator }] of tables.entries()) {
    const { of, cellOf } = TABLES[table];
    const row = counts[at] ?? [];
    for (const [cell, occurs] of row.entries()) {
      if (occurs === 0) continue;
      counter.begin({ perSubject, perOperator });
      scan((contribution) => {
        if (contribution.of === of && cellOf(contribution) === cell)
          counter.offer(contribution.operator, contribution.subject);
      });
      row[cell] = counter.count;
    }
  }
  return counts;
}
