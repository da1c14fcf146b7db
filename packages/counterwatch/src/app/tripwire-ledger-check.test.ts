import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLeaf, formatVerifierKey } from "@counterwatch/evidence";
import { makeKey, openLog, parseSigner } from "@counterwatch/evidence/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Announcement, openingEntry } from "../tripwire/terms.ts";
import { lookUpIn } from "./tripwire-ledger-check.ts";

const ORIGIN = "example.org/ledger";
const made = makeKey(ORIGIN, 1);
const key = formatVerifierKey(made.key);
const announcement: Announcement = {
  v: 1,
  terms: {
    custodian: "city-alpr",
    agency: "agency-7",
    quota: 128,
    batch: 64,
    size: 32,
    payload: 480,
    tick: 1000,
    canonical: 1,
  },
  epoch: 3,
  publicKey: "ab".repeat(32),
  opened: "2026-01-01T00:00:00.000Z",
  leaf: { index: 2, sequence: 1 },
};
const evidence = expect.objectContaining({ code: "evidence" });

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-ledger-"));
  const log = await openLog(join(folder, "log"), {
    origin: ORIGIN,
    signers: [parseSigner(made.text)],
    clock: Date.now,
    batch: { milliseconds: 1 },
  });
  const { kind, source, time, statement } = openingEntry(announcement);
  const leaf = { kind, source, time, statement, sequence: 1 };
  await log.append(encodeLeaf({ ...leaf, sequence: 0, statement: { act: "ended", epoch: 1 } }));
  await log.append(encodeLeaf({ ...leaf, source: "another", sequence: 0 }));
  await log.append(encodeLeaf(leaf));
  await log.append(encodeLeaf({ ...leaf, sequence: 2, statement: { act: "begins", epoch: 3 } }));
  await log.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("an announced key, looked up in the custodian's ledger", () => {
  it("is found where the announcement says", async () => {
    await lookUpIn(join(folder, "log"), key)(announcement);
  });

  it("is not found where anything about it is otherwise", async () => {
    const { terms, leaf } = announcement;
    const others: Announcement[] = [
      { ...announcement, publicKey: "ac".repeat(32) },
      { ...announcement, epoch: 4 },
      { ...announcement, opened: "2026-01-01T00:00:00.001Z" },
      { ...announcement, terms: { ...terms, quota: 256 } },
      { ...announcement, leaf: { ...leaf, index: 1 } },
      { ...announcement, leaf: { ...leaf, index: 4 } },
      { ...announcement, leaf: { ...leaf, sequence: 0 } },
    ];
    for (const other of others)
      await expect(lookUpIn(join(folder, "log"), key)(other)).rejects.toThrow(evidence);
  });

  it("is not found in a ledger of another key, or in none", async () => {
    const other = formatVerifierKey(makeKey(ORIGIN, 1).key);
    await expect(lookUpIn(join(folder, "log"), other)(announcement)).rejects.toThrow(evidence);
    await expect(lookUpIn(join(folder, "nothing"), key)(announcement)).rejects.toThrow(evidence);
    await expect(lookUpIn("http://127.0.0.1:1/", key)(announcement)).rejects.toThrow(evidence);
  });
});
