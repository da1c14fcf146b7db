/**
 * PostgreSQL through the same port: for a team that has a database server and backs it up.
 *
 * A server that runs is the only one that writes: it holds an advisory lock on the connection that its transactions run on. When
 * it is killed, its database session ends after the transaction that runs there, and only then can the next server have the lock, and
 * know where to go on.
 */
import pg from "pg";
import { CounterwatchError } from "../../model/index.ts";
import type { SqlDriver, SqlRow, SqlSession, SqlValue } from "./sql-driver.ts";

/** Values of one statement; the protocol allows 65,535. */
const MOST_VALUES = 60_000;
const READERS = 4;
/** "desk" and "line" in ASCII: two numbers that name the lock. */
const LOCK = "1684370283, 1818848869";
/** How long the session of a server that was killed may take to end, in milliseconds. */
const PATIENCE = 15_000;
const AGAIN = 100;

/**
 * `url`: postgres://… `alone`: refuses where another server has the database, after `patience` (ms). Throws `unavailable` where the server does not
 * answer or refuses.
 */
export async function openPostgres(
  url: string,
  { alone, patience = PATIENCE }: { readonly alone: boolean; readonly patience?: number },
): Promise<SqlDriver> {
  // int8 as a number: counts and leaves are below 2^53.
  const types = {
    getTypeParser: (oid: number, format?: "text" | "binary") =>
      oid === 20 ? Number : pg.types.getTypeParser(oid, format),
  };
  // Compiling a statement takes longer than the short ones of a desk run.
  const options = { connectionString: url, options: "-c jit=off", types: types as pg.CustomTypesConfig };
  const pool = new pg.Pool({ ...options, max: READERS });
  // A connection that breaks while idle is replaced; the next query tells if the server is gone.
  pool.on("error", () => {});
  let writer: pg.Client | undefined;
  const connect = async (wait: number): Promise<pg.Client> => {
    const client = new pg.Client(options);
    client.on("error", () => {
      if (writer === client) writer = undefined;
    });
    await client.connect();
    try {
      if (alone) await lock(client, wait);
      return client;
    } catch (cause) {
      await client.end();
      throw cause;
    }
  };
  try {
    writer = await connect(patience);
  } catch (cause) {
    await pool.end();
    if (cause instanceof CounterwatchError) throw cause;
    throw new CounterwatchError("unavailable", "the database server does not answer", {
      remedy: "Check the address, the account and that the server runs.",
      cause,
    });
  }
  let last: Promise<unknown> = Promise.resolve();
  return {
    dialect: "postgres",
    ...sessionOf(pool),
    transaction(work) {
      const turn = last.then(async () => {
        const client = (writer ??= await connect(AGAIN));
        try {
          await client.query("BEGIN");
          const result = await work(sessionOf(client));
          await client.query("COMMIT");
          return result;
        } catch (cause) {
          // A connection that cannot even roll back is thrown away.
          await client.query("ROLLBACK").catch(() => {
            writer = undefined;
            void client.end().catch(() => {});
          });
          throw cause;
        }
      });
      last = turn.catch(() => {});
      return turn;
    },
    async close() {
      await last;
      await writer?.end();
      await pool.end();
    },
  };
}

async function lock(client: pg.Client, patience: number): Promise<void> {
  for (let waited = 0; ; waited += AGAIN) {
    const { rows } = await client.query<{ had: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS had`);
    if (rows[0]?.had === true) return;
    if (waited >= patience)
      throw new CounterwatchError("unavailable", "another `counterwatch serve` has the database", {
        remedy: "Stop it first, or give this one a database of its own.",
      });
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
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
