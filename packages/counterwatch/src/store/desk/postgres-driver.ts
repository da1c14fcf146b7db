/** PostgreSQL through the same port: for a team that has a database server and backs it up. */
import pg from "pg";
import { CounterwatchError } from "../../model/index.ts";
import type { SqlDriver, SqlRow, SqlSession, SqlValue } from "./sql-driver.ts";

/** Values of one statement; the protocol allows 65,535. */
const MOST_VALUES = 60_000;

/** `url`: postgres://… Throws `unavailable` where the server does not answer or refuses. */
export async function openPostgres(url: string): Promise<SqlDriver> {
  // int8 as a number: counts and leaves are below 2^53.
  const types = {
    getTypeParser: (oid: number, format?: "text" | "binary") =>
      oid === 20 ? Number : pg.types.getTypeParser(oid, format),
  };
  const pool = new pg.Pool({ connectionString: url, max: 4, types: types as pg.CustomTypesConfig });
  // A connection that breaks while idle is replaced; the next query tells if the server is gone.
  pool.on("error", () => {});
  try {
    await pool.query("SELECT 1");
  } catch (cause) {
    await pool.end();
    throw new CounterwatchError("unavailable", "the database server does not answer", {
      remedy: "Check the address, the account and that the server runs.",
      cause,
    });
  }
  const session = sessionOf(pool);
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...session,
    transaction(work) {
      const turn = last.then(async () => {
        const client = await pool.connect();
        try {
          await client.query("BEGIN");
          const result = await work(sessionOf(client));
          await client.query("COMMIT");
          client.release();
          return result;
        } catch (cause) {
          // A client that cannot even roll back is thrown away.
          await client.query("ROLLBACK").then(
            () => client.release(),
            (broken: Error) => client.release(broken),
          );
          throw cause;
        }
      });
      last = turn.catch(() => {});
      return turn;
    },
    async close() {
      await last;
      await pool.end();
    },
  };
}

function sessionOf(client: Pick<pg.Pool, "query">): SqlSession {
  return {
    async all(sql, values = []) {
      return (await client.query<SqlRow>(sql, [...values])).rows;
    },
    async run(sql, values = []) {
      await client.query(sql, [...values]);
    },
    async insert(table, columns, rows) {
      const atOnce = Math.max(1, Math.floor(MOST_VALUES / columns.length));
      for (let from = 0; from < rows.length; from += atOnce) {
        const some = rows.slice(from, from + atOnce);
        const values: SqlValue[] = some.flat();
        const tuples = some.map(
          (_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`).join(",")})`,
        );
        await client.query(`INSERT INTO ${table} (${columns.join(",")}) VALUES ${tuples.join(",")}`, values);
      }
    },
  };
}
