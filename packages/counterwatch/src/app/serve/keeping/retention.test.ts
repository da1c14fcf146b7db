import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DeadLetter } from "../../../model/index.ts";
import { openDuckDb } from "../../../store/desk/duckdb-driver.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { openDesk } from "../../../store/desk/sql-desk.ts";
import { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import { ErasureList } from "../../../store/erasure-list.ts";
import { LedgerBodies } from "../../../store/ledger-bodies.ts";
import { ServeFolder } from "../../../store/serve-folder.ts";
import { verifyLedger } from "../../ledger-verification.ts";
import { begin, EVERYTHING, world } from "../line/desk-line.fixture.ts";
import { retain, type RetentionParts } from "./retention.ts";
import { checkRetention } from "./retention-check.ts";
import { retentionRules } from "./retention-rules.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const NOW = Date.parse("2026-06-01T00:00:00.000Z");
const DAY = 86_400_000;
const never = () => false;

/** A ledger and a store with a city in them, and the middle of its time. */
async function place() {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-retention-"));
  folders.push(folder);
  const store = new MemoryDesk();
  const events = world();
  const ledgerFolder = join(folder, "ledger");
  const { ledger, line } = await begin(ledgerFolder, store);
  await line.take(events, never);
  await line.retell();
  const times = events.map(({ time }) => time).toSorted();
  const middle = times[times.length >> 1] as string;
  const letters = new DeadLetterFile(join(folder, "letters.jsonl"), () => Date.parse(middle) - DAY);
  const parts: RetentionParts = {
    store: store.retention,
    ledger,
    letters,
    remembered: () => Promise.resolve(ledger.size),
    rules: (sources) => [...new Set(sources)].map((source) => ({ source, span: "90d", before: middle })),
    clock: () => NOW,
  };
  return { folder, ledgerFolder, store, events, ledger, letters, parts, middle };
}

async function heldIds(store: MemoryDesk): Promise<Set<string>> {
  const ids = new Set<string>();
  const { items } = await store.findings(EVERYTHING, { limit: 1000 });
  for (const { id } of items) for (const event of (await store.finding(id))?.events ?? []) ids.add(event);
  return ids;
}

function letter(n: number): DeadLetter {
  return {
    file: "a.csv",
    line: n,
    ordinal: n,
    source: "city",
    reason: "column-count",
    message: "not a row",
    row: { plate: `SHAPE-${n}` },
  };
}

describe("look-ups past their time", () => {
  it("go from ledger and store, but those of open findings, and the ledger says so", async () => {
    const { ledgerFolder, store, events, ledger, parts, middle } = await place();
    const needed = await heldIds(store);
    const before = await store.findings(EVERYTHING, { limit: 1000 });
    const past = events.filter(({ time }) => time < middle);
    const held = past.filter(({ id }) => needed.has(id));
    expect(held.length).toBeGreaterThan(3);
    const run = await retain(parts, never);
    expect(run).toEqual({
      at: new Date(NOW).toISOString(),
      erased: past.length - held.length,
      held: held.length,
      letters: 0,
    });
    const left = await store.eventsById(events.map(({ id }) => id));
    expect(left.length).toBe(events.length - run.erased);
    expect(await store.findings(EVERYTHING, { limit: 1000 })).toEqual(before);
    const erasures = await new ErasureList(join(ledgerFolder, "list.json"), ledgerFolder).upTo(ledger.size);
    expect(erasures.reduce((sum, { count }) => sum + count, 0)).toBe(run.erased);
    await ledger.close();
    const bodies = new LedgerBodies(join(ledgerFolder, "private"), false);
    const kept = new Set(left.map(({ leaf }) => leaf));
    for (const { leaf, tag, salt, body } of bodies.all(0)) {
      const isLookUp = tag.some((byte) => byte !== 0);
      expect([salt !== undefined, body !== undefined]).toEqual(Array(2).fill(isLookUp && kept.has(leaf)));
    }
    bodies.close();
    const text = readFileSync(join(ledgerFolder, "private", "bodies.jsonl"), "latin1");
    for (const { id } of past.filter((event) => !needed.has(event.id))) expect(text).not.toContain(`"${id}"`);
    const verdict = await verifyLedger(ledgerFolder, { keys: [], policy: undefined, older: [] });
    expect(verdict.bodies).toMatchObject({ erased: run.erased, unfinished: 0, absent: 0 });
  });

  it("go when the finding that held them was closed for as long as the rule says", async () => {
    const { store, parts, events, ledger, middle } = await place();
    const needed = await heldIds(store);
    await retain(parts, never);
    const { items } = await store.findings(EVERYTHING, { limit: 1000 });
    const close = (at: string) =>
      store.record([], new Map(items.map(({ id }) => [id, "closed"] as const)), {
        at,
        by: "ana",
        action: "incident.close",
        target: undefined,
        detail: undefined,
      });
    await close(middle);
    expect((await retain(parts, never)).erased).toBe(0);
    await close(new Date(Date.parse(middle) - 1).toISOString());
    const held = events.filter(({ id, time }) => time < middle && needed.has(id));
    expect((await retain(parts, never)).erased).toBe(held.length);
    await ledger.close();
  });

  it("go once, whatever fails in between, and never before the detectors have them written down", async () => {
    const { store, parts, ledger, ledgerFolder } = await place();
    expect((await retain({ ...parts, remembered: () => Promise.resolve(0) }, never)).erased).toBe(0);
    const failing: RetentionParts = {
      ...parts,
      store: { ...parts.store, forget: () => Promise.reject(new Error("the disk is full")) },
    };
    await expect(retain(failing, never)).rejects.toThrow("full");
    const first = ledger.size;
    const { erased } = await retain(parts, never);
    expect(erased).toBeGreaterThan(0);
    // What was announced is not announced again.
    const erasures = await new ErasureList(join(ledgerFolder, "list.json"), ledgerFolder).upTo(ledger.size);
    expect(erasures.filter(({ leaf }) => leaf < first)).toHaveLength(1);
    expect(erasures.reduce((sum, { count }) => sum + count, 0)).toBe(erased);
    expect(await store.retention.leavesPast("city", { before: "9", from: 0, below: 1e9 }, 1)).toEqual([]);
    await ledger.close();
    await verifyLedger(ledgerFolder, { keys: [], policy: undefined, older: [] });
  });

  it("and dead letters of that time, with nothing of them left in the file", async () => {
    const { folder, parts, letters, ledger, middle } = await place();
    letters.keep("city", "city:1", [letter(1), letter(2)]);
    const later = new DeadLetterFile(join(folder, "letters.jsonl"), () => Date.parse(middle) + DAY);
    later.keep("city", "city:2", [letter(3)]);
    const run = await retain({ ...parts, letters: later }, never);
    expect(run.letters).toBe(2);
    expect([later.countOf("city"), later.page("city", { limit: 9 }).items.map(({ line }) => line)]).toEqual([
      1,
      [3],
    ]);
    const text = readFileSync(join(folder, "letters.jsonl"), "utf8");
    expect([text.includes("SHAPE-1"), text.includes("SHAPE-3")]).toEqual([false, true]);
    expect(new DeadLetterFile(join(folder, "letters.jsonl")).countOf("city")).toBe(1);
    await ledger.close();
  });
});

describe("the check that what should be gone is gone", () => {
  it("finds what is still there, as salt and body, in the database, and among the dead letters", async () => {
    const path = mkdtempSync(join(tmpdir(), "counterwatch-check-"));
    folders.push(path);
    const folder = new ServeFolder(path);
    const settings = { configFile: undefined, key: undefined, retention: "1d" };
    const check = () => checkRetention(path, settings, { database: undefined, now: NOW });
    const events = world().slice(0, 300);
    const store = await openDesk(await openDuckDb(folder.database));
    const { ledger, line } = await begin(folder.ledger, store);
    await line.take(events, never);
    await line.retell();
    const before = new Date(NOW - DAY).toISOString();
    const letters = new DeadLetterFile(folder.letters, () => NOW - 3 * DAY);
    const [{ source } = { source: "" }] = events;
    const parts: RetentionParts = {
      store: store.retention,
      ledger,
      letters,
      remembered: () => Promise.resolve(ledger.size),
      rules: (sources) => retentionRules(settings, sources, NOW),
      clock: () => NOW,
    };
    await store.close();
    const untouched = await check();
    expect(untouched).toMatchObject({ erased: 0, due: 300, trouble: [], notChecked: [] });
    const again = await openDesk(await openDuckDb(folder.database));
    await retain({ ...parts, store: again.retention }, never);
    await ledger.close();
    await again.close();
    expect(await check()).toMatchObject({ erased: 300, due: 0, trouble: [], notChecked: [] });

    letters.keep(source, `${source}:1`, [{ ...letter(1), source }]);
    const back = await openDesk(await openDuckDb(folder.database));
    const event = events[0] as (typeof events)[number];
    await back.advance({
      position: 1000,
      events: [{ leaf: 0, received: before, event }],
      findings: [],
      suppressed: new Set(),
      steps: [],
      now: before,
    });
    await back.close();
    const { trouble } = await check();
    expect(trouble.join(" ")).toMatch(/1 dead letters.*1 erased look-ups are still in the database/);
    const bodies = join(folder.ledger, "private", "bodies.jsonl");
    writeFileSync(bodies, readFileSync(bodies, "latin1").replace(" ", "x"), "latin1");
    expect((await check()).trouble.join(" ")).toMatch(/Of 1 erased look-ups salt or body/);
  });
});

describe("how long look-ups are kept", () => {
  const settings = {
    retention: "365d",
    sources: { alpr: { retention: "90d" }, phones: { heartbeat: "1h" } },
  };

  it("follows the source, whoever it speaks for, and else the usual; the desk's own trail is kept unless it is named", () => {
    const rules = retentionRules(settings, ["phones", "alpr", "alpr/north", "counterwatch", "alpr"], NOW);
    const before = (days: number) => new Date(NOW - days * DAY).toISOString();
    expect(rules).toEqual([
      { source: "alpr", span: "90d", before: before(90) },
      { source: "alpr/north", span: "90d", before: before(90) },
      { source: "phones", span: "365d", before: before(365) },
    ]);
    expect(retentionRules({ sources: {} }, ["alpr"], NOW)).toEqual([]);
    const named = { sources: { counterwatch: { retention: "1d" } } };
    expect(retentionRules(named, ["counterwatch"], NOW)).toHaveLength(1);
  });
});
