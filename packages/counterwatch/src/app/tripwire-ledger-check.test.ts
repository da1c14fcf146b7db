import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLeaf, formatVerifierKey } from "@counterwatch/evidence";
import { makeKey, openLog, parseSigner } from "@counterwatch/evidence/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Announcement, openingEntry } from "../tripwire/terms.ts";
import { askWitnesses, beginWitness, serveWitness } from "./ledger-witness.ts";
import { type CustodianLedger, lookUpIn } from "./tripwire-ledger-check.ts";

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

const trusted = (more: Partial<CustodianLedger> = {}): CustodianLedger => ({
  ledger: join(folder, "log"),
  keys: [key],
  policy: undefined,
  ...more,
});

/** A witness that cosigns the log as it is now; the policy that asks for it. */
async function cosigned(act: (policy: string) => Promise<void>): Promise<void> {
  const verifierKey = await beginWitness(join(folder, "witness"), "witness.example/w1");
  const witness = await serveWitness(join(folder, "witness"), [key], { host: "127.0.0.1", port: 0 });
  const policy = join(folder, "policy");
  writeFileSync(policy, `log ${key}\nwitness W ${verifierKey} ${witness.url}\nquorum W\n`);
  try {
    await act(policy);
  } finally {
    await witness.close();
  }
}

async function grow(): Promise<void> {
  const signers = [parseSigner(made.text)];
  const log = await openLog(join(folder, "log"), {
    origin: ORIGIN,
    signers,
    clock: Date.now,
    batch: { milliseconds: 1 },
  });
  const { kind, source, time } = openingEntry(announcement);
  const leaves = Array.from({ length: 297 }, (_, at) => ({
    sequence: at + 3,
    statement: { act: "ended", epoch: at },
  }));
  await Promise.all(leaves.map((leaf) => log.append(encodeLeaf({ kind, source, time, ...leaf }))));
  await log.close();
}

describe("an announced key, looked up in the custodian's ledger", () => {
  it("is found where the announcement says", async () => {
    await lookUpIn(trusted())(announcement);
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
    for (const other of others) await expect(lookUpIn(trusted())(other)).rejects.toThrow(evidence);
  });

  it("is not found in a ledger of another key, or in none", async () => {
    const other = formatVerifierKey(makeKey(ORIGIN, 1).key);
    await expect(lookUpIn(trusted({ keys: [other] }))(announcement)).rejects.toThrow(evidence);
    await expect(lookUpIn(trusted({ ledger: join(folder, "nothing") }))(announcement)).rejects.toThrow(
      evidence,
    );
    await expect(lookUpIn(trusted({ ledger: "http://127.0.0.1:1/" }))(announcement)).rejects.toThrow(
      evidence,
    );
  });

  it("is refused until the policy's witnesses have cosigned it, and found however far the log grew since", async () => {
    await cosigned(async (policy) => {
      await expect(lookUpIn(trusted({ policy }))(announcement)).rejects.toThrow(evidence);
      await askWitnesses(join(folder, "log"), policy);
      await lookUpIn(trusted({ policy }))(announcement);
      await grow();
      await lookUpIn(trusted({ policy }))(announcement);
      // The policy names the log's key: nobody has to give it again.
      await lookUpIn(trusted({ keys: [], policy }))(announcement);
      const other = { ...announcement, publicKey: "ac".repeat(32) };
      await expect(lookUpIn(trusted({ policy }))(other)).rejects.toThrow(evidence);
      // Opened after the witness came by: in the ledger, and seen by nobody else yet.
      const late = { ...announcement, leaf: { index: 4, sequence: 3 } };
      await expect(lookUpIn(trusted({ policy }))(late)).rejects.toThrow("older than the key");
    });
  });

  it("is refused where another witness cosigned than the policy asks for", async () => {
    await cosigned(async (policy) => {
      await askWitnesses(join(folder, "log"), policy);
      const stranger = formatVerifierKey(makeKey("witness.example/w1", 4).key);
      const wanted = join(folder, "wanted");
      writeFileSync(wanted, `log ${key}\nwitness W ${stranger}\nquorum W\n`);
      await expect(lookUpIn(trusted({ policy: wanted }))(announcement)).rejects.toThrow(evidence);
    });
  });

  it("is not looked up on the word of a key that stands beside the ledger", async () => {
    await expect(lookUpIn(trusted({ keys: [] }))(announcement)).rejects.toThrow(evidence);
  });
});
