import { describe, expect, it } from "vitest";
import { rowMappingSchema } from "../../model/index.ts";
import { readId } from "../event-parts.ts";
import { readRowMapping } from "../mapping-file.ts";
import { rowMappingConnector } from "./mapped-rows.ts";
import { sameLookUp } from "./row-ids.ts";
import { identifiers, phone, rowsOf } from "./rows.fixture.ts";

const line = (row: object) => `${JSON.stringify(row)}\n`;
const CALL = {
  id: "c-1",
  lookup: "calls:7",
  system: "calls",
  kind: "call",
  time: "2025-03-01T06:00:05-06:00",
  from: { type: "phone", id: "55 1234 0001" },
  to: { type: "phone", id: "+525512340002" },
};

describe("our own lines", () => {
  it("take raw identifiers and any offset, and keep pseudonyms", async () => {
    const kept = { type: "phone", id: phone("5512340009").id };
    const { connector, rows } = await rowsOf(
      line(CALL) + line({ ...CALL, id: "c-2", from: kept, shown: CALL.time }),
    );
    expect(connector).toBe("shown-rows");
    expect(rows).toEqual([
      { ...CALL, time: "2025-03-01T12:00:05.000Z", from: phone("5512340001"), to: phone("5512340002") },
      {
        ...CALL,
        id: "c-2",
        time: "2025-03-01T12:00:05.000Z",
        shown: "2025-03-01T12:00:05.000Z",
        from: kept,
        to: phone("5512340002"),
      },
    ]);
  });

  it("numbers what has no id, and hides a site and an id that are identifiers", async () => {
    const fix = {
      kind: "fix",
      system: "location",
      time: CALL.time,
      subject: CALL.from,
      site: { id: "near 55 1234 0001" },
    };
    const lines = line(fix) + line({ ...fix, id: "call:+525512340001" }) + line({ ...fix, time: "" });
    const { rows, deadLetters } = await rowsOf(lines, { name: "shown/5512340001.jsonl" });
    expect(rows[0]?.id).toBe("file-1:1");
    expect(deadLetters).toMatchObject([{ file: "file-1", ordinal: 3 }]);
    expect(JSON.stringify([rows, deadLetters])).not.toMatch(/1234|55125/);
  });

  it.each([
    [{ ...CALL, to: { type: "phone", id: "***" } }, "withheld"],
    [{ ...CALL, extra: 1 }, "schema"],
    [{ ...CALL, to: { type: "phone" } }, "identifier-invalid"],
    [{ ...CALL, to: { type: "telephone", id: "5" } }, "identifier-invalid"],
    [{ ...CALL, to: { type: "plate", id: "AB*" } }, "identifier-invalid"],
    [{ ...CALL, time: "yesterday" }, "time-unreadable"],
    [{ ...CALL, time: undefined }, "time-missing"],
    [{ ...CALL, seconds: -1 }, "schema"],
  ] as const)("%#: what is wrong is said, and nothing is lost", async (row, reason) => {
    const { rows, withheld, deadLetters } = await rowsOf(line(CALL) + line(row));
    expect(rows).toHaveLength(1);
    if (reason === "withheld") expect(withheld).toBe(1);
    else expect(deadLetters).toMatchObject([{ reason, ordinal: 2 }]);
    expect(JSON.stringify(deadLetters)).not.toMatch(/1234|AB\*|yesterday/);
  });
});

describe("a row's id", () => {
  it.each([
    ["city-a-calls:ecf4eb04c9cf8fd1", true],
    ["0f8fad5bd9cb469fa16570867728950e", true],
    ["calls:5512340001", false],
    ["call:+525512340001", false],
  ])("%s", async (id, kept) => {
    const { rows } = await rowsOf(line({ ...CALL, id }));
    expect(rows[0]?.id === id).toBe(kept);
  });
});

describe("a mapping file", () => {
  const YAML = `
name: carrier-7
kind: call
system: calls
columns:
  from: Teilnehmer A
  to: Teilnehmer B
  time: Beginn
  seconds: Dauer?
time:
  format: d.M.yyyy H:mm
  zone: Europe/Berlin
`;

  it("reads what no form knows, with its own zone", async () => {
    const wanted = rowMappingConnector(readRowMapping(YAML, "rows.yaml"));
    const csv = "Teilnehmer A;Teilnehmer B;Beginn\n+525512340001;+525512340002;1.3.2025 13:00\n";
    const { connector, rows } = await rowsOf(csv, { wanted });
    expect(connector).toBe("carrier-7");
    expect(rows).toMatchObject([{ kind: "call", time: "2025-03-01T12:00:00.000Z", to: phone("5512340002") }]);
  });

  it("is refused by line where a column is misspelt or missing", () => {
    expect(() => readRowMapping(YAML.replace("  to:", "  too:"), "rows.yaml")).toThrow(
      expect.objectContaining({ code: "mapping", place: { file: "rows.yaml", line: 7, column: 3 } }),
    );
    expect(() => readRowMapping(YAML.replace("  to: Teilnehmer B\n", ""), "rows.yaml")).toThrow(
      /a call needs columns/,
    );
    expect(
      rowMappingSchema.safeParse({
        name: "x",
        kind: "device",
        system: "calls",
        columns: { subject: "a", thing: "b" },
      }).success,
    ).toBe(true);
  });
});

describe("which look-up", () => {
  it("is named by the row, else by the file", async () => {
    const csv = "msisdn,time,cell id,lookup\n5512340001,2025-03-01,c-1,calls:7\n5512340001,2025-03-01,c-1,\n";
    const { rows } = await rowsOf(csv, { lookupOf: (file) => `of ${file}` });
    expect(rows.map(({ lookup }) => lookup)).toEqual(["calls:7", "of rows.csv"]);
  });

  it("is hidden where it is an identifier by itself, and found under the name that its own subject hides", async () => {
    const { rows } = await rowsOf(
      "msisdn,time,cell id,lookup\n5512340001,2025-03-01,c-1,+525512340001\n5512340001,2025-03-01,c-1,q-ABC123\n",
    );
    expect(rows[0]?.lookup).toBe(identifiers.pseudonym("account", "+525512340001"));
    expect(sameLookUp(rows[1]?.lookup ?? "", identifiers)).toContain(
      readId(identifiers, "q-ABC123", ["ABC123"]),
    );
  });
});
