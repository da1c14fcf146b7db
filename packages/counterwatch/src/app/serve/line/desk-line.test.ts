import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { begin, EVERYTHING, held, world } from "./desk-line.fixture.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-line-"));
  folders.push(folder);
  return folder;
}

const never = () => false;

describe("the line that look-ups go through", () => {
  const events = world();

  it("stores each look-up once, and tells findings under incidents", async () => {
    const store = new MemoryDesk();
    const { ledger, line } = await begin(newFolder(), store);
    const half = events.length >> 1;
    expect(await line.take(events.slice(0, half + 50), never)).toEqual({ appended: half + 50, present: 0 });
    expect(await line.take(events.slice(half), never)).toEqual({
      appended: events.length - half - 50,
      present: 50,
    });
    await line.settle();
    const { items } = await store.findings(EVERYTHING, { limit: 1000 });
    expect(items.length).toBeGreaterThan(1);
    expect(await store.position()).toBe(events.length);
    expect((await store.eventsById(events.map(({ id }) => id))).length).toBe(events.length);
    for (const { incident, id } of items) expect((await store.incident(incident))?.findings).toContain(id);
    await ledger.close();
  });

  it("holds the same after any crash as without one", async () => {
    const plain = new MemoryDesk();
    const whole = await begin(newFolder(), plain);
    for (let at = 0; at < events.length; at += 500) {
      await whole.line.take(events.slice(at, at + 500), never);
      await whole.line.settle();
    }
    await whole.line.retell();
    await whole.ledger.close();

    const store = new MemoryDesk();
    const folder = newFolder();
    for (let at = 0, run = 0; at < events.length; at += 500, run++) {
      // Dies after the acknowledgement, judged or not; the source sends its last batch again.
      const { ledger, line } = await begin(folder, store);
      await line.take(events.slice(Math.max(0, at - 100), at + 500), never);
      if (run % 3 === 0) await line.settle();
      await ledger.close();
    }
    const { ledger } = await begin(folder, store);
    await ledger.close();
    expect(await held(store, events)).toEqual(await held(plain, events));
  });

  it("offers again what the store refused, and knows what it took without an answer", async () => {
    const plain = new MemoryDesk();
    const calm = await begin(newFolder(), plain);
    await calm.line.take(events, never);
    await calm.line.retell();
    await calm.ledger.close();

    const store = new MemoryDesk();
    const { ledger, line } = await begin(newFolder(), store);
    const advance = store.advance.bind(store);
    let calls = 0;
    store.advance = async (step) => {
      calls++;
      if (calls % 3 === 1) throw new Error("the disk is full");
      await advance(step);
      if (calls % 3 === 2) throw new Error("the connection ended before the answer");
    };
    for (let at = 0; at < events.length; at += 700) {
      await line.take(events.slice(at, at + 700), never);
      await line.settle().catch(() => {});
    }
    for (let tries = 0; line.waiting > 0 && tries < 20; tries++) await line.settle().catch(() => {});
    store.advance = advance;
    await line.retell();
    expect(calls).toBeGreaterThan(6);
    expect(await held(store, events)).toEqual(await held(plain, events));
    await ledger.close();
  });

  it("refuses a store that knows more than the ledger", async () => {
    const store = new MemoryDesk();
    const { ledger, line } = await begin(newFolder(), store);
    await line.take(events.slice(0, 10), never);
    await line.settle();
    await ledger.close();
    await expect(begin(newFolder(), store)).rejects.toMatchObject({ code: "unavailable" });
  });
});
