import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commit, encodeLeaf } from "../log/leaf.ts";
import { readEntries } from "../log/log-reader.ts";
import { verifyLog } from "../log/verification.ts";
import { FolderReader } from "./disk-reader.ts";
import { makeKey, parseSigner } from "./key-files.ts";
import { openLog } from "./log.ts";

const code = (code: string) => expect.objectContaining({ code });
const ORIGIN = "log.example/one";
const signers = [parseSigner(makeKey(ORIGIN, 1).text), parseSigner(makeKey(ORIGIN, 6).text)];
const keys = signers.map(({ key }) => key);
const clock = () => Date.UTC(2026, 0, 1);
const leaf = (sequence: number, source = "city-a") =>
  encodeLeaf({
    kind: "event",
    source,
    sequence,
    time: "2026-01-01T00:00:00.000Z",
    commitment: commit(new Uint8Array(32).fill(sequence), { sequence }),
  });

describe("a log in a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "counterwatch-log-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (leaves = 1024) =>
    openLog(folder, { signers, origin: ORIGIN, clock, batch: { milliseconds: 1, leaves } });

  it("takes leaves in batches, over sittings, and verifies at every size", async () => {
    let written = 0;
    for (const more of [0, 1, 5, 249, 1, 1, 300, 700]) {
      const log = await open(100);
      const receipts = await Promise.all(
        Array.from({ length: more }, (_, at) => log.append(leaf(written + at))),
      );
      expect(receipts.map(({ index }) => index)).toEqual(
        Array.from({ length: more }, (_, at) => written + at),
      );
      written += more;
      expect(log.size).toBe(written);
      await log.close();
      const result = await verifyLog(new FolderReader(folder), { keys });
      expect(result.checkpoint.size).toBe(written);
      expect(result.sources.get("city-a") ?? 0).toBe(written);
    }
    const entries = [];
    for await (const { entry } of readEntries(new FolderReader(folder), {
      from: 0,
      to: written,
      size: written,
    }))
      entries.push(entry);
    expect(entries).toEqual(Array.from({ length: written }, (_, at) => leaf(at)));
  });

  it("has one writer", async () => {
    const log = await open();
    await expect(open()).rejects.toThrow(code("locked"));
    await log.close();
    await log.close();
    await expect(log.append(leaf(0))).rejects.toThrow(code("closed"));
    await (await open()).close();
  });

  it("close commits what waits", async () => {
    const log = await openLog(folder, { signers, origin: ORIGIN, clock, batch: { milliseconds: 60_000 } });
    const waiting = log.append(leaf(0));
    await log.close();
    expect(await waiting).toEqual({ index: 0 });
  });

  it("refuses other keys, an entry that is too long, and nonsense limits", async () => {
    const log = await open();
    await expect(log.append(new Uint8Array(65_536))).rejects.toThrow(code("limit"));
    await log.close();
    const other = [parseSigner(makeKey(ORIGIN, 1).text)];
    await expect(openLog(folder, { signers: other, origin: ORIGIN, clock })).rejects.toThrow(
      code("signature"),
    );
    await expect(openLog(folder, { signers, origin: "else.example", clock })).rejects.toThrow(code("key"));
    await expect(openLog(folder, { signers: [], origin: ORIGIN, clock })).rejects.toThrow(code("usage"));
    await expect(openLog(folder, { signers, origin: ORIGIN, clock, batch: { leaves: 0 } })).rejects.toThrow(
      code("usage"),
    );
  });
});
