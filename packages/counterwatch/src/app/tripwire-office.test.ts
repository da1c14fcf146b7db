import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Enrolment, loadGroup } from "@counterwatch/evidence";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TripwireEpochs } from "../store/tripwire-epochs.ts";
import { makeOrder, officerId, signOrder, type SignedOrder } from "../tripwire/order.ts";
import type { Announcement } from "../tripwire/terms.ts";
import { inputOf } from "../tripwire/watched-subjects.ts";
import { EnrolmentOffice } from "./tripwire-office.ts";
import { MemoryLedger } from "./tripwire-pair.fixture.ts";

const group = await loadGroup();
const DAY = 86_400_000;
const terms = {
  custodian: "city-alpr",
  agency: "agency-7",
  quota: 128,
  batch: 64,
  size: 32,
  payload: 480,
  tick: 1000,
  canonical: 1,
};
const officers = [0, 1, 2].map(() => generateKeyPairSync("ed25519"));
const strangers = [0, 1].map(() => generateKeyPairSync("ed25519"));
const refused = (code: string) => expect.objectContaining({ code });

let folder: string;
let now: number;
let ledger: MemoryLedger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-office-"));
  now = Date.UTC(2026, 0, 1);
  ledger = new MemoryLedger();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(): EnrolmentOffice {
  return new EnrolmentOffice({
    epochs: new TripwireEpochs(folder),
    terms,
    epochDays: 30,
    officers: new Set(officers.map(({ publicKey }) => officerId(publicKey))),
    ledger,
    group,
    clock: () => now,
  });
}

function drawn(plates: readonly string[], quota = 128, batch = 64) {
  const inputs = plates.map((plate) => inputOf("plate", plate));
  return new Enrolment(group, { inputs, quota, batch, seed: new Uint8Array(randomBytes(32)) });
}

function signed(
  announcement: Announcement,
  digests: readonly string[],
  by = officers.slice(0, 2),
): SignedOrder {
  const order = makeOrder(announcement, digests, "2026-01-01T00:00:00.000Z");
  return by.reduce((all, { privateKey }) => signOrder(all, privateKey), {
    order,
    signatures: [],
  } as SignedOrder);
}

async function enrolIn(office: EnrolmentOffice): Promise<number> {
  const announcement = office.announcement()!;
  const { epoch } = announcement;
  const enrolment = drawn(["ABC1234"]);
  await office.order(epoch, signed(announcement, enrolment.digests));
  for (const [at, bytes] of enrolment.batches.entries()) await office.answer(epoch, at, bytes);
  await office.ready(epoch);
  return epoch;
}

