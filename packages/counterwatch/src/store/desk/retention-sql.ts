/** Retention in a database. */
import type { HeldFinding, RetentionStore } from "../../incidents/desk/retention-store.ts";
import { leavesById } from "./event-sql.ts";
import { pieces } from "./incident-sql.ts";
import { whole } from "./paging.ts";
import { placesOf, type SqlDriver, type SqlRow } from "./sql-driver.ts";

export function retentionIn(driver: SqlDriver): RetentionStore {
  return {
    async sources() {
      const rows = await driver.all("SELECT DISTINCT source FROM events ORDER BY 1");
      return rows.map(({ source }) => String(source));
    },
    async leavesPast(source, { before, from, below }, limit) {
      const rows = await driver.all(
        `SELECT leaf FROM events WHERE source = $1 AND leaf >= $2 AND leaf < $3 AND time < $4 ORDER BY leaf LIMIT ${whole(limit)}`,
        [source, from, below, before],
      );
      return rows.map(leafOf);
    },
    leavesById: (ids) => leavesById(driver, ids),
    async heldFindings(closed, after, limit) {
      const rows = await driver.all(
        `SELECT id, finding, events FROM findings
         WHERE id > $1 AND state <> 'suppressed' AND (state <> 'closed' OR changed >= $2) ORDER BY id LIMIT ${whole(limit)}`,
        [after, closed],
      );
      return rows.map(heldOf);
    },
    async present(leaves) {
      let count = 0;
      for (const some of pieces(leaves)) {
        const [row] = await driver.all(
          `SELECT count(*) AS count FROM events WHERE leaf IN (${placesOf(some)})`,
          some,
        );
        count += Number(row?.["count"]);
      }
      return count;
    },
    async forget(leaves) {
      await driver.transaction(async (session) => {
        for (const some of pieces(leaves))
          await session.run(`DELETE FROM events WHERE leaf IN (${placesOf(some)})`, some);
      });
    },
  };
}

function leafOf({ leaf }: SqlRow): number {
  return Number(leaf);
}

function heldOf(row: SqlRow): HeldFinding {
  const { since } = JSON.parse(String(row["finding"])) as { since: string };
  return { id: String(row["id"]), since, events: JSON.parse(String(row["events"])) as string[] };
}
