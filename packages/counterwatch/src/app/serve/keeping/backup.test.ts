import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packTar, unpackTar } from "modern-tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccessEvent } from "../../../model/index.ts";
import { openControl } from "../../../server/control-socket.ts";
import { MANIFEST } from "../../../store/backup/backup-manifest.ts";
import { openDuckDb } from "../../../store/desk/duckdb-driver.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { openDesk } from "../../../store/desk/sql-desk.ts";
import { ServeFolder } from "../../../store/serve-folder.ts";
import type { DeskLine } from "../line/desk-line.ts";
import { begin, held, world } from "../line/desk-line.fixture.ts";
import { writeBackup } from "./backup.ts";
import { backupToFile } from "./backup-file.ts";
import { restoreBackup, verifyBackup } from "./restore.ts";

const never = () => false;
const place = mkdtempSync(join(tmpdir(), "counterwatch-backup-"));
const at = (name: string) => join(place, name);
afterAll(() => rmSync(place, { recursive: true }));

async function start(folder: ServeFolder) {
  const driver = await openDuckDb(folder.database);
  const store = await openDesk(driver);
  const { ledger, line } = await begin(folder.ledger, store);
  const end = async () => {
    await line.stop();
    await ledger.close();
    await store.close();
  };
  return { driver, store, ledger, line, end };
}

/** A source that sends as fast as it is told that it may. */
class Load {
  next = 0;
  #isOver = false;
  readonly #sending: Promise<void>;

  constructor(line: DeskLine, events: readonly AccessEvent[]) {
    this.#sending = this.#send(line, events);
  }

  async sent(count: number): Promise<void> {
    while (this.next < count) await new Promise(setImmediate);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#sending;
  }

  async #send(line: DeskLine, events: readonly AccessEvent[]): Promise<void> {
    for (; this.next < events.length && !this.#isOver; this.next += 40) {
      await line.take(events.slice(this.next, this.next + 40), never);
      await line.settle();
    }
  }
}

function entry(name: string) {
  return { header: { name, size: 3, type: "file" as const }, data: new Uint8Array(3) };
}

