import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { finding, opened, workingWeek } from "./desk-contract.fixture.ts";
import { openDuckDb } from "./duckdb-driver.ts";
import { MemoryDesk } from "./memory-desk.fixture.ts";
import { migrate } from "./migrations.ts";
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
