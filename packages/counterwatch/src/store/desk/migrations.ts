/**
 * The schema, step by step. Append only: a step that was released is never changed, because databases have it already. Each runs in
 * one transaction with its number.
 */
import { CounterwatchError } from "../../model/index.ts";
import type { SqlDriver } from "./sql-driver.ts";

type Statement = string | Readonly<Partial<Record<SqlDriver["dialect"], string>>>;

const STEPS: readonly (readonly Statement[])[] = [
  [
    `CREATE TABLE desk (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)`,
    `CREATE TABLE events (
      leaf BIGINT PRIMARY KEY, id VARCHAR NOT NULL, received VARCHAR NOT NULL, time VARCHAR NOT NULL,
      source VARCHAR NOT NULL, system VARCHAR NOT NULL, action VARCHAR NOT NULL,
      operator VARCHAR NOT NULL, unit VARCHAR, body VARCHAR NOT NULL)`,
    `CREATE TABLE findings (
      id VARCHAR PRIMARY KEY, detector VARCHAR NOT NULL, severity VARCHAR NOT NULL, urgency BIGINT NOT NULL,
      operator VARCHAR NOT NULL, owner VARCHAR, state VARCHAR NOT NULL, incident VARCHAR NOT NULL,
      time VARCHAR NOT NULL, learned VARCHAR NOT NULL, changed VARCHAR NOT NULL,
      explanation VARCHAR NOT NULL, finding VARCHAR NOT NULL, events VARCHAR NOT NULL)`,
    `CREATE TABLE steps (
      incident VARCHAR NOT NULL, number BIGINT NOT NULL, done VARCHAR NOT NULL, doer VARCHAR NOT NULL, step VARCHAR NOT NULL,
      PRIMARY KEY (incident, number))`,
    `CREATE TABLE incidents (
      id VARCHAR PRIMARY KEY, open BIGINT NOT NULL, owner VARCHAR, changed VARCHAR NOT NULL)`,
    `CREATE TABLE suppressions (id VARCHAR PRIMARY KEY, suppression VARCHAR NOT NULL)`,
    `CREATE TABLE accounts (name VARCHAR PRIMARY KEY, account VARCHAR NOT NULL)`,
    `CREATE TABLE audit (
      number BIGINT PRIMARY KEY, done VARCHAR NOT NULL, doer VARCHAR NOT NULL, action VARCHAR NOT NULL, target VARCHAR, detail VARCHAR)`,
  ],
  [`CREATE TABLE passkeys (id VARCHAR PRIMARY KEY, account VARCHAR NOT NULL, passkey VARCHAR NOT NULL)`],
  // What sums over look-ups ask for; filled by look-up-sql.ts.
  [
    `ALTER TABLE events ADD COLUMN subjects VARCHAR`,
    `ALTER TABLE events ADD COLUMN case_name VARCHAR`,
    `ALTER TABLE events ADD COLUMN polled BIGINT`,
  ],
  [
    `CREATE TABLE outbox (
      id VARCHAR PRIMARY KEY, target VARCHAR NOT NULL, kind VARCHAR NOT NULL, about VARCHAR NOT NULL, made VARCHAR NOT NULL,
      state VARCHAR NOT NULL, attempts BIGINT NOT NULL, next VARCHAR NOT NULL, reason VARCHAR, changed VARCHAR NOT NULL,
      body VARCHAR NOT NULL)`,
    `CREATE TABLE stopped_targets (
      target VARCHAR PRIMARY KEY, address VARCHAR NOT NULL, since VARCHAR NOT NULL, reason VARCHAR NOT NULL)`,
  ],
  // Look-ups by id and by day at ten million: docs/adr/0005-look-ups-by-print.md. event-sql.ts makes the same of new ones.
  [
    `ALTER TABLE events ADD COLUMN print BIGINT`,
    `ALTER TABLE events ADD COLUMN day BIGINT`,
    {
      duckdb: `UPDATE events SET print = CAST('0x' || substr(md5(id), 1, 13) AS BIGINT), day = date_diff('day', DATE '1970-01-01', CAST(substr(time, 1, 10) AS DATE))`,
      postgres: `UPDATE events SET print = ('x' || substr(md5(id), 1, 13))::bit(52)::bigint, day = CAST(substr(time, 1, 10) AS DATE) - DATE '1970-01-01'`,
    },
    { postgres: `CREATE INDEX events_print ON events (print)` },
    { postgres: `CREATE INDEX events_operator ON events (operator, leaf)` },
    { postgres: `CREATE INDEX events_day ON events (day, operator)` },
    { postgres: `CREATE INDEX events_source ON events (source, leaf)` },
  ],
  // Filled by incident-sql.ts.
  [`ALTER TABLE incidents ADD COLUMN state VARCHAR`],
  // For sums by hour; in look-ups that are stored from now on it is filled by event-sql.ts.
  [
    `ALTER TABLE events ADD COLUMN hour BIGINT`,
    `UPDATE events SET hour = day * 24 + CAST(substr(time, 12, 2) AS BIGINT)`,
  ],
  // What counts look-ups by day asks the index alone; severity and operators of incidents are those of their findings.
  [
    { postgres: `DROP INDEX events_day` },
    { postgres: `CREATE INDEX events_day ON events (day, source, operator)` },
    { postgres: `CREATE INDEX findings_incident ON findings (incident)` },
    { postgres: `CREATE INDEX findings_operator ON findings (operator)` },
  ],
];

/** Brings a database to the newest schema, or to that of so many steps. Throws `unavailable` where it is newer than this program. */
export async function migrate(driver: SqlDriver, steps = STEPS.length): Promise<void> {
  await driver.run("CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY)");
  const [row] = await driver.all("SELECT max(number) AS newest FROM migrations");
  const done = row?.["newest"] === null || row?.["newest"] === undefined ? 0 : Number(row["newest"]);
  if (done > STEPS.length)
    throw new CounterwatchError("unavailable", "the database was written by a newer Counterwatch", {
      remedy: "Use that version, or restore a backup of before.",
    });
  for (const [at, statements] of STEPS.slice(0, steps).entries()) {
    if (at < done) continue;
    await driver.transaction(async (session) => {
      for (const each of statements) {
        const statement = typeof each === "string" ? each : each[driver.dialect];
        if (statement !== undefined) await session.run(statement);
      }
      await session.run("INSERT INTO migrations (number) VALUES ($1)", [at + 1]);
    });
  }
}
