import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "./duckdb-driver.ts";
import { migrate } from "./migrations.ts";
import { PostgresCluster, postgresPrograms } from "./postgres-cluster.fixture.ts";
import { openPostgres } from "./postgres-driver.ts";
import { openDesk } from "./sql-desk.ts";
import type { SqlDriver } from "./sql-driver.ts";

const IDS = ["e-1", "é 🚓", "o'clock", "1".repeat(300)];

/** As it was written before look-ups had prints. */
async function older(driver: SqlDriver): Promise<SqlDriver> {
  await migrate(driver, 4);
  const rows = IDS.map((id, leaf) => {
    const time = `2026-03-0${leaf + 1}T23:59:59.999Z`;
    const body = { id, time, source: "alpr", system: "plates", action: "search", operator: { id: "op" } };
    return [leaf, id, time, time, "alpr", "plates", "search", "op", null, JSON.stringify(body)];
  });
  const columns = [
    "leaf",
    "id",
    "received",
    "time",
    "source",
    "system",
    "action",
    "operator",
    "unit",
    "body",
  ];
  for (const [at, row] of rows.entries())
    await driver.run(
      `INSERT INTO events (${columns.join(",")}) VALUES (${row.map((_, place) => `$${place + 1}`).join(",")})`,
      rows[at] as (string | number | null)[],
    );
  return driver;
}

async function isFound(driver: SqlDriver): Promise<void> {
  const store = await openDesk(driver);
  const found = await store.eventsById([...IDS, "nobody's"]);
  expect(found.map(({ event }) => event.id)).toEqual(IDS);
  expect((await store.activity(undefined)).days).toEqual(
    [1, 2, 3, 4].map((day) => ({ value: `2026-03-0${day}`, count: 1 })),
  );
  await store.close();
}

describe("a database of an older schema", () => {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-older-"));
  const programs = postgresPrograms();
  let cluster: PostgresCluster | undefined;
  beforeAll(async () => {
    if (programs !== undefined) cluster = await PostgresCluster.start(programs);
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true });
  });

  it("finds its look-ups by id and by day as a new one does", async () => {
    await isFound(await older(await openDuckDb(join(folder, "desk.duckdb"))));
  });

  it.skipIf(programs === undefined)("in PostgreSQL, too", async () => {
    const url = (await cluster?.database("older")) ?? "";
    await isFound(await older(await openPostgres(url, { alone: true })));
  });
});
