import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LeafBatch } from "./leaf-batch.ts";
import { LedgerBodies } from "./ledger-bodies.ts";
import { LedgerIds } from "./ledger-ids.ts";

let folder: string;
let bodies: LedgerBodies;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-ids-"));
  bodies = new LedgerBodies(folder, true);
});
afterEach(() => {
  bodies.close();
  rmSync(folder, { recursive: true, force: true });
});

const tag = (number: number) => createHash("sha256").update(String(number)).digest().subarray(0, 16);

function batchOf(tags: readonly Buffer[]): LeafBatch {
  const batch = new LeafBatch();
  for (const each of tags)
    batch.add({ kind: "event", source: "city", time: "2026-01-01T00:00:00.000Z" }, undefined, each);
  return batch;
}

async function add(ids: LedgerIds, from: number, to: number): Promise<void> {
  const tags = Array.from({ length: to - from }, (_, at) => tag(from + at));
  await bodies.add(batchOf(tags));
  for (const [at, each] of tags.entries()) ids.add(each, from + at);
}

function expectAll(ids: LedgerIds, count: number): void {
  for (let number = 0; number < count; number += 7) expect(ids.find(tag(number))).toBe(number);
  for (let number = count; number < count + 500; number++) expect(ids.find(tag(number))).toBeUndefined();
}

describe("the index of event ids", () => {
  it.each([
    ["in memory", undefined],
    ["on the disk", 0],
  ])("finds each and no other, %s, through growth and opening again", async (_where, mostInMemory) => {
    const first = new LedgerIds(folder, bodies, mostInMemory);
    await add(first, 0, 20_000);
    expectAll(first, 20_000);
    first.flush();
    // Beyond half of the first table's slots; and what was not flushed is read from the records.
    await add(first, 20_000, 40_000);
    expectAll(first, 40_000);
    first.close();
    const second = new LedgerIds(folder, bodies, mostInMemory);
    expectAll(second, 40_000);
    second.close();
    truncateSync(join(folder, "ids.bin"), 100_000);
    const third = new LedgerIds(folder, bodies, mostInMemory);
    expectAll(third, 40_000);
    third.close();
  });

  it("does not believe a slot whose record says otherwise", async () => {
    const ids = new LedgerIds(folder, bodies);
    await add(ids, 0, 100);
    bodies.settle(50);
    await bodies.add(batchOf(Array.from({ length: 50 }, (_, at) => tag(1000 + at))));
    expect(ids.find(tag(70))).toBeUndefined();
    expect(ids.find(tag(20))).toBe(20);
    ids.close();
  });
});
