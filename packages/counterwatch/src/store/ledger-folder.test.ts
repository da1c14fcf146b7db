import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, type Leaf, verifyLog } from "@counterwatch/evidence";
import { FolderReader } from "@counterwatch/evidence/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { retirementOf } from "../ledger/retirement.ts";
import type { AccessEvent } from "../model/index.ts";
import { commitmentOf, LedgerBodies } from "./ledger-bodies.ts";
import { openLedger } from "./ledger-folder.ts";
import { publishedKeys } from "./ledger-keys.ts";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "counterwatch-ledger-")), "ledger");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

const event = (number: number, source = "city"): AccessEvent => ({
  id: `${source}:${number}`,
  time: new Date(1_740_000_000_000 + number * 1000).toISOString(),
  source,
  system: "plates",
  action: "search",
  operator: { id: "op-1" },
});
const events = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => event(from + at));

async function take(list: readonly AccessEvent[]): Promise<{ appended: number; present: number }> {
  const ledger = await openLedger(folder, {});
  try {
    await ledger.appendEvents(list);
    await ledger.flush();
    return ledger.counts;
  } finally {
    await ledger.close();
  }
}

/** Verifies the log, and every body that is kept against its leaf. */
async function leaves(): Promise<Leaf[]> {
  const found: Leaf[] = [];
  await verifyLog(new FolderReader(folder), {
    keys: publishedKeys(folder) ?? [],
    visit: (leaf) => found.push(leaf),
  });
  const bodies = new LedgerBodies(join(folder, "private"), false);
  expect(bodies.count).toBe(found.length);
  for (const { leaf, salt, body } of bodies.all(0))
    if (salt !== undefined && body !== undefined)
      expect(commitmentOf(salt, body)).toBe(found[leaf]?.commitment);
  bodies.close();
  return found;
}

function read(leaf: number) {
  const bodies = new LedgerBodies(join(folder, "private"), false);
  try {
    return bodies.read(leaf);
  } finally {
    bodies.close();
  }
}