describe("a backup", () => {
  const events = world();
  const file = at("desk.tar");
  const folder = new ServeFolder(at("desk"));
  /** Look-ups that were acknowledged before it began. */
  let acknowledged = 0;

  // Made through the socket of a server that takes look-ups in all the time.
  beforeAll(async () => {
    folder.siteKey();
    writeFileSync(folder.letters, "{}\n");
    const { driver, ledger, line, end } = await start(folder);
    const parts = { folder, ledger, driver, version: "0.0.1", clock: Date.now };
    const control = await openControl(folder.path, async (write) => {
      await writeBackup(parts, write);
    });
    const load = new Load(line, events);
    await load.sent(400);
    acknowledged = load.next;
    await backupToFile(folder.path, file, "0.0.1");
    await load.end();
    expect(load.next).toBeGreaterThan(acknowledged);
    await control?.close();
    await end();
  });

  it("is one file that its owner alone can read, and leaves nothing beside it", async () => {
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(place).toSorted()).toEqual(["desk", "desk.tar"]);
    expect(readdirSync(folder.path).filter((name) => name.startsWith("backup"))).toEqual([]);
    const { manifest, ledger } = await verifyBackup(file);
    expect(manifest.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["desk.duckdb", "site.key", "dead-letters.jsonl", "ledger/checkpoint"]),
    );
    expect(ledger.leaves).toBeGreaterThanOrEqual(acknowledged);
    expect(ledger.bodies).toMatchObject({ matched: ledger.leaves, absent: 0 });
    expect(readdirSync(place).toSorted()).toEqual(["desk", "desk.tar"]);
  });

  it("restores to a folder that goes on as if nothing had been", async () => {
    const again = new ServeFolder(at("again"));
    const { manifest } = await restoreBackup(file, again.path);
    expect(readFileSync(join(again.path, "site.key"))).toEqual(readFileSync(join(folder.path, "site.key")));
    const { store, line, end } = await start(again);
    expect(line.leaves).toBe(manifest.ledger.leaves);
    const kept = await store.eventsById(events.slice(0, acknowledged).map(({ id }) => id));
    expect(kept.length).toBe(Math.min(acknowledged, 1000));
    // Sources send what they were not told of, and more than that.
    await line.take(events, never);
    await line.retell();
    const plain = new MemoryDesk();
    const whole = await begin(at("whole"), plain);
    await whole.line.take(events, never);
    await whole.line.retell();
    await whole.ledger.close();
    const some = events.slice(0, 900);
    expect(await held(store, some)).toEqual(await held(plain, some));
    await end();
    await expect(restoreBackup(file, again.path)).rejects.toMatchObject({ code: "usage" });
  });

  it("is made of a folder whose server is stopped, too, and never over another file", async () => {
    await backupToFile(at("again"), at("stopped.tar"), "0.0.1");
    expect((await verifyBackup(at("stopped.tar"))).manifest.database.kind).toBe("embedded");
    await expect(backupToFile(at("again"), file, "0.0.1")).rejects.toMatchObject({ code: "usage" });
    await expect(backupToFile(at("nowhere"), at("x.tar"), "0.0.1")).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("is refused where one byte is not what it was, wherever it stands", async () => {
    const bytes = readFileSync(file);
    const bad = at("bad.tar");
    // In the database, in the ledger, in the manifest, in a header.
    for (const share of [0.1, 0.5, 0.9]) {
      const changed = Buffer.from(bytes);
      const place = Math.floor(bytes.length * share);
      changed[place] = (changed[place] ?? 0) ^ 0x40;
      writeFileSync(bad, changed);
      await expect(verifyBackup(bad)).rejects.toMatchObject({ code: "evidence" });
    }
    for (const length of [0, 100, 5000, bytes.length >> 1, bytes.length - 3000]) {
      writeFileSync(bad, bytes.subarray(0, length));
      await expect(verifyBackup(bad)).rejects.toMatchObject({ code: "evidence" });
    }
    await expect(verifyBackup(at("none.tar"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("takes nothing out of its folder, and nothing that its end does not name", async () => {
    const entries = await unpackTar(readFileSync(file));
    const hostile = async (change: (list: typeof entries) => typeof entries): Promise<void> => {
      writeFileSync(at("hostile.tar"), await packTar(change([...entries])));
      await expect(restoreBackup(at("hostile.tar"), at("victim"))).rejects.toMatchObject({
        code: "evidence",
      });
      expect(readdirSync(place)).not.toContain("victim");
    };
    await hostile((list) => [entry("../out"), ...list]);
    await hostile((list) => [entry("/etc/out"), ...list]);
    await hostile((list) => [entry("a/../../out"), ...list]);
    const link = { name: "link", size: 0, type: "symlink" as const, linkname: "/etc" };
    await hostile((list) => [{ header: link }, ...list]);
    await hostile((list) => [entry("more"), ...list]);
    await hostile((list) => [...list, entry("after")]);
    await hostile((list) => list.filter(({ header }) => header.name !== "site.key"));
    await hostile((list) => list.filter(({ header }) => header.name !== MANIFEST));
    expect(readdirSync(tmpdir())).not.toContain("out");
  });

  it("says why there is none", async () => {
    const small = new ServeFolder(at("small"));
    const control = await openControl(small.path, () => Promise.reject(new Error("with a path in it")));
    await expect(backupToFile(small.path, at("none.tar"), "0.0.1")).rejects.toMatchObject({
      code: "unavailable",
    });
    await control?.close();
    const cut = await openControl(small.path, async (write) => {
      await write(new Uint8Array(2048));
      throw new Error("the disk failed");
    });
    await expect(
      backupToFile(small.path, at("none.tar"), "0.0.1").then(() => verifyBackup(at("none.tar"))),
    ).rejects.toMatchObject({ code: expect.stringMatching(/unavailable|evidence|unwritable/) });
    await cut?.close();
  });
});
