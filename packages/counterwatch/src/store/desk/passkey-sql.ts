/** Passkeys in a database. */
import { checkCounter, type Passkey } from "../../incidents/desk/passkey.ts";
import { CounterwatchError } from "../../model/index.ts";
import type { SqlSession } from "./sql-driver.ts";

export async function passkeysOf(session: SqlSession, account: string): Promise<Passkey[]> {
  const rows = await session.all("SELECT passkey FROM passkeys WHERE account = $1", [account]);
  return rows
    .map(({ passkey }) => JSON.parse(String(passkey)) as Passkey)
    .toSorted((a, b) => (a.made === b.made ? (a.id < b.id ? -1 : 1) : a.made < b.made ? -1 : 1));
}

export async function passkeyById(session: SqlSession, id: string): Promise<Passkey | undefined> {
  const [row] = await session.all("SELECT passkey FROM passkeys WHERE id = $1", [id]);
  return row === undefined ? undefined : (JSON.parse(String(row["passkey"])) as Passkey);
}

/** Within a transaction. */
export async function addPasskey(session: SqlSession, passkey: Passkey): Promise<void> {
  if ((await passkeyById(session, passkey.id)) !== undefined)
    throw new CounterwatchError("conflict", "this passkey is known already");
  await session.run("INSERT INTO passkeys (id, account, passkey) VALUES ($1, $2, $3)", [
    passkey.id,
    passkey.account,
    JSON.stringify(passkey),
  ]);
}

/** Within a transaction, so that of two uses with one counter only one succeeds. */
export async function usePasskey(
  session: SqlSession,
  id: string,
  counter: number,
  used: string,
): Promise<void> {
  const passkey = await passkeyById(session, id);
  if (passkey === undefined) throw new CounterwatchError("not-found", "there is no such passkey");
  checkCounter(passkey.counter, counter);
  await session.run("UPDATE passkeys SET passkey = $1 WHERE id = $2", [
    JSON.stringify({ ...passkey, counter, used }),
    id,
  ]);
}

/** Within a transaction. */
export async function removePasskey(session: SqlSession, account: string, id: string): Promise<void> {
  if ((await passkeyById(session, id))?.account !== account)
    throw new CounterwatchError("not-found", "there is no such passkey");
  await session.run("DELETE FROM passkeys WHERE id = $1", [id]);
}
