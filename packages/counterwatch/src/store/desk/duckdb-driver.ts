/**
 * The embedded database: one file, one process, fsync at each commit. Extensions are never looked for: nothing is loaded that did
 * not come with the package. One connection; whoever comes while a transaction runs waits for its end. A copy is made on another one.
 */
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { CounterwatchError } from "../../model/index.ts";
import type { SqlDriver, SqlRow, SqlSession, SqlValue } from "./sql-driver.ts";

const SETTINGS = {
  autoload_known_extensions: "false",
  autoinstall_known_extensions: "false",
  allow_community_extensions: "false",
  memory_limit: "1GB",
  threads: "2",
};

/** `path`: a file, made where there is none. Throws `unavailable` where another process has it or it is damaged. */
export async function openDuckDb(path: string): Promise<SqlDriver> {
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  try {
    instance = await DuckDBInstance.create(path, SETTINGS);
    connection = await instance.connect();
  } catch (cause) {
    throw new CounterwatchError("unavailable", "the database cannot be opened", {
      place: { file: path },
      remedy:
        "Another `counterwatch serve` may have it, or it is damaged: it can be made anew from the ledger.",
      cause,
    });
  }
  const session = new DuckSession(connection);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  return {
    dialect: "duckdb",
    all: (sql, values) => inTurn(() => session.all(sql, values)),
    run: (sql, values) => inTurn(() => session.run(sql, values)),
    insert: (table, columns, rows) => inTurn(() => session.insert(table, columns, rows)),
    transaction: (work) =>
      inTurn(async () => {
        await session.run("BEGIN");
        try {
          const result = await work(session);
          await session.run("COMMIT");
          return result;
        } catch (cause) {
          await session.run("ROLLBACK");
          throw cause;
        }
      }),
    async copyTo(target) {
      const beside = await instance.connect();
      try {
        const [row] = (await beside.runAndReadAll("SELECT current_database() AS name")).getRowObjects();
        // Neither name can be a value of a statement.
        await beside.run(`ATTACH ${quoted(target, "'")} AS desk_copy`);
        try {
          await beside.run(`COPY FROM DATABASE ${quoted(String(row?.["name"]), '"')} TO desk_copy`);
          await beside.run("CHECKPOINT desk_copy");
        } finally {
          await beside.run("DETACH desk_copy");
        }
      } finally {
        beside.closeSync();
      }
    },
    async close() {
      await last;
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function quoted(text: string, mark: string): string {
  return `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;
}

class DuckSession implements SqlSession {
  readonly #connection: DuckDBConnection;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async all(sql: string, values: readonly SqlValue[] = []): Promise<SqlRow[]> {
    const reader = await this.#connection.runAndReadAll(sql, [...values]);
    return reader
      .getRowObjects()
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [key, typeof value === "bigint" ? Number(value) : value]),
        ),
      ) as SqlRow[];
  }

  async run(sql: string, values: readonly SqlValue[] = []): Promise<void> {
    await this.#connection.run(sql, [...values]);
  }

  async insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly SqlValue[])[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const appender = await this.#connection.createAppender(table);
    for (const row of rows) {
      for (const [at, value] of row.entries()) {
        if (value === null) appender.appendNull();
        else if (typeof value === "string") appender.appendVarchar(value);
        else if (Number.isSafeInteger(value)) appender.appendBigInt(BigInt(value));
        else throw new CounterwatchError("internal", `${table}.${columns[at]} takes whole numbers`);
      }
      appender.endRow();
    }
    appender.closeSync();
  }
}