describe("the custodian's office", () => {
  it("has an epoch's key in the ledger before it announces it", async () => {
    const office = open();
    expect(office.announcement()).toBeUndefined();
    await office.tend();
    const { epoch, publicKey, leaf } = office.announcement()!;
    expect(ledger.entries[leaf.index]).toMatchObject({
      kind: "tripwire-epoch",
      statement: { act: "opened", epoch, publicKey, terms },
    });
    await office.tend();
    expect(ledger.entries).toHaveLength(1);
  });

  it("announces the same key after a restart", async () => {
    const first = open();
    await first.tend();
    const { publicKey } = first.announcement()!;
    first.close();
    const again = open();
    await again.tend();
    expect(again.announcement()!.publicKey).toBe(publicKey);
    const elements = drawn([]);
    await again.order(1, signed(again.announcement()!, elements.digests));
    const name = { custodian: terms.custodian, agency: terms.agency, epoch: 1, canonical: 1 };
    const answer = await again.answer(1, 0, elements.batches[0]!);
    expect(() => elements.accept(0, answer, name, Buffer.from(publicKey, "hex"))).not.toThrow();
  });

  it("evaluates nothing without the signatures of two of the agency's officers", async () => {
    const office = open();
    await office.tend();
    const announcement = office.announcement()!;
    const { digests, batches } = drawn(["ABC1234"]);
    await expect(office.answer(1, 0, batches[0]!)).rejects.toThrow(refused("config"));
    for (const by of [
      [],
      officers.slice(0, 1),
      [officers[0]!, officers[0]!],
      strangers,
      [officers[0]!, strangers[0]!],
    ])
      await expect(office.order(1, signed(announcement, digests, by))).rejects.toThrow(refused("evidence"));
    const good = signed(announcement, digests);
    const other = { ...good, order: { ...good.order, made: "2026-01-02T00:00:00.000Z" } };
    await expect(office.order(1, other)).rejects.toThrow(refused("evidence"));
    expect(ledger.acts("enrolment")).toEqual([]);
    await office.order(1, good);
    expect(ledger.acts("enrolment")).toEqual([
      expect.objectContaining({
        act: "order",
        epoch: 1,
        quota: 128,
        officers: officers.slice(0, 2).map(({ publicKey }) => officerId(publicKey)),
      }),
    ]);
  });

  it("answers exactly the quota of elements that were signed for, once and no more", async () => {
    const office = open();
    await office.tend();
    const announcement = office.announcement()!;
    const enrolment = drawn(["ABC1234"]);
    for (const digests of [
      enrolment.digests.slice(1),
      [...enrolment.digests, "0".repeat(64)],
      [enrolment.digests[0]!, enrolment.digests[0]!],
    ])
      await expect(office.order(1, signed(announcement, digests))).rejects.toThrow(refused("config"));
    const order = signed(announcement, enrolment.digests);
    await office.order(1, order);
    await office.order(1, order);
    const second = drawn(["XYZ9876"]);
    await expect(office.order(1, signed(announcement, second.digests))).rejects.toThrow(refused("config"));
    await expect(office.answer(1, 0, second.batches[0]!)).rejects.toThrow(refused("config"));
    await expect(office.answer(1, 1, enrolment.batches[1]!)).rejects.toThrow(/come first/);
    await expect(office.ready(1)).rejects.toThrow(/not complete/);
    const answer = await office.answer(1, 0, enrolment.batches[0]!);
    const again = await office.answer(1, 0, enrolment.batches[0]!);
    expect(Buffer.from(again.slice(0, 64 * 32))).toEqual(Buffer.from(answer.slice(0, 64 * 32)));
    await office.answer(1, 1, enrolment.batches[1]!);
    const said = ledger.acts("enrolment").filter(({ act }) => act === "batch");
    expect(said.map(({ batch, digest }) => [batch, digest])).toEqual(
      enrolment.batches.map((bytes, at) => [at, createHash("sha256").update(bytes).digest("hex")]),
    );
    await office.ready(1);
    await office.ready(1);
    await expect(office.answer(1, 0, enrolment.batches[0]!)).rejects.toThrow(refused("config"));
    expect(ledger.acts("enrolment").at(-1)).toMatchObject({ act: "ready" });
  });

  it("does not let a signed batch hold more elements than agreed", async () => {
    const office = open();
    await office.tend();
    // Two batches, as the terms say, but of 256 elements instead of 64.
    const large = drawn([], 512, 256);
    await office.order(1, signed(office.announcement()!, large.digests));
    await expect(office.answer(1, 0, large.batches[0]!)).rejects.toThrow(refused("config"));
    expect(ledger.acts("enrolment").map(({ act }) => act)).toEqual(["order"]);
  });

  it("refuses an order of other terms, another epoch or another key", async () => {
    const office = open();
    await office.tend();
    const announcement = office.announcement()!;
    const { digests } = drawn([]);
    for (const change of [
      { terms: { ...terms, quota: 64 } },
      { terms: { ...terms, canonical: 2 } },
      { epoch: 2 },
      { publicKey: "00".repeat(32) },
    ])
      await expect(office.order(1, signed({ ...announcement, ...change }, digests))).rejects.toThrow(
        refused("config"),
      );
    await expect(office.order(2, signed(announcement, digests))).rejects.toThrow(refused("config"));
  });

  it("says nothing where the ledger does not", async () => {
    const office = open();
    await office.tend();
    const enrolment = drawn(["ABC1234"]);
    const order = signed(office.announcement()!, enrolment.digests);
    const append = ledger.append.bind(ledger);
    ledger.append = () => Promise.reject(new Error("the disk is full"));
    await expect(office.order(1, order)).rejects.toThrow("full");
    ledger.append = append;
    await office.order(1, order);
    ledger.append = () => Promise.reject(new Error("the disk is full"));
    await expect(office.answer(1, 0, enrolment.batches[0]!)).rejects.toThrow("full");
  });

  it("hands over from epoch to epoch without a moment in which nobody can read, then destroys the old key", async () => {
    const office = open();
    await office.tend();
    expect(office.sending).toBeUndefined();
    await enrolIn(office);
    const first = office.sending!;
    const oldKey = await office.keyFor(first, 1);
    now += 23 * DAY;
    await office.tend();
    // Opened, but the agency cannot read it yet: the old one goes on.
    expect(office.announcement()!.epoch).toBe(2);
    expect(office.sending!.epoch).toBe(1);
    now += 20 * DAY;
    await office.tend();
    expect(office.overdue).toBe(true);
    expect(office.announcement()!.epoch).toBe(2);
    expect(office.sending!.epoch).toBe(1);
    await enrolIn(office);
    expect(office.sending!.epoch).toBe(2);
    expect(existsSync(join(folder, "epochs", "0000001.seed"))).toBe(true);
    await office.keyFor(office.sending!, 1234);
    expect(readdirSync(join(folder, "epochs")).toSorted()).toEqual([
      "0000001.json",
      "0000002.json",
      "0000002.seed",
    ]);
    expect(office.sending!.epoch).toBe(2);
    expect(() => oldKey.keysOf("x")).toThrow(refused("closed"));
    expect(ledger.acts("tripwire-epoch").map(({ act, epoch, batch }) => [act, epoch, batch])).toEqual([
      ["opened", 1, undefined],
      ["begins", 1, 1],
      ["opened", 2, undefined],
      ["begins", 2, 1234],
      ["ended", 1, undefined],
    ]);
  });

  it("ends an old epoch that a crash left with its seed", async () => {
    const office = open();
    await office.tend();
    await enrolIn(office);
    await office.keyFor(office.sending!, 1);
    await office.tend(true);
    await enrolIn(office);
    const epochs = new TripwireEpochs(folder);
    epochs.write({ ...epochs.records[1]!, first: 9 });
    expect(existsSync(join(folder, "epochs", "0000001.seed"))).toBe(true);
    await open().tend();
    expect(existsSync(join(folder, "epochs", "0000001.seed"))).toBe(false);
    expect(ledger.acts("tripwire-epoch").at(-1)).toMatchObject({ act: "ended", epoch: 1 });
  });
});
