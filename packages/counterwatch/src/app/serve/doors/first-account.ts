/** An account made at the machine itself: the first administrator cannot be made by anybody who is signed in. */
import { userInfo } from "node:os";
import { text } from "node:stream/consumers";
import { checkAccountName, checkRoles, SHORTEST_PASSWORD } from "../../../incidents/desk/account.ts";
import { ROLES, type Role } from "../../../incidents/desk/case.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { openDuckDb } from "../../../store/desk/duckdb-driver.ts";
import { openPostgres } from "../../../store/desk/postgres-driver.ts";
import { openDesk } from "../../../store/desk/sql-desk.ts";
import { hashPassword } from "../../../store/passwords.ts";
import { ServeFolder } from "../../../store/serve-folder.ts";

export interface NewAccount {
  readonly name: string;
  readonly roles: readonly string[];
  readonly folder: string;
  readonly database: string | undefined;
}

/** Reads the password from standard input. Throws `usage`, and `unavailable` where a running server has the database. */
export async function makeAccount({ name, roles, folder, database }: NewAccount): Promise<void> {
  checkAccountName(name);
  const unknown = roles.find((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown !== undefined)
    throw new CounterwatchError("usage", `there is no role "${unknown}"`, {
      remedy: `Roles: ${ROLES.join(", ")}.`,
    });
  checkRoles(roles as readonly Role[]);
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  if (password.length < SHORTEST_PASSWORD)
    throw new CounterwatchError("usage", `the password has fewer than ${SHORTEST_PASSWORD} characters`, {
      remedy: "Write it into standard input.",
    });
  const place = new ServeFolder(folder);
  const store = await openDesk(
    database === undefined
      ? await openDuckDb(place.database)
      : await openPostgres(database, { alone: false }),
  );
  try {
    const known = (await store.accounts()).find((account) => account.name === name);
    await store.saveAccount(
      {
        name,
        roles: roles as readonly Role[],
        // Of an account that is there what is withheld from it stays withheld.
        operators: known?.operators ?? [],
        administers: known?.administers ?? [],
        password: await hashPassword(password),
        disabled: false,
      },
      {
        at: new Date().toISOString(),
        by: `${userInfo().username} at the machine`,
        action: "account.save",
        target: name,
        detail: `${roles.join(" ")}; password set`,
      },
    );
  } finally {
    await store.close();
  }
}