describe("a ledger in a folder", () => {
  it("takes each look-up once, over batches, scans and sources", async () => {
    expect(await take([...events(0, 5000), ...events(4990, 5010)])).toEqual({ appended: 5010, present: 10 });
    expect(await take([event(1, "town"), ...events(5000, 5020)])).toEqual({ appended: 11, present: 10 });
    const all = await leaves();
    expect(all).toHaveLength(5021);
    expect(all.filter(({ source }) => source === "city").map(({ sequence }) => sequence)).toEqual([
      ...Array(5020).keys(),
    ]);
    // The index is a cache: without it, or with a damaged one, nothing is taken twice either.
    rmSync(join(folder, "private", "ids.bin"));
    expect(await take(events(0, 50))).toEqual({ appended: 0, present: 50 });
    writeFileSync(join(folder, "private", "ids.bin"), Buffer.alloc(5000, 7));
    expect(await take(events(0, 50))).toEqual({ appended: 0, present: 50 });
  });

  it("keeps what is secret from others, and commits as the evidence package does", async () => {
    await take(events(0, 3));
    const secret = join(folder, "private");
    expect(statSync(secret).mode & 0o777).toBe(0o700);
    for (const name of ["salts.bin", "bodies.jsonl", "ids.bin", "ledger.key", "sources.json"])
      expect(statSync(join(secret, name)).mode & 0o777, name).toBe(0o600);
    const salt = Buffer.alloc(32, 5);
    expect(commitmentOf(salt, '{"a":1}')).toBe(commit(salt, { a: 1 }));
  });

  it("takes away what a crash left beside the log, and appends what was missing", async () => {
    await take(events(0, 100));
    const secret = join(folder, "private");
    // Salts and bodies of a batch whose leaves never came.
    appendFileSync(join(secret, "bodies.jsonl"), '{"half":');
    appendFileSync(join(secret, "salts.bin"), Buffer.alloc(64 * 7 + 13, 1));
    expect(await take(events(90, 130))).toEqual({ appended: 30, present: 10 });
    expect(await leaves()).toHaveLength(130);
    // Leaves whose numbers were not noted yet.
    rmSync(join(secret, "sources.json"));
    expect(await take(events(120, 140))).toEqual({ appended: 10, present: 10 });
    expect((await leaves()).at(-1)).toMatchObject({ sequence: 139 });
  });

  it("refuses a log that has fewer leaves than were acknowledged, another writer, and to begin without its key", async () => {
    await take(events(0, 10));
    cpSync(folder, `${folder}-old`, { recursive: true });
    await take(events(10, 20));
    for (const name of ["tile", "checkpoint"]) {
      rmSync(join(folder, name), { recursive: true });
      cpSync(join(`${folder}-old`, name), join(folder, name), { recursive: true });
    }
    await expect(openLedger(folder)).rejects.toMatchObject({ code: "rollback" });
    folder = `${folder}-old`;
    const ledger = await openLedger(folder);
    await expect(openLedger(folder)).rejects.toMatchObject({ code: "unavailable" });
    await ledger.close();
    rmSync(join(folder, "private", "ledger.key"));
    await expect(openLedger(folder, {})).rejects.toMatchObject({ code: "key-file" });
    await expect(openLedger(join(folder, "none"))).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("erasing", () => {
  it("destroys salt and body, says so in the log, and does not take the look-up in again", async () => {
    await take(events(0, 20));
    const ledger = await openLedger(folder);
    const before = readFileSync(join(folder, "private", "bodies.jsonl"), "utf8");
    const { salt } = read(7);
    expect(await ledger.erase([7], "2026-01-01T00:00:00.000Z")).toEqual([7]);
    expect(await ledger.erase([7], "2026-01-01T00:00:00.000Z")).toEqual([]);
    await ledger.close();
    const after = readFileSync(join(folder, "private", "bodies.jsonl"), "utf8");
    expect(before).toContain('"city:7"');
    expect(after).not.toContain('"city:7"');
    expect(readFileSync(join(folder, "private", "salts.bin")).includes(salt as Buffer)).toBe(false);
    expect(read(7)).toMatchObject({ salt: undefined, body: undefined });
    expect(JSON.parse(read(8).body as string)).toMatchObject({ id: "city:8" });
    expect((await leaves()).slice(20)).toMatchObject([{ kind: "erasure", statement: { leaf: 7 } }, {}]);
    expect(await take(events(0, 20))).toEqual({ appended: 0, present: 20 });
  });

  it("of what a rule keeps no longer is one leaf for all, which agrees with what is gone", async () => {
    await take(events(0, 30));
    const ledger = await openLedger(folder);
    const rule = { rule: "retention 30d", source: "city", before: "2026-12-31T00:00:00.000Z" };
    const asked = { leaves: [3, 4, 6, 20], held: [5, 25] };
    const done = await ledger.retire(rule, asked, "2026-01-01T00:00:00.000Z");
    expect(done).toMatchObject({ leaf: 30, from: 3, to: 20, count: 4, held: [5] });
    expect(await ledger.retire(rule, asked, "2026-01-01T00:00:00.000Z")).toBeUndefined();
    await ledger.close();
    const text = readFileSync(join(folder, "private", "bodies.jsonl"), "utf8");
    for (const leaf of asked.leaves) expect(text).not.toContain(`"city:${leaf}"`);
    expect(text).toContain('"city:5"');
    expect(await take(events(0, 30))).toEqual({ appended: 0, present: 30 });
  });

  it("of many is finished at the next opening, announced once, wherever it was stopped", async () => {
    await take(events(0, 10));
    const secret = join(folder, "private");
    const ledger = await openLedger(folder);
    const rule = { rule: "retention 30d", source: "city", before: "2026-12-31T00:00:00.000Z" };
    const statement = retirementOf(rule, [1, 2], []);
    const intent = { leaves: [1, 2], time: "2026-01-01T00:00:00.000Z", together: { statement, size: 10 } };
    await ledger.close();
    // Before the leaf that announces it, and after it.
    for (const _ of ["before", "after"]) {
      writeFileSync(join(secret, "erasing.json"), JSON.stringify(intent));
      await (await openLedger(folder)).close();
      expect(await leaves()).toHaveLength(11);
      expect(existsSync(join(secret, "erasing.json"))).toBe(false);
    }
    expect(readFileSync(join(secret, "bodies.jsonl"), "utf8")).not.toContain('"city:2"');
  });

  it("is finished at the next opening where it was stopped between salt and body", async () => {
    await take(events(0, 5));
    const secret = join(folder, "private");
    writeFileSync(
      join(secret, "erasing.json"),
      JSON.stringify({ leaves: [2], time: "2026-01-01T00:00:00.000Z" }),
    );
    await (await openLedger(folder)).close();
    expect(readFileSync(join(secret, "bodies.jsonl"), "utf8")).not.toContain('"city:2"');
    expect(await leaves()).toHaveLength(6);
    await (await openLedger(folder)).close();
    expect(await leaves()).toHaveLength(6);
  });

  it("finds a record that was changed or cut", async () => {
    await take(events(0, 5));
    const path = join(folder, "private", "salts.bin");
    const bytes = readFileSync(path);
    for (const at of [0, 33, 40, 45, 63]) {
      const changed = Buffer.from(bytes);
      changed[64 * 3 + at] = (changed[64 * 3 + at] as number) ^ 1;
      writeFileSync(path, changed);
      expect(() => read(3), String(at)).toThrow(expect.objectContaining({ code: "evidence" }));
      expect(read(2).body).toContain("city:2");
    }
    writeFileSync(path, bytes);
    truncateSync(join(folder, "private", "bodies.jsonl"), 300);
    expect(() => read(4)).toThrow(expect.objectContaining({ code: "evidence" }));
  });
});

it("an entry that other rooms append stands in the same log", async () => {
  const ledger = await openLedger(folder, { origin: "example.org/ledger", postQuantum: true });
  const said = {
    kind: "export",
    source: "exports",
    time: "2026-01-01T00:00:00.000Z",
    statement: { rows: 3 },
  } as const;
  expect(
    await Promise.all([ledger.append({ ...said, body: { to: "somebody" } }), ledger.append(said)]),
  ).toEqual([
    { index: 0, sequence: 0 },
    { index: 1, sequence: 1 },
  ]);
  await ledger.close();
  expect(publishedKeys(folder)).toHaveLength(2);
  expect(await leaves()).toMatchObject([
    { statement: { rows: 3 }, commitment: expect.any(String) },
    { sequence: 1 },
  ]);
});
