import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HearingLedger, journalMeans } from "../incidents/journal/memory-journal.fixture.ts";
import { JournalBook } from "../incidents/journal/journal-book.ts";
import { JournalFolder } from "./journal-folder.ts";

const SOURCE = "warnings:test";
let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "counterwatch-journal-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (name: string) => join(root, "journal", name);
const open = (ledger: HearingLedger) =>
  JournalBook.open(new JournalFolder(join(root, "journal")), journalMeans(ledger), "warning", SOURCE);

describe("a journal on disk", () => {
  it("is its owner's alone, and one process at a time has it", async () => {
    const folder = new JournalFolder(join(root, "journal"));
    const letGo = folder.lock();
    const book = await open(new HearingLedger());
    await book.append({ do: "step" });
    expect(statSync(at("journal.jsonl")).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, "journal")).mode & 0o777).toBe(0o700);
    expect(existsSync(at("journal.staged"))).toBe(false);
    letGo();
    // Process 1 lives as long as this machine does.
    writeFileSync(at("journal.lock"), "1\n");
    expect(() => folder.lock()).toThrow(expect.objectContaining({ code: "unavailable" }));
  });

  it("is made whole where a crash cut its last line after any byte, and its leaf is in the ledger", async () => {
    const ledger = new HearingLedger();
    new JournalFolder(join(root, "journal")).lock()();
    const book = await open(ledger);
    for (const name of ["a", "b", "c"]) await book.append({ do: "step", name });
    const whole = readFileSync(at("journal.jsonl"));
    const before = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    const line = whole.subarray(before, whole.length - 1);
    for (let cut = before; cut <= whole.length; cut++) {
      writeFileSync(at("journal.jsonl"), whole.subarray(0, cut));
      writeFileSync(at("journal.staged"), line);
      expect((await open(ledger)).records).toHaveLength(3);
      expect(readFileSync(at("journal.jsonl")).equals(whole)).toBe(true);
      expect(existsSync(at("journal.staged"))).toBe(false);
    }
    writeFileSync(at("journal.jsonl"), whole.subarray(0, -5));
    await expect(open(ledger)).rejects.toMatchObject({ code: "evidence" });
  });

  it("forgets a line that was staged and never reached the ledger", async () => {
    const ledger = new HearingLedger();
    new JournalFolder(join(root, "journal")).lock()();
    await (await open(ledger)).append({ do: "step" });
    writeFileSync(at("journal.staged"), '{"half a line');
    expect((await open(ledger)).records).toHaveLength(1);
    expect(existsSync(at("journal.staged"))).toBe(false);
  });
});
