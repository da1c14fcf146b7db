/** What a crash may leave in the tripwires' folders, and what must be made of it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeIdentity, readCertificate } from "./tripwire-certificate.ts";
import {
  appendDurably,
  destroyFile,
  lockFolder,
  readRecord,
  writeDurably,
  writeRecord,
} from "./tripwire-files.ts";
import { TripwireFolder } from "./tripwire-folder.ts";
import { TripwireInbox } from "./tripwire-inbox.ts";
import { TripwireJournal } from "./tripwire-journal.ts";
import { type BatchHead, TripwireOutbox } from "./tripwire-outbox.ts";
import { TripwireTables } from "./tripwire-tables.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "counterwatch-folders-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refused = (code: string) => expect.objectContaining({ code });
const rootOf = (number: number) => String(number).padStart(64, "0");
const cursor = (taken: number, log = rootOf(1)) => ({ log, taken, chain: rootOf(taken) });
const head = (number: number): BatchHead => ({
  number,
  epoch: 1,
  root: rootOf(number),
  count: 8,
  cursor: cursor(number * 8),
});
const bytesOf = (number: number) => Uint8Array.from({ length: 50 }, (_, at) => (at === 7 ? 10 : number));

describe("durable files", () => {
  it("are whole or not there, and for their owner alone", () => {
    const path = join(folder, "x");
    writeDurably(path, "a", Uint8Array.of(98));
    writeDurably(path, "c");
    expect(readFileSync(path, "utf8")).toBe("c");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["x"]);
    expect(appendDurably(path, "de")).toBe(3);
  });

  it("are gone when they are destroyed, twice over without harm", () => {
    const path = join(folder, "x");
    writeDurably(path, "secret");
    destroyFile(path);
    destroyFile(path);
    expect(existsSync(path)).toBe(false);
  });

  it("say where they are damaged, and nothing of what is in them", () => {
    const path = join(folder, "x");
    for (const content of ["{", '{"secret":1}', "\uFFFD"]) {
      writeFileSync(path, content);
      expect(() => readRecord(path, z.strictObject({ a: z.int() }))).toThrow(refused("unreadable"));
      expect(() => readRecord(path, z.strictObject({ a: z.int() }))).toThrow(/^(?!.*secret)/);
    }
    writeRecord(path, { a: 1 });
    expect(readRecord(path, z.strictObject({ a: z.int() }))).toEqual({ a: 1 });
    expect(() => readRecord(path, z.strictObject({ a: z.int() }), 3)).toThrow(refused("unreadable"));
  });

  it("belong to one process at a time; a lock of a process that is gone is taken over", () => {
    const release = lockFolder(folder, "send");
    writeFileSync(join(folder, "send.lock"), "1\n");
    expect(() => lockFolder(folder, "send")).toThrow(refused("unavailable"));
    writeFileSync(join(folder, "send.lock"), "4194999\n");
    lockFolder(folder, "send")();
    writeFileSync(join(folder, "send.lock"), "");
    lockFolder(folder, "send")();
    release();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a party's folder", () => {
  const now = new Date("2026-01-01T00:00:00Z");

  it("knows itself and nobody else before it is paired, and is made once", () => {
    const path = join(folder, "ag");
    TripwireFolder.make(path, { v: 1, role: "agency", name: "agency-7" }, makeIdentity("agency-7", now));
    const made = new TripwireFolder(path, "agency");
    expect(readCertificate(made.identity.certificate, "x").name).toBe("agency-7");
    expect(() => made.peer()).toThrow(refused("config"));
    expect(() => new TripwireFolder(path, "custodian")).toThrow(refused("config"));
    expect(() => new TripwireFolder(join(folder, "none"))).toThrow(refused("not-found"));
    expect(() => TripwireFolder.make(path, made.settings, made.identity)).toThrow(refused("usage"));
    expect(statSync(join(path, "identity.key")).mode & 0o777).toBe(0o600);
    const theirs = makeIdentity("city-alpr", now).certificate;
    made.pair(theirs, [{ name: "ana", key: rootOf(1) }]);
    expect(made.peer().name).toBe("city-alpr");
  });

  it("takes no certificate of any other kind", () => {
    const { certificate, key } = makeIdentity("city-alpr", now);
    // The last byte of the signature.
    const der = Buffer.from(certificate.replace(/-----[A-Z ]+-----|\n/g, ""), "base64");
    der[der.length - 1]! ^= 1;
    const altered = `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
    for (const text of ["", "x", key, altered])
      expect(() => readCertificate(text, "x")).toThrow(refused("key-file"));
    expect(readCertificate(certificate, "x").fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(readCertificate(makeIdentity("city-alpr", now).certificate, "x").fingerprint).not.toBe(
      readCertificate(certificate, "x").fingerprint,
    );
  });
});

describe("the outbox", () => {
  it("is the same after a crash at any point: made, said, sent, acknowledged", () => {
    const outbox = new TripwireOutbox(folder);
    for (const number of [1, 2, 3]) outbox.add(head(number), bytesOf(number));
    const check = (tried: TripwireOutbox, first: number) => {
      expect(tried.next).toBe(4);
      expect(tried.waiting).toBe(4 - first);
      expect(tried.cursor(rootOf(1))).toEqual(cursor(24));
      expect(tried.read(first)).toMatchObject({ number: first, bytes: bytesOf(first) });
    };
    check(outbox, 1);
    check(new TripwireOutbox(folder), 1);
    expect(outbox.oldest()).toBeUndefined();
    expect(outbox.unlogged()!.number).toBe(1);
    outbox.logged(1);
    expect(outbox.unlogged()!.number).toBe(2);
    check(new TripwireOutbox(folder), 1);
    expect(new TripwireOutbox(folder).oldest()).toMatchObject({ number: 1, bytes: bytesOf(1) });
    // The crash between writing down the acknowledgement and deleting the file.
    const kept = readFileSync(join(folder, "outbox", "000000000001.logged"));
    outbox.acknowledge(1);
    check(new TripwireOutbox(folder), 2);
    writeFileSync(join(folder, "outbox", "000000000001.logged"), kept);
    check(new TripwireOutbox(folder), 2);
    expect(existsSync(join(folder, "outbox", "000000000001.logged"))).toBe(false);
  });

  it("keeps where each log was read to when all is acknowledged, and ignores what was half written", () => {
    const outbox = new TripwireOutbox(folder);
    outbox.add({ ...head(1), cursor: cursor(5, rootOf(7)) }, bytesOf(1));
    outbox.add(head(2), bytesOf(2));
    for (const number of [1, 2]) {
      outbox.logged(number);
      outbox.acknowledge(number);
    }
    writeFileSync(join(folder, "outbox", "000000000003.batch.partial"), "half");
    const again = new TripwireOutbox(folder);
    expect(again.next).toBe(3);
    expect([again.cursor(rootOf(7)), again.cursor(rootOf(1)), again.cursor(rootOf(9))]).toEqual([
      cursor(5, rootOf(7)),
      cursor(16),
      undefined,
    ]);
  });

  it("refuses to go on where a batch is missing or damaged", () => {
    const outbox = new TripwireOutbox(folder);
    for (const number of [1, 2, 3]) outbox.add(head(number), bytesOf(number));
    expect(() => outbox.acknowledge(2)).toThrow(refused("unreadable"));
    const second = join(folder, "outbox", "000000000002.batch");
    const content = readFileSync(second);
    rmSync(second);
    expect(() => new TripwireOutbox(folder)).toThrow(refused("unreadable"));
    writeFileSync(second, content.toString("latin1").replace('"number":2', '"number":9'), "latin1");
    expect(() => new TripwireOutbox(folder)).toThrow(refused("unreadable"));
  });
});

describe("the inbox", () => {
  it("takes each batch once, in order, and knows a repetition from another batch", () => {
    const inbox = new TripwireInbox(folder);
    expect(inbox.store(2, rootOf(2), bytesOf(2))).toBe("gap");
    expect(inbox.store(1, rootOf(1), bytesOf(1))).toBe("stored");
    expect(inbox.store(1, rootOf(1), bytesOf(1))).toBe("known");
    expect(inbox.store(1, rootOf(9), bytesOf(9))).toBe("other");
    expect(inbox.next()).toEqual({ number: 1, bytes: bytesOf(1) });
    inbox.finish(1, "a\n");
    expect(inbox.next()).toBeUndefined();
    const again = new TripwireInbox(folder);
    expect(again.store(1, rootOf(1), bytesOf(1))).toBe("known");
    expect(again.store(1, rootOf(9), bytesOf(9))).toBe("other");
    expect(again.store(2, rootOf(2), bytesOf(2))).toBe("stored");
    expect(readdirSync(join(folder, "inbox"))).toEqual([`000000000002-${rootOf(2)}`]);
  });

  it("cuts off findings of a batch that was not finished, and tests it again", () => {
    const inbox = new TripwireInbox(folder);
    for (const number of [1, 2]) inbox.store(number, rootOf(number), bytesOf(number));
    inbox.finish(1, "one\n");
    appendDurably(inbox.findingsPath, "half of tw");
    const again = new TripwireInbox(folder);
    expect(readFileSync(again.findingsPath, "utf8")).toBe("one\n");
    expect(again.next()!.number).toBe(2);
    again.finish(2, "two\n");
    expect(readFileSync(new TripwireInbox(folder).findingsPath, "utf8")).toBe("one\ntwo\n");
  });

  it("does not take up a batch again whose file outlived its test", () => {
    const inbox = new TripwireInbox(folder);
    for (const number of [1, 2]) inbox.store(number, rootOf(number), bytesOf(number));
    inbox.finish(1, "one\n");
    writeDurably(join(folder, "inbox", `000000000001-${rootOf(1)}`), bytesOf(1));
    const again = new TripwireInbox(folder);
    expect([again.tested, again.received, again.next()!.number]).toEqual([1, 2, 2]);
    expect(readdirSync(join(folder, "inbox"))).toEqual([`000000000002-${rootOf(2)}`]);
  });

  it("remembers roots of the last batches alone, and refuses what is older", () => {
    const inbox = new TripwireInbox(folder, 4);
    for (let number = 1; number <= 10; number++) {
      inbox.store(number, rootOf(number), bytesOf(1));
      inbox.finish(number, "");
    }
    const again = new TripwireInbox(folder, 4);
    expect([again.store(7, rootOf(7), bytesOf(1)), again.store(6, rootOf(6), bytesOf(1))]).toEqual([
      "known",
      "other",
    ]);
  });

  it("refuses to go on where findings or batches are missing", () => {
    const inbox = new TripwireInbox(folder);
    for (const number of [1, 2, 3]) inbox.store(number, rootOf(number), bytesOf(number));
    inbox.finish(1, "one\n");
    rmSync(join(folder, "inbox", `000000000002-${rootOf(2)}`));
    expect(() => new TripwireInbox(folder)).toThrow(refused("unreadable"));
    writeDurably(join(folder, "inbox", `000000000002-${rootOf(2)}`), bytesOf(2));
    writeFileSync(inbox.findingsPath, "on");
    expect(() => new TripwireInbox(folder)).toThrow(refused("unreadable"));
  });
});

describe("the agency's tables", () => {
  const terms = {
    custodian: "a",
    agency: "b",
    quota: 64,
    batch: 64,
    size: 8,
    payload: 256,
    tick: 1,
    canonical: 1,
  };
  it("come back as they were written, and are gone with their epoch", () => {
    const tables = new TripwireTables(folder);
    const members = [1, 2].map((at) => ({ member: `m-${at}`, type: "plate" as const, decoy: at === 2 }));
    const table = {
      epoch: 3,
      terms,
      publicKey: rootOf(1),
      order: rootOf(2),
      members,
      keys: [keysOf(1), keysOf(2)],
    };
    tables.write(table);
    expect(new TripwireTables(folder).read(3)).toEqual(table);
    expect(tables.epochs()).toEqual([3]);
    expect(tables.read(2)).toBeUndefined();
    const path = join(folder, "tables", "0000003.keys");
    const content = readFileSync(path);
    writeFileSync(path, content.subarray(0, -1));
    expect(() => tables.read(3)).toThrow(refused("unreadable"));
    writeFileSync(path, content);
    tables.destroy(3);
    expect([tables.epochs(), tables.read(3)]).toEqual([[], undefined]);
  });
});

describe("the journal", () => {
  it("goes on after a crash in the middle of a line, with sequences without gaps", async () => {
    const path = join(folder, "journal.jsonl");
    const journal = new TripwireJournal(path);
    expect(await journal.append(entry("a"))).toEqual({ index: 0, sequence: 0 });
    expect(await journal.append({ ...entry("b"), source: "t" })).toEqual({ index: 1, sequence: 0 });
    appendDurably(path, '{"half');
    expect(await new TripwireJournal(path).append(entry("c"))).toEqual({ index: 2, sequence: 1 });
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(3);
  });

  it("commits to a body without showing it, differently each time", async () => {
    const path = join(folder, "journal.jsonl");
    const journal = new TripwireJournal(path);
    for (let time = 0; time < 2; time++) await journal.append({ ...entry("a"), body: { id: "QXW1234" } });
    const lines = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { commitment: string });
    expect(lines[0]!.commitment).toMatch(/^[0-9a-f]{64}$/);
    expect(lines[0]!.commitment).not.toBe(lines[1]!.commitment);
    expect(readFileSync(path, "utf8")).not.toContain("QXW");
  });

  it("shows every change, omission and reordering but of its last lines", async () => {
    const path = join(folder, "journal.jsonl");
    const journal = new TripwireJournal(path);
    for (const text of ["a", "b", "c"]) await journal.append(entry(text));
    const text = readFileSync(path, "utf8");
    const [first, second, third] = text.trim().split("\n") as [string, string, string];
    for (const lines of [
      [second, third],
      [first, third],
      [second, first, third],
      [first.replace('"a"', '"x"'), second, third],
      [first, "{}", third],
    ]) {
      writeFileSync(path, `${lines.join("\n")}\n`);
      expect(() => new TripwireJournal(path)).toThrow(refused("evidence"));
    }
    writeFileSync(path, text);
    expect(() => new TripwireJournal(path)).not.toThrow();
  });
});

const keysOf = (at: number) => ({
  tag: new Uint8Array(32).fill(at),
  seal: new Uint8Array(32).fill(at + 100),
});

const entry = (text: string) => ({
  kind: "enrolment" as const,
  source: "s",
  time: "2026-01-01T00:00:00.000Z",
  statement: { text },
});
