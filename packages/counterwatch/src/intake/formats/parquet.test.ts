import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { CounterwatchError } from "../../model/index.ts";
import type { Row } from "../connector.ts";
import { openParquet, type ParquetTable } from "./parquet.ts";

function open(bytes: ArrayBuffer, patience?: number): Promise<ParquetTable> {
  return openParquet({ byteLength: bytes.byteLength, slice: (from, to) => bytes.slice(from, to) }, patience);
}

async function rowsOf(table: ParquetTable): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of table.rows()) rows.push(row);
  return rows;
}

const instant = new Date("2025-03-01T12:00:05.123Z");

describe("a Parquet file", () => {
  it("that is flat is a table of texts", async () => {
    const table = await open(
      parquetWriteBuffer({
        columnData: [
          { name: " time ", data: [instant, instant], type: "TIMESTAMP" },
          { name: "user", data: ["ana", null], type: "STRING" },
          { name: "msisdn", data: [5215550109999n, 9007199254740993n], type: "INT64" },
          { name: "lat", data: [19.43, 0.5], type: "DOUBLE" },
          { name: "api", data: [true, false], type: "BOOLEAN" },
        ],
      }),
    );
    expect([table.framing, table.header, table.rowCount]).toEqual([
      "table",
      ["time", "user", "msisdn", "lat", "api"],
      2,
    ]);
    expect(await rowsOf(table)).toEqual([
      ["2025-03-01T12:00:05.123Z", "ana", "5215550109999", "19.43", "true"],
      ["2025-03-01T12:00:05.123Z", "", "9007199254740993", "0.5", "false"],
    ]);
  });

  it("tells local times from instants", async () => {
    const table = await open(
      parquetWriteBuffer({
        columnData: [
          { name: "local", data: [1740830405123000n] },
          { name: "day", data: [20148] },
        ],
        schema: [
          { name: "root", num_children: 2 },
          {
            name: "local",
            type: "INT64",
            repetition_type: "REQUIRED",
            logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" },
          },
          { name: "day", type: "INT32", repetition_type: "REQUIRED", converted_type: "DATE" },
        ],
      }),
    );
    expect(await rowsOf(table)).toEqual([["2025-03-01T12:00:05.123", "2025-03-01"]]);
  });

  it("that is nested is records", async () => {
    const table = await open(
      parquetWriteBuffer({
        columnData: [
          { name: "time", data: [1740830405123n] },
          { name: "tags", data: [["a", "b"]] },
        ],
        schema: [
          { name: "root", num_children: 2 },
          { name: "time", type: "INT64", repetition_type: "REQUIRED" },
          { name: "tags", repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
          { name: "list", repetition_type: "REPEATED", num_children: 1 },
          { name: "element", type: "BYTE_ARRAY", repetition_type: "OPTIONAL", converted_type: "UTF8" },
        ],
      }),
    );
    expect(table.framing).toBe("records");
    expect(await rowsOf(table)).toEqual([{ time: 1740830405123, tags: ["a", "b"] }]);
  });

  it("comes row group by row group, in order", async () => {
    const data = Array.from({ length: 2500 }, (_, i) => `op-${i}`);
    const table = await open(
      parquetWriteBuffer({ columnData: [{ name: "user", data, type: "STRING" }], rowGroupSize: 1000 }),
    );
    expect((await rowsOf(table)).map((row) => (row as string[])[0])).toEqual(data);
  });

  it("is given up when its decoder does not answer in time", async () => {
    const bytes = parquetWriteBuffer({ columnData: [{ name: "user", data: ["ana"], type: "STRING" }] });
    await expect(open(bytes, 0)).rejects.toThrow(/gave no answer/);
  });

  it("is read or refused, whatever bytes change", async () => {
    const good = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: "time", data: [instant, instant, instant], type: "TIMESTAMP" },
          { name: "user", data: ["ana", "ana", "ben"], type: "STRING" },
        ],
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        async (changes) => {
          const bytes = good.slice();
          for (const [at, byte] of changes) bytes[at] = byte;
          try {
            const table = await open(bytes.buffer, 500);
            expect(await rowsOf(table)).toHaveLength(table.rowCount);
          } catch (error) {
            if (!(error instanceof CounterwatchError) || error.code !== "format-damaged") throw error;
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
