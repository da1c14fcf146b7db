/**
 * What the desk's store asks of a database: a few statements that DuckDB and PostgreSQL both understand, with `$1` for values. Values are
 * texts, whole numbers and null: times are RFC 3339 in UTC with milliseconds, which sort as texts, and what has parts is JSON.
 */
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, string | number | null>>;

/** `$1,$2,…` for so many values. */
export function placesOf(values: readonly unknown[]): string {
  return values.map((_, at) => `$${at + 1}`).join(",");
}

export interface SqlSession {
  all(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]>;
  run(sql: string, values?: readonly SqlValue[]): Promise<void>;
  /** Adds rows, each with a value for each column; much faster than one statement a row. */
  insert(table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): Promise<void>;
}

export interface SqlDriver extends SqlSession {
  readonly dialect: "duckdb" | "postgres";
  /** Writes all of it into a new file, as it is between two transactions, while others go on. Undefined: the database backs itself up. */
  readonly copyTo?: (path: string) => Promise<void>;
  /** Durable when it resolves; rolled back where `work` rejects. One after the other. */
  transaction<T>(work: (session: SqlSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
