import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../../model/index.ts";
import { compareWithLedger, lineHash, readChain, settle, statementOf } from "./journal.ts";
import { JournalBook } from "./journal-book.ts";
import { Crash, Fuse, HearingLedger, journalMeans, MemoryDisk } from "./memory-journal.fixture.ts";

const SOURCE = "warnings:test";

const open = (disk: MemoryDisk, ledger: HearingLedger) =>
  JournalBook.open(disk, journalMeans(ledger), "warning", SOURCE);

async function written(steps: number): Promise<{ disk: MemoryDisk; ledger: HearingLedger }> {
  const disk = new MemoryDisk();
  const ledger = new HearingLedger();
  const book = await open(disk, ledger);
  for (let at = 0; at < steps; at++) await book.append({ do: "step", at, person: `R0000${at}` });
  return { disk, ledger };
}

const text = (list: readonly string[]) => list.map((line) => `${line}\n`).join("");

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof CounterwatchError ? error.code : String(error);
  }
  return "none";
}

describe("a journal", () => {
  it("has one leaf a line, which says number and hash and nothing of whom it is about", async () => {
    const { disk, ledger } = await written(3);
    const lines = disk.text.trimEnd().split("\n");
    expect(ledger.entries.map(({ statement }) => statement)).toEqual(
      lines.map((line, at) => ({ number: at, line: lineHash(line) })),
    );
    expect(ledger.entries[1]?.body).toEqual({ step: { do: "step", at: 1, person: "R00001" } });
    expect(JSON.stringify(ledger.entries.map(({ statement }) => statement))).not.toContain("R0000");
    // A guessed step without its salt makes another hash.
    expect(lines[0]).toMatch(/"salt":"[0-9a-f]{64}"/);
  });

  it("is found out by any line that was altered, removed, put elsewhere, repeated or cut", async () => {
    const { disk, ledger } = await written(6);
    const lines = disk.text.trimEnd().split("\n");
    const heard = await ledger.heard(SOURCE);
    const check = (harmed: string) =>
      codeOf(() => compareWithLedger(readChain(harmed, SOURCE, "j"), heard, "j"));
    expect(check(disk.text)).toBe("none");
    const place = fc.nat(lines.length - 1);
    const harm = fc.oneof(
      fc.tuple(fc.nat(disk.text.length - 1), fc.integer({ min: 0x20, max: 0x7e })).map(([at, code]) => {
        const changed = disk.text.slice(0, at) + String.fromCharCode(code) + disk.text.slice(at + 1);
        return changed;
      }),
      place.map((at) => text(lines.toSpliced(at, 1))),
      fc.tuple(place, place).map(([from, to]) => {
        const moved = lines.toSpliced(from, 1);
        return text(moved.toSpliced(to, 0, lines[from] as string));
      }),
      place.map((at) => text(lines.toSpliced(at, 0, lines[at] as string))),
      fc.nat(disk.text.length - 1).map((length) => disk.text.slice(0, length)),
      fc.constant(""),
    );
    fc.assert(
      fc.property(harm, (harmed) => {
        const code = check(harmed);
        if (harmed === disk.text) expect(code).toBe("none");
        else expect(["evidence", "rollback"]).toContain(code);
      }),
      { numRuns: 3000 },
    );
  });

  it("is found out where somebody writes a line, or a whole journal, of which the ledger never heard", async () => {
    const one = await written(2);
    const other = await written(4);
    const heard = await one.ledger.heard(SOURCE);
    expect(codeOf(() => settle(other.disk.text, undefined, heard, SOURCE, "j"))).toBe("evidence");
    const forged = await written(0);
    const book = await JournalBook.open(
      forged.disk,
      journalMeans(forged.ledger, "2026-04-01T00:00:00.000Z"),
      "warning",
      SOURCE,
    );
    await book.append({ do: "step", at: 0 });
    await book.append({ do: "step", at: 1 });
    expect(codeOf(() => settle(forged.disk.text, undefined, heard, SOURCE, "j"))).toBe("evidence");
    expect(codeOf(() => settle("", undefined, heard, SOURCE, "j"))).toBe("rollback");
    expect(codeOf(() => readChain(one.disk.text, "warnings:other", "j"))).toBe("evidence");
  });

  it("forgives a cut line only where it was staged and has its leaf", async () => {
    const { disk, ledger } = await written(3);
    const heard = await ledger.heard(SOURCE);
    const last = disk.text.trimEnd().split("\n").at(-1) as string;
    const cut = disk.text.slice(0, -20);
    expect(settle(cut, last, heard, SOURCE, "j")).toMatchObject({ repair: { line: last } });
    expect(codeOf(() => settle(cut, undefined, heard, SOURCE, "j"))).toBe("evidence");
    expect(codeOf(() => settle(cut, last, heard.slice(0, 2), SOURCE, "j"))).toBe("evidence");
    expect(codeOf(() => settle(cut, last, [...heard, statementOf(3, "x")], SOURCE, "j"))).toBe("evidence");
  });

  it("loses no step that is in the ledger and keeps none that is not, wherever it dies and dies again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(60),
        fc.array(fc.nat(12), { maxLength: 3 }),
        fc.nat(3),
        async (first, again, before) => {
          const { disk, ledger } = await written(before);
          const fuse = new Fuse(first);
          disk.fuse = fuse;
          ledger.fuse = fuse;
          const acknowledged: number[] = [];
          try {
            const book = await open(disk, ledger);
            for (let at = 0; at < 6; at++) {
              await book.append({ do: "step", at: 100 + at });
              acknowledged.push(100 + at);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(Crash);
          }
          for (const left of [...again, Number.POSITIVE_INFINITY]) {
            disk.fuse = new Fuse(left);
            await open(disk, ledger).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
          }
          ledger.fuse = new Fuse();
          const book = await open(disk, ledger);
          expect(disk.line).toBeUndefined();
          expect(book.records.map(({ step }) => step)).toEqual(
            ledger.entries.map(({ body }) => (body as { step: unknown }).step),
          );
          const kept = book.records.slice(before).map(({ step }) => (step as { at: number }).at);
          expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
          expect(kept.length).toBeLessThanOrEqual(acknowledged.length + 1);
          await book.append({ do: "step", at: 999 });
          expect((await open(disk, ledger)).records).toHaveLength(before + kept.length + 1);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("takes no more after a refusal, and its time does not run backwards", async () => {
    const { disk, ledger } = await written(1);
    const early = journalMeans(ledger, "2020-01-01T00:00:00.000Z");
    const book = await JournalBook.open(disk, early, "warning", SOURCE);
    expect(book.now()).toBe(Date.parse(book.records[0]?.at as string));
    await book.append({ do: "step", at: 1 });
    ledger.fuse = new Fuse(0);
    await expect(book.append({ do: "step", at: 2 })).rejects.toBeInstanceOf(Crash);
    ledger.fuse = new Fuse();
    await expect(book.append({ do: "step", at: 3 })).rejects.toMatchObject({ code: "unavailable" });
    expect((await open(disk, ledger)).records).toHaveLength(2);
  });
});
