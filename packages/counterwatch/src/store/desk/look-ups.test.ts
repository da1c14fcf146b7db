import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { finding, opened } from "./contract/desk-contract.fixture.ts";
import { lookUpAnswers, officeEvent, SUBJECTS } from "./contract/look-up-contract.fixture.ts";
import { openDuckDb } from "./duckdb-driver.ts";
import { MemoryDesk } from "./memory/memory-desk.fixture.ts";
import { openDesk } from "./sql-desk.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-look-ups-"));
  folders.push(folder);
  return join(folder, "desk.duckdb");
}

const NOW = "2026-03-01T00:00:00.000Z";
const OFFICE = Array.from({ length: 120 }, (_, n) => ({ leaf: n, received: NOW, event: officeEvent(n) }));
const STEP = {
  position: 120,
  events: OFFICE,
  findings: [],
  suppressed: new Set<string>(),
  steps: [],
  now: NOW,
};

describe("look-ups in the store", () => {
  it("in a database from before their columns are filled when it is opened, and answer the same", async () => {
    const path = newFile();
    const store = await openDesk(await openDuckDb(path));
    await store.advance(STEP);
    const before = await lookUpAnswers(store);
    await store.close();
    const driver = await openDuckDb(path);
    await driver.run("UPDATE events SET subjects = NULL, case_name = NULL, polled = NULL");
    const again = await openDesk(driver);
    expect(await lookUpAnswers(again)).toEqual(before);
    await again.close();
  });

  it("name no colleague, leave programs out, and do not take a fragment for a subject", async () => {
    const store = new MemoryDesk();
    await store.advance(STEP);
    const question = {
      operator: "of-1",
      systems: ["plates", "calls"],
      unit: undefined,
      from: "2026-02-01T00:00:00.000Z",
      until: "2026-02-20T00:00:00.000Z",
      nightHours: [],
    };
    const lookups = await store.lookUps.peers({ ...question, quantity: "lookups" });
    // Nine operators, of whom one is a program.
    expect(lookups.reduce((sum, { operators }) => sum + operators, 0)).toBe(8);
    expect(lookups.filter(({ own }) => own).map(({ operators }) => operators)).toEqual([1]);
    expect(JSON.stringify(lookups)).not.toContain("of-");
    const about = await store.lookUps.eventsAbout(
      { subjects: [SUBJECTS[0] ?? ""], cases: [] },
      question,
      500,
    );
    for (const { event } of about)
      expect(event.subjects?.some(({ id, partial }) => id === SUBJECTS[0] && partial === undefined)).toBe(
        true,
      );
  });
});

describe("a suppression that ends", () => {
  it.each(["memory", "duckdb"])(
    "shows again what it hid, and leaves what somebody works on: %s",
    async (kind) => {
      const store = kind === "memory" ? new MemoryDesk() : await openDesk(await openDuckDb(newFile()));
      await store.advance({
        ...STEP,
        events: [],
        findings: [1, 2, 4].map((n) => finding(n, { detector: "story/fixation", operator: "op-1" })),
        steps: [1, 2, 4].map((n) => opened(n, NOW)),
      });
      const audit = { at: NOW, by: "ana", action: "test", target: undefined, detail: undefined };
      await store.record(
        [{ incident: opened(4, NOW).incident, number: 1, at: NOW, by: "ana", step: { do: "taken" } }],
        new Map([["f-4", "taken"]]),
        audit,
      );
      await store.suppress(
        {
          id: "s-1",
          operator: "op-1",
          by: "ana",
          why: "known",
          from: "2026-03-02T00:00:00.000Z",
          until: "2026-03-04T00:00:00.000Z",
        },
        audit,
      );
      const states = async () =>
        Promise.all(["f-1", "f-2", "f-4"].map(async (id) => (await store.finding(id))?.state));
      expect(await store.settleSuppressed("2026-03-01T12:00:00.000Z")).toEqual([]);
      expect(await store.settleSuppressed("2026-03-03T00:00:00.000Z")).toEqual(["f-1", "f-2"]);
      expect(await states()).toEqual(["suppressed", "suppressed", "taken"]);
      expect(await store.settleSuppressed("2026-03-03T12:00:00.000Z")).toEqual([]);
      expect(await store.settleSuppressed("2026-03-04T00:00:00.000Z")).toEqual(["f-1", "f-2"]);
      expect(await states()).toEqual(["new", "new", "taken"]);
      await store.close();
    },
  );
});
