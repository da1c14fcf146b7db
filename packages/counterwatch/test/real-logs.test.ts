import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { deadLetterSchema } from "../src/model/index.ts";
import { Workshop } from "./workshop.ts";

const workshop = new Workshop();
const DATA = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));
const present = existsSync(DATA);
if (!present) console.warn("real-logs.test.ts skips: the folder ../shared/data is missing");

describe.skipIf(!present)("real logs", () => {
  it.each([
    ["alpr-organization-audit.csv", 18_652],
    ["alpr-portal-search-audit.csv", 4294],
    ["camera-view-log.csv", 367],
  ])("%s: %i rows, every one accounted for, no dead letter without a reason", async (name, rows) => {
    const { status } = await workshop.run(["scan", `${DATA}${name}`, "--out", "out", "--quiet"]);
    expect(status).toBe(0);
    const summary = workshop.summary("out");
    expect(summary.rows).toBe(rows);
    expect(summary.events + summary.duplicates + summary.deadLetters).toBe(rows);
    const letters = workshop
      .read("out/dead-letters.jsonl")
      .split("\n")
      .filter((line) => line !== "");
    expect(letters.length).toBe(summary.deadLetters);
    for (const line of letters) expect(deadLetterSchema.parse(JSON.parse(line)).reason).not.toBe("");
  });
});
