import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Channel } from "../../../incidents/notices/channel.ts";
import { NOTICE_KINDS } from "../../../incidents/notices/notice.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { begin, world } from "../line/desk-line.fixture.ts";
import { Notifying } from "./notifying.ts";
import { SilenceWatch } from "./silence-watch.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterwatch-told-"));
  folders.push(folder);
  return folder;
}

const NOW = Date.parse("2026-01-01T00:00:00Z");
const CHANNEL: Channel = {
  target: {
    name: "webhook/siem",
    tell: new Set(NOTICE_KINDS),
    severity: "low",
    detail: "full",
    withhold: new Set(),
    gather: 0,
  },
  address: "a",
  longest: 20_000,
  atOnce: 1,
  send: () => Promise.resolve({ as: "delivered" }),
};
const telling = () =>
  new Notifying(
    [CHANNEL],
    () => NOW,
    () => {},
  );

/** What is told of which finding; the sentence's totals may be those of another moment. */
async function told(store: MemoryDesk): Promise<unknown[]> {
  const { items } = await store.outbox.entries({}, { limit: 1000 });
  return items
    .map(({ id, about, kind }) => [id, about, kind])
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
}

const never = () => false;

describe("what is told of findings", () => {
  it("is the same after any crash as without one, and each once", async () => {
    const events = world();
    const plain = new MemoryDesk(telling());
    const whole = await begin(newFolder(), plain);
    for (let at = 0; at < events.length; at += 500) {
      await whole.line.take(events.slice(at, at + 500), never);
      await whole.line.settle();
    }
    await whole.ledger.close();

    const store = new MemoryDesk(telling());
    const folder = newFolder();
    const advance = store.advance.bind(store);
    let calls = 0;
    // The answer to every third transaction is lost with the process.
    store.advance = async (step) => {
      await advance(step);
      if (++calls % 3 === 0) throw new Error("killed");
    };
    for (let at = 0; at < events.length; at += 500) {
      const { ledger, line } = await begin(folder, store).catch(() => begin(folder, store));
      await line.take(events.slice(Math.max(0, at - 100), at + 500), never);
      await line.settle().catch(() => {});
      await ledger.close();
    }
    store.advance = advance;
    const { ledger } = await begin(folder, store);
    await ledger.close();
    const expected = await told(plain);
    expect(expected.length).toBeGreaterThan(1);
    expect(await told(store)).toEqual(expected);
  });
});

describe("a silent source", () => {
  it("is told once for each silence, and not because the server has just begun", async () => {
    const store = new MemoryDesk();
    const notices = telling();
    notices.begin(store);
    let now = NOW;
    const source = { source: "alpr", system: undefined, silent: true, deadLetters: 0 };
    let heard: string | undefined;
    const watch = new SilenceWatch({
      sources: () =>
        Promise.resolve([
          { ...source, heard },
          { ...source, source: "undeclared", heard },
        ]),
      heartbeat: (name) => (name === "alpr" ? "1h" : undefined),
      tell: (happenings) => notices.tell(happenings),
      clock: () => now,
      log: (sentence) => expect.unreachable(sentence),
    });
    const count = async () => (await store.outbox.entries({}, { limit: 9 })).total;
    await watch.look();
    expect(await count()).toBe(0);
    now += 3_600_000;
    await watch.look();
    await watch.look();
    expect(await count()).toBe(1);
    for (const time of ["2026-01-01T02:00:00.000Z", "2026-01-01T02:00:00.000Z", "2026-01-01T09:00:00.000Z"]) {
      heard = time;
      await watch.look();
    }
    expect(await count()).toBe(3);
    await watch.end();
    await notices.end();
  });
});
