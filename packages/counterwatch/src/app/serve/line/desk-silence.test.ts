import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { LiveWatch } from "../../../ledger/live-watch.ts";
import type { AccessEvent } from "../../../model/index.ts";
import { MemoryDesk } from "../../../store/desk/memory/memory-desk.fixture.ts";
import { openLedger } from "../../../store/ledger-folder.ts";
import { EVERYTHING } from "./desk-line.fixture.ts";
import { DeskLine } from "./desk-line.ts";
import { lastingSilences } from "./lasting-silences.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const START = Date.UTC(2025, 2, 1, 8);
const MINUTE = 60_000;
const row = (number: number, minute: number): AccessEvent => ({
  id: `n${number}`,
  time: new Date(START + minute * MINUTE).toISOString(),
  source: "city",
  system: "plates",
  action: "search",
  operator: { id: "op-1" },
});

/** A server whose only detector watches the sources, and whose clock is ours. */
class Server {
  now = START;
  readonly folder = mkdtempSync(join(tmpdir(), "counterwatch-silence-"));
  readonly store = new MemoryDesk();
  #open: { readonly line: DeskLine; close(): Promise<void> } | undefined;

  constructor() {
    folders.push(this.folder);
  }

  async restart(): Promise<DeskLine> {
    await this.#open?.close();
    const ledger = await openLedger(this.folder, {});
    const detectors = new LiveWatch({
      heartbeats: new Map([["city", 15 * MINUTE]]),
      lateness: 0,
      unread: () => 0,
    });
    detectors.remember(await lastingSilences(this.store));
    const line = await DeskLine.open({ ledger, store: this.store, detectors, clock: () => this.now });
    this.#open = { line, close: () => ledger.close() };
    return line;
  }

  async at(minute: number, line: DeskLine): Promise<void> {
    this.now = START + minute * MINUTE;
    await line.listen();
  }

  async findings() {
    const { items } = await this.store.findings(EVERYTHING, { limit: 10 });
    return items.map(({ id, explanation, lookups, incident }) => ({ id, explanation, lookups, incident }));
  }

  close(): Promise<void> {
    return this.#open?.close() ?? Promise.resolve();
  }
}

const never = () => false;

describe("a source that falls silent while the server runs", () => {
  it("is a finding without its next row, one over restarts, and what it was when it speaks again", async () => {
    const server = new Server();
    let line = await server.restart();
    await line.take([row(1, 0)], never);
    await line.settle();
    await server.at(0, line);
    await server.at(14, line);
    expect(await server.findings()).toEqual([]);
    await server.at(16, line);
    const [lasting, ...more] = await server.findings();
    expect(more).toEqual([]);
    expect(lasting?.explanation).toMatch(/has said nothing since 2025-03-01 08:00:00 UTC/);
    expect(await lastingSilences(server.store)).toEqual([{ source: "city", after: "n1" }]);

    line = await server.restart();
    await server.at(17, line);
    await server.at(60, line);
    expect(await server.findings()).toEqual([lasting]);
    await line.take([row(2, 70)], never);
    await line.settle();
    const ended = await server.findings();
    expect(ended).toMatchObject([{ id: lasting?.id, incident: lasting?.incident, lookups: 2 }]);

    // A server that only saw the rows says the same, but for the hour at which it was told.
    const other = new Server();
    line = await other.restart();
    await line.take([row(1, 0), row(2, 70)], never);
    await line.settle();
    expect((await other.findings())[0]?.explanation).toBe(ended[0]?.explanation);
    expect((await other.findings())[0]?.id).toBe(lasting?.id);
    await Promise.all([server.close(), other.close()]);
  });

  it("is told again where the store refused it", async () => {
    const server = new Server();
    const line = await server.restart();
    await line.take([row(1, 0)], never);
    await line.settle();
    await server.at(0, line);
    const advance = server.store.advance.bind(server.store);
    server.store.advance = () => Promise.reject(new Error("the disk is full"));
    await expect(server.at(16, line)).rejects.toThrow("the disk is full");
    server.store.advance = advance;
    await server.at(17, line);
    expect(await server.findings()).toHaveLength(1);
    await server.close();
  });
});
