import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { finding, opened, workingWeek } from "./contract/desk-contract.fixture.ts";
import { hourOfNotices, tellerOfTwo } from "./contract/outbox-contract.fixture.ts";
import { peopleOfTheDesk } from "./contract/people-contract.fixture.ts";
import { openDuckDb } from "./duckdb-driver.ts";
import { MemoryDesk } from "./memory/memory-desk.fixture.ts";
import { migrate } from "./migrations.ts";
import { PostgresCluster, postgresPrograms } from "./postgres-cluster.fixture.ts";
import { openPostgres } from "./postgres-driver.ts";
import { openDesk } from "./sql-desk.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-desk-"));
  folders.push(folder);
  return join(folder, "desk.duckdb");
}

describe("the desk's store in DuckDB", () => {
  it("answers as the store in memory", async () => {
    const store = await openDesk(await openDuckDb(newFile()));
    expect(await workingWeek(store)).toEqual(await workingWeek(new MemoryDesk()));
    await store.close();
  });

  it("keeps what people are and do as the store in memory", async () => {
    const store = await openDesk(await openDuckDb(newFile()));
    expect(await peopleOfTheDesk(store)).toEqual(await peopleOfTheDesk(new MemoryDesk()));
    await store.close();
  });

  it("tells others as the store in memory", async () => {
    const [teller, other] = [tellerOfTwo(), tellerOfTwo()];
    const store = await openDesk(await openDuckDb(newFile()), teller);
    const told = await hourOfNotices(store);
    expect(told).toEqual(await hourOfNotices(new MemoryDesk(other)));
    expect(teller.times()).toBe(other.times());
    // f-3 was hidden at first, op-0 is withheld from the first target, f-1 became worse, and one step was somebody's.
    const { first, all, claimed } = told as Record<"first" | "all" | "claimed", never>;
    expect(first).toMatchObject([
      { target: "mail/duty", state: "waiting", count: 3 },
      { target: "webhook/siem", state: "waiting", count: 1 },
    ]);
    expect((all as { total: number }).total).toBe(6);
    expect(claimed).toHaveLength(2);
    // f-6 and f-7 are told once they are shown: to the first target one of them, of op-0 it hears nothing.
    expect((told as { suppressed: unknown }).suppressed).toEqual([
      [5, 3],
      [7, 4],
    ]);
    await store.close();
  });

  it("has all of it again after closing, and is migrated once", async () => {
    const path = newFile();
    const store = await openDesk(await openDuckDb(path));
    await store.advance({
      position: 4,
      events: [],
      findings: [finding(1)],
      suppressed: new Set(),
      steps: [opened(1, "2026-03-01T00:00:00.000Z")],
      now: "2026-03-01T00:00:00.000Z",
    });
    await store.close();
    const driver = await openDuckDb(path);
    await migrate(driver);
    const again = await openDesk(driver);
    expect(await again.position()).toBe(4);
    expect((await again.finding("f-1"))?.lookups).toBe(2);
    await again.close();
  });

  it("takes a step whole or not at all", async () => {
    const store = await openDesk(await openDuckDb(newFile()));
    const now = "2026-03-01T00:00:00.000Z";
    await store.advance({
      position: 1,
      events: [],
      findings: [finding(1)],
      suppressed: new Set(),
      steps: [opened(1, now)],
      now,
    });
    // The opening is there already: the whole step fails.
    const twice = store.advance({
      position: 2,
      events: [],
      findings: [finding(2)],
      suppressed: new Set(),
      steps: [opened(2, now), opened(1, now)],
      now,
    });
    await expect(twice).rejects.toThrow();
    expect([await store.position(), await store.finding("f-2")]).toEqual([1, undefined]);
    await store.close();
  });

  it("refuses a database of a newer program, and one that another process has", async () => {
    const path = newFile();
    const driver = await openDuckDb(path);
    await migrate(driver);
    await driver.run("INSERT INTO migrations (number) VALUES (999)");
    await expect(migrate(driver)).rejects.toMatchObject({ code: "unavailable" });
    await driver.close();
  });
});

const programs = postgresPrograms();

describe.skipIf(programs === undefined)("the desk's store in PostgreSQL", () => {
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await PostgresCluster.start(programs ?? "");
  });
  afterAll(() => cluster?.stop());

  it("tells others as the store in memory", async () => {
    const store = await openDesk(
      await openPostgres(await cluster.database("hour"), { alone: true }),
      tellerOfTwo(),
    );
    expect(await hourOfNotices(store)).toEqual(await hourOfNotices(new MemoryDesk(tellerOfTwo())));
    await store.close();
  });

  it("answers as the store in memory, and has all of it again", async () => {
    const url = await cluster.database("week");
    const store = await openDesk(await openPostgres(url, { alone: true }));
    expect(await workingWeek(store)).toEqual(await workingWeek(new MemoryDesk()));
    const before = await store.finding("f-0");
    await store.close();
    const people = await openDesk(await openPostgres(await cluster.database("people"), { alone: true }));
    expect(await peopleOfTheDesk(people)).toEqual(await peopleOfTheDesk(new MemoryDesk()));
    await people.close();
    const again = await openDesk(await openPostgres(url, { alone: true }));
    expect([await again.finding("f-0"), await again.position()]).toEqual([before, 25]);
    await again.close();
  });

  it("takes a step whole or not at all, and goes on after it", async () => {
    const store = await openDesk(await openPostgres(await cluster.database("whole"), { alone: true }));
    const now = "2026-03-01T00:00:00.000Z";
    const step = { events: [], suppressed: new Set<string>(), now };
    await store.advance({ ...step, position: 1, findings: [finding(1)], steps: [opened(1, now)] });
    const twice = { ...step, position: 2, findings: [finding(2)], steps: [opened(2, now), opened(1, now)] };
    await expect(store.advance(twice)).rejects.toMatchObject({ code: "conflict" });
    expect([await store.position(), await store.finding("f-2")]).toEqual([1, undefined]);
    await store.advance({ ...twice, steps: [opened(2, now)] });
    expect(await store.position()).toBe(2);
    await store.close();
  });

  it("has one server at a time, and whoever only makes an account beside it", async () => {
    const url = await cluster.database("alone");
    const first = await openPostgres(url, { alone: true });
    await expect(openPostgres(url, { alone: true, patience: 300 })).rejects.toMatchObject({
      code: "unavailable",
    });
    const beside = await openPostgres(url, { alone: false });
    await beside.close();
    await first.close();
    await (await openPostgres(url, { alone: true })).close();
    await expect(openPostgres("postgres://desk@127.0.0.1:1/none", { alone: true })).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});
