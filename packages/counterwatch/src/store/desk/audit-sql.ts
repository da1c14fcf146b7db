/** The trail of what people did, in a database. */
import type { AuditRow, Page } from "../../incidents/desk/desk-store.ts";
import { offset, type Paging, pageOf, whole } from "./paging.ts";
import type { SqlRow, SqlSession } from "./sql-driver.ts";

export async function addAudit(
  session: SqlSession,
  { at, by, action, target, detail }: AuditRow,
): Promise<void> {
  const [row] = await session.all("SELECT coalesce(max(number), 0) AS newest FROM audit");
  await session.run(
    "INSERT INTO audit (number, done, doer, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6)",
    [Number(row?.["newest"]) + 1, at, by, action, target ?? null, detail ?? null],
  );
}

/** The newest first. */
export async function auditTrail(session: SqlSession, { limit, after }: Paging): Promise<Page<AuditRow>> {
  const from = offset(after);
  const [count] = await session.all("SELECT count(*) AS total FROM audit");
  const rows = await session.all(
    `SELECT * FROM audit ORDER BY number DESC LIMIT ${whole(limit)} OFFSET ${from}`,
  );
  return pageOf(rows.map(auditOf), Number(count?.["total"] ?? 0), from, limit);
}

export async function signInsOf(session: SqlSession, account: string, limit: number): Promise<string[]> {
  const rows = await session.all(
    `SELECT done FROM audit WHERE doer = $1 AND action = 'sign-in' ORDER BY number DESC LIMIT ${whole(limit)}`,
    [account],
  );
  return rows.map(({ done }) => String(done));
}

function auditOf(row: SqlRow): AuditRow {
  const text = (key: string) => (row[key] === null ? undefined : String(row[key]));
  return {
    at: String(row["done"]),
    by: String(row["doer"]),
    action: String(row["action"]),
    target: text("target"),
    detail: text("detail"),
  };
}
