import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { AccessEvent } from "../../../model/index.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { openLedger } from "../../../store/ledger-folder.ts";
import { parseBudget } from "../../../stories/budget.ts";
import { Random } from "../../../stories/random.fixture.ts";
import { StoryDesk } from "../../../stories/story-desk.ts";
import { begin, EVERYTHING, held, world } from "./desk-line.fixture.ts";
import { DetectorMemory } from "./detector-memory.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-memory-"));
  folders.push(folder);
  return folder;
}

const never = () => false;

/** A server over one folder, and what it does at its start. */
class Place {
  readonly folder = newFolder();
  readonly memory = join(newFolder(), "detectors.bin");
  store = new MemoryDesk();
  said: string[] = [];
  /** Look-ups shown to the detectors in the latest run. */
  shown = 0;

  async start(print = "a".repeat(64)) {
    this.shown = 0;
    this.said = [];
    const ledger = await openLedger(this.folder, {});
    const { size } = ledger;
    await ledger.close();
    const memory = DetectorMemory.open({
      path: this.memory,
      print,
      ledger: { path: this.folder, size },
      open: (snapshot) => {
        const desk = new StoryDesk(parseBudget("1/day"), snapshot);
        return {
          see: (event: AccessEvent) => {
            this.shown++;
            desk.see(event);
          },
          findings: () => desk.findings(),
          snapshot: () => desk.snapshot(),
        };
      },
      log: (sentence) => this.said.push(sentence),
    });
    const begun = await begin(this.folder, this.store, { detectors: memory.detectors, memory });
    return { ...begun, memory };
  }
}

async function undisturbed(events: readonly AccessEvent[]): Promise<object> {
  const place = new Place();
  const { ledger, line } = await place.start();
  await line.take(events, never);
  await line.retell();
  await ledger.close();
  return await held(place.store, events);
}

describe("what the detectors know, from one run to the next", () => {
  const events = world();
  const half = events.length >> 1;

  it("gives the same findings, wherever it ends, and shows each look-up of an ordered end once", async () => {
    const place = new Place();
    const random = new Random(5);
    let at = 0;
    while (at < events.length) {
      const { ledger, line } = await place.start();
      expect(place.said).toEqual([]);
      const end = at + 1 + random.below(900);
      await line.take(events.slice(at, end), never);
      if (random.chance(0.7)) await line.settle();
      // Half of the runs are killed: nothing is written down.
      if (random.chance(0.5)) {
        const before = place.shown;
        await line.stop();
        expect(before).toBeLessThanOrEqual(end - at + 900 * 8);
      }
      await ledger.close();
      at = end;
    }
    const { ledger, line } = await place.start();
    await line.stop();
    await ledger.close();
    expect(await held(place.store, events)).toEqual(await undisturbed(events));
    const last = await place.start();
    expect(place.shown).toBe(0);
    await last.ledger.close();
    expect(statSync(place.memory).mode & 0o077).toBe(0);
  });

  it("begins anew where it is damaged, of another program, or of another ledger, and says so", async () => {
    const place = new Place();
    const { ledger, line } = await place.start();
    await line.take(events.slice(0, half), never);
    await line.retell();
    await line.stop();
    await ledger.close();
    const whole = readFileSync(place.memory);
    const trouble: readonly (readonly [string, Buffer, RegExp])[] = [
      ["a".repeat(64), Buffer.from("not ours"), /damaged/],
      ["a".repeat(64), whole.subarray(0, whole.length - 7), /damaged/],
      [
        "a".repeat(64),
        Buffer.concat([whole.subarray(0, -1), Buffer.from([(whole.at(-1) ?? 0) ^ 1])]),
        /damaged/,
      ],
      ["b".repeat(64), whole, /changed/],
    ];
    for (const [print, bytes, why] of trouble) {
      writeFileSync(place.memory, bytes);
      const again = await place.start(print);
      expect(place.said.join()).toMatch(why);
      expect(place.shown).toBe(half);
      await again.ledger.close();
    }
    const other = new Place();
    writeFileSync(other.memory, whole);
    const elsewhere = await other.start();
    expect(other.said.join()).toMatch(/another ledger/);
    await elsewhere.line.take(events, never);
    await elsewhere.line.retell();
    await elsewhere.ledger.close();
    expect(await held(other.store, events)).toEqual(await undisturbed(events));
  });

  it("fills a store that was lost, and shows nothing again", async () => {
    const place = new Place();
    const { ledger, line } = await place.start();
    await line.take(events, never);
    await line.retell();
    await line.stop();
    await ledger.close();
    place.store = new MemoryDesk();
    const again = await place.start();
    await again.ledger.close();
    expect(place.shown).toBe(0);
    expect(await held(place.store, events)).toEqual(await undisturbed(events));
  });

  it("outlives the bodies of look-ups; without it, what was found in them stays as it was", async () => {
    const place = new Place();
    const { ledger, line } = await place.start();
    await line.take(events.slice(0, half), never);
    await line.retell();
    await line.stop();
    const leaves = Array.from({ length: half }, (_, leaf) => leaf);
    const rule = { rule: "retention 1d", source: "city", before: "2030-01-01T00:00:00.000Z" };
    await ledger.retire(rule, { leaves, held: [] }, "2026-01-01T00:00:00.000Z");
    await ledger.close();
    const kept = readFileSync(place.memory);
    const again = await place.start();
    expect([place.shown, again.line.erased]).toEqual([0, 0]);
    await again.line.take(events.slice(half), never);
    await again.line.retell();
    await again.ledger.close();
    const told = await place.store.findings(EVERYTHING, { limit: 1000 });
    const whole = (await undisturbed(events)) as { items: readonly { id: string; lookups: number }[] };
    expect(told.items.map(({ id, lookups }) => [id, lookups])).toEqual(
      whole.items.map(({ id, lookups }) => [id, lookups]),
    );
    expect(kept.length).toBeGreaterThan(1000);
    rmSync(place.memory);
    const anew = await place.start();
    expect(anew.line.erased).toBe(half);
    expect(place.shown).toBe(events.length - half);
    const after = await place.store.findings(EVERYTHING, { limit: 1000 });
    for (const { id, lookups } of told.items)
      expect(after.items.find((item) => item.id === id)?.lookups).toBeGreaterThanOrEqual(lookups);
    await anew.ledger.close();
  });
});
