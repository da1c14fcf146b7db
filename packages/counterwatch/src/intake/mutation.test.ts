import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accessEventSchema, deadLetterSchema } from "../model/index.ts";
import { CONNECTORS } from "./connectors.ts";
import { memoryLog, type ReadAll, readAll } from "./memory-log.fixture.ts";
import { createRandom, type MutationSample, mutate, SAMPLES } from "./mutation.fixture.ts";

/** Rows for each connector. The full run of 100,000 takes minutes: COUNTERWATCH_FUZZ_ROWS=100000. */
const ROWS = Number(process.env["COUNTERWATCH_FUZZ_ROWS"] ?? 2500);
const ROWS_IN_FILE = 200;

const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    "",
    " ",
    "***",
    "REDACTED",
    "N/A",
    "-",
    "1/1/1970",
    "12/31/2099, 11:59:59 PM UTC",
    "2025-13-45",
    "ABC1234 XYZ9876",
    "x".repeat(5000),
    '"',
    "\n",
    "1e309",
  ),
  fc.double(),
  fc.constant({ __proto__: null, toString: 1, length: -1 }),
);

function read(content: Uint8Array, sample: MutationSample, id: string, chunk: number): Promise<ReadAll> {
  const { mapping, zone } = sample;
  return readAll(memoryLog(content, "mutated", chunk), {
    zone,
    source: "fuzz",
    ...(mapping === undefined ? { format: id } : { mapping }),
  });
}

function lines(rows: readonly Uint8Array[], header: string): Buffer {
  return Buffer.concat([Buffer.from(header), ...rows.flatMap((row) => [row, Buffer.from("\n")])]);
}

describe("rows that are damaged", () => {
  it("are tried with every connector of the house", () => {
    for (const { id } of CONNECTORS) expect(Object.keys(SAMPLES)).toContain(id);
  });

  it.each(Object.entries(SAMPLES))("%s: nothing is lost, no row harms another", async (id, sample) => {
    const rows = Array.from({ length: ROWS_IN_FILE }, (_, index) => sample.row(index));
    const clean = await read(
      lines(
        rows.map((row) => Buffer.from(row)),
        sample.header,
      ),
      sample,
      id,
      65_536,
    );
    expect(clean.deadLetters).toEqual([]);
    expect(clean.events).toHaveLength(ROWS_IN_FILE);
    const times = clean.events.map(({ time }) => time);
    expect(new Set(times).size).toBe(ROWS_IN_FILE);

    let damaged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(value, { minLength: 20, maxLength: 20 }),
        fc.constantFrom(997, 65_536),
        async (seed, values, chunk) => {
          const random = createRandom(seed);
          const harmed = rows.map(() => random(4) > 0);
          const bytes = rows.map((row, index) =>
            harmed[index] === true ? mutate(row, random, values) : Buffer.from(row),
          );
          damaged += harmed.filter(Boolean).length;
          const found = await read(lines(bytes, sample.header), sample, id, chunk);

          const kept = new Set(found.events.map(({ time }) => time));
          for (const [index, time] of times.entries()) {
            if (harmed[index] === false)
              expect(kept.has(time), `row ${index} is whole and was lost`).toBe(true);
          }
          for (const event of found.events)
            expect(accessEventSchema.safeParse(event).error?.issues).toBeUndefined();
          for (const letter of found.deadLetters) {
            expect(deadLetterSchema.safeParse(letter).error?.issues).toBeUndefined();
            for (const cell of Object.values(letter.row)) expect(cell).not.toMatch(/[b-zB-Z0-8]/);
          }
          const ids = found.events.map((event) => event.id);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      // A seed cannot be shrunk.
      { numRuns: Math.ceil(ROWS / (ROWS_IN_FILE * 0.75)), endOnFailure: true },
    );
    expect(damaged).toBeGreaterThanOrEqual(ROWS * 0.9);
  });
});
