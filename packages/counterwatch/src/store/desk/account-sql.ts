/** Accounts and suppressions in a database. */
import type { Account, Suppression } from "../../incidents/desk/case.ts";
import { CounterwatchError } from "../../model/index.ts";
import type { SqlSession } from "./sql-driver.ts";

export async function accounts(session: SqlSession): Promise<Account[]> {
  const rows = await session.all("SELECT account FROM accounts ORDER BY name");
  return rows.map(({ account }) => JSON.parse(String(account)) as Account);
}

export async function saveAccount(session: SqlSession, account: Account): Promise<void> {
  await session.run(
    "INSERT INTO accounts (name, account) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET account = excluded.account",
    [account.name, JSON.stringify(account)],
  );
}

/** Within a transaction. */
export async function setPassword(session: SqlSession, name: string, password: string): Promise<void> {
  const [row] = await session.all("SELECT account FROM accounts WHERE name = $1", [name]);
  if (row === undefined) throw new CounterwatchError("not-found", "there is no such account");
  await saveAccount(session, { ...(JSON.parse(String(row["account"])) as Account), password });
}

export async function suppressions(session: SqlSession): Promise<Suppression[]> {
  const rows = await session.all("SELECT suppression FROM suppressions ORDER BY id");
  return rows.map(({ suppression }) => JSON.parse(String(suppression)) as Suppression);
}

export async function suppress(session: SqlSession, suppression: Suppression): Promise<void> {
  await session.run("INSERT INTO suppressions (id, suppression) VALUES ($1, $2)", [
    suppression.id,
    JSON.stringify(suppression),
  ]);
}
