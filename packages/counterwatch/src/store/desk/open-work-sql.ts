/** What waits for people, in a database: one pass over the findings, and the incidents that somebody proposed to close. */
import type { FindingState, Incident } from "../../incidents/desk/case.ts";
import type { OpenWork, OpenWorkQuery } from "../../incidents/desk/desk-store.ts";
import type { Severity } from "../../model/index.ts";
import { findingOf } from "./finding-sql.ts";
import { idsOf, incidentsOf } from "./incident-sql.ts";
import type { SqlSession } from "./sql-driver.ts";

const OLDEST = 20;
const PROPOSED = 200;

export async function openWork(
  session: SqlSession,
  { learned, stories, without = [] }: OpenWorkQuery,
): Promise<OpenWork> {
  const others = (from: number) => {
    const places = without.map((_, at) => `$${from + at}`).join(",");
    return without.length === 0 ? "1 = 1" : `f.operator NOT IN (${places})`;
  };
  const counts = await session.all(
    `SELECT severity, state, CASE WHEN owner IS NULL THEN 0 ELSE 1 END AS owned, count(*) AS count,
       sum(CASE WHEN learned >= $1 THEN 1 ELSE 0 END) AS fresh,
       sum(CASE WHEN detector LIKE 'story/%' AND time >= $2 THEN 1 ELSE 0 END) AS stories
     FROM findings f WHERE ${others(3)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [learned, stories, ...without],
  );
  const oldest = await session.all(
    `SELECT * FROM findings f WHERE state = 'new' AND owner IS NULL AND ${others(1)} ORDER BY learned, id LIMIT ${OLDEST}`,
    without,
  );
  const [closed] = await session.all(
    `SELECT count(*) AS count FROM incidents i WHERE open = 0 AND changed >= $1
       AND NOT EXISTS (SELECT 1 FROM findings f WHERE f.incident = i.id AND NOT (${others(2)}))`,
    [learned, ...without],
  );
  return {
    findings: counts.map((row) => ({
      severity: row["severity"] as Severity,
      state: row["state"] as FindingState,
      owned: row["owned"] === 1,
      count: Number(row["count"]),
      fresh: Number(row["fresh"]),
      stories: Number(row["stories"]),
    })),
    oldest: oldest.map(findingOf),
    proposed: await proposedOf(session),
    closed: Number(closed?.["count"] ?? 0),
  };
}

/** A proposal is the last word only until the next step: the steps say which still stand. In a comment the quotes would be escaped. */
async function proposedOf(session: SqlSession): Promise<Incident[]> {
  const rows = await session.all(
    `SELECT DISTINCT i.id AS id FROM incidents i JOIN steps s ON s.incident = i.id
     WHERE i.open = 1 AND strpos(s.step, '"do":"close-proposed"') > 0 ORDER BY 1`,
  );
  const incidents = await incidentsOf(session, idsOf(rows));
  return incidents
    .filter(({ state }) => state === "close-proposed")
    .toSorted((a, b) => (a.changed === b.changed ? (a.id < b.id ? -1 : 1) : a.changed < b.changed ? -1 : 1))
    .slice(0, PROPOSED);
}
