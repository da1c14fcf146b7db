import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../model/index.ts";
import { CONNECTORS } from "./connectors.ts";
import { memoryLog, readAll } from "./memory-log.fixture.ts";
import { SAMPLES } from "./mutation.fixture.ts";

/**
 * Identifiers as people write them, and what of them must be nowhere (letters and digits only). These are unmistakable in any column;
 * what may also be the number of a row or the name of a camera, as a plate may, is planted in free text below.
 */
const CANARIES = [
  ["+52 55 9876 5432", "5598765432"],
  ["zebulon.quack@canary.example", "zebulonquack"],
  ["353918051707418", "353918051707418"],
  ["35-391805-170741-8", "353918051707418"],
] as const;

const squash = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** All that the intake gives out about a text, or the error it throws. */
async function told(content: string, options: object): Promise<string> {
  try {
    const { events, deadLetters, account } = await readAll(memoryLog(content), options);
    // Who looked stays readable by design.
    const hidden = events.map(({ operator, ...event }) => ({
      ...event,
      unit: operator.unit,
      role: operator.role,
    }));
    return JSON.stringify([hidden, deadLetters, account.notes(), account.sources]);
  } catch (error) {
    if (!(error instanceof CounterwatchError)) throw error;
    return JSON.stringify([error.message, error.remedy, error.place, String(error.cause)]);
  }
}

describe("a raw identifier", () => {
  const tables = CONNECTORS.filter(({ id }) => SAMPLES[id]!.header !== "");

  it.each(tables.map(({ id }) => id))(
    "in any column of %s shows in no event, dead letter, note or error",
    async (id) => {
      const { header, row, zone } = SAMPLES[id]!;
      const width = header.split(",").length;
      for (const [raw, trace] of CANARIES) {
        const lines = [row(0)];
        for (let column = 0; column < width; column++) {
          for (const cell of [raw, `re ${raw}, see note`]) {
            const cells = Array.from({ length: width }, () => "");
            const whole = splitRow(row(column + 1));
            lines.push(whole.with(column, cell).map(quote).join(","));
            cells[column] = cell;
            lines.push(cells.map(quote).join(","));
          }
        }
        lines.push(`"${raw}`, `${raw},${raw}`, `${row(0)},${raw}`);
        for (const content of [
          `${header}${lines.join("\n")}\n`,
          `${raw},${raw}\n${lines.join("\n")}`,
          `${raw}\n`,
        ]) {
          expect(squash(await told(content, { zone }))).not.toContain(trace);
          expect(squash(await told(content, { zone, format: id }))).not.toContain(trace);
        }
      }
    },
  );

  it("that looks like a plate shows in no free text", async () => {
    const { header, row } = SAMPLES["plate-reader-audit"]!;
    const names = header.split(",").map((name) => name.trim());
    const own = splitRow(row(1))[names.indexOf("License Plate")] ?? "";
    for (const [column, name] of names.entries()) {
      if (name === "ID" || name === "Name") continue;
      for (const plate of ["QZX7741", "qzx-7741", "7QZX741", own, own.toLowerCase().replace(/(?=\d)/, " ")]) {
        const cells = splitRow(row(1)).with(column, `see ${plate} there`);
        const content = `${header}${row(0)}\n${cells.map(quote).join(",")}\n`;
        expect(squash(await told(content, {}))).not.toContain(squash(plate));
      }
    }
  });

  it("in JSON that cannot be read shows nowhere", async () => {
    for (const [raw, trace] of CANARIES) {
      for (const content of [
        `{"${raw}": "${raw}"}\n`,
        `{"a": "${raw}\n{"a": "${raw}"\n`,
        `[${raw}]`,
        `"${raw}"\n{"b": 1}\n{"b": 2}\n`,
        `{"time": "${raw}", "agent": "${raw}", "resourceType": "AuditEvent"}`,
      ]) {
        for (const format of [undefined, "fhir-audit", "ocsf", "counterwatch"]) {
          expect(squash(await told(content, { format }))).not.toContain(trace);
        }
      }
    }
  });
});

function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

/** Cells of a row as the samples write them. */
function splitRow(row: string): string[] {
  return Papa.parse<string[]>(row).data[0] ?? [];
}
