import { existsSync, readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { accessEventSchema } from "../model/index.ts";
import { memoryLog, readAll } from "./memory-log.fixture.ts";

const DATA = new URL("../../../../../shared/data/", import.meta.url);
const present = existsSync(DATA);
if (!present) console.warn("real-files.test.ts skips: the folder ../shared/data is missing");

const bytes = (name: string): Buffer => readFileSync(new URL(name, DATA));

describe.skipIf(!present)("real audits", () => {
  it("of an organization: every row is an event, its plate shows nowhere", async () => {
    const content = bytes("alpr-organization-audit.csv");
    const { events, deadLetters, duplicates, rows } = await readAll(memoryLog(content));
    expect([rows, events.length, duplicates, deadLetters.length]).toEqual([18_652, 18_652, 0, 0]);
    const cells = Papa.parse<string[]>(content.toString("utf8"), { skipEmptyLines: true }).data.slice(1);
    for (const [index, event] of events.entries()) {
      accessEventSchema.parse(event);
      const plate = (cells[index]?.[5] ?? "").replace(/[^A-Z0-9]/g, "");
      expect(event.operator.id).toBe(cells[index]?.[0]);
      expect(event.subjects?.length ?? 0).toBe(plate === "" ? 0 : 1);
      if (plate.length < 4) continue;
      const shown = JSON.stringify([event.operator, event.purpose, event.query]).replace(/‹\w+:\w{8}›/g, " ");
      // As a word, or as part of one where it has a digit; a plate of letters may be part of an honest word.
      const place = /\d/.test(plate) ? new RegExp(plate, "i") : new RegExp(`\\b${plate}\\b`, "i");
      expect(shown).not.toMatch(place);
    }
  });

  it("of an organization: the case numbers hidden in reasons are found", async () => {
    const { events } = await readAll(memoryLog(bytes("alpr-organization-audit.csv")));
    const withCase = events.filter(({ purpose }) => purpose?.case !== undefined);
    // 2,350 rows have something in the case column that is not blank.
    expect(withCase.length).toBeGreaterThan(2600);
    expect(withCase.every(({ purpose }) => /\d|[a-z]/i.test(purpose?.case ?? ""))).toBe(true);
    const identifiers = events.filter(({ purpose }) => purpose?.case?.includes("‹") === true);
    expect(identifiers.length / withCase.length).toBeLessThan(0.01);
  });

  it("of a portal: every row is an event under its own id", async () => {
    const { events, rows, account } = await readAll(memoryLog(bytes("alpr-portal-search-audit.csv")));
    expect([rows, events.length]).toEqual([4294, 4294]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(4294);
    expect(account.idConflicts).toBe(0);
  });

  it("repeat themselves where they are given twice, with the month cut out in between", async () => {
    const content = bytes("alpr-organization-audit.csv");
    const lines = content.toString("utf8").split("\n");
    const overlap = [lines[0], ...lines.slice(9000, 12_000)].join("\n");
    const { events, duplicates } = await readAll([
      memoryLog(content, "all.csv"),
      memoryLog(overlap, "overlap.csv"),
    ]);
    expect(events).toHaveLength(18_652);
    expect(duplicates).toBe(3000);
  });
});
