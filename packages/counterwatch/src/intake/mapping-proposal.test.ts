import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sample } from "./connector.ts";
import { mappingConnector } from "./mapping.ts";
import { readMapping } from "./mapping-file.ts";
import { proposeMapping } from "./mapping-proposal.ts";
import { memoryFile, readerFor } from "./reader.fixture.ts";
import { sampleLog } from "./sample-log.ts";

const table = (header: readonly string[], ...rows: string[][]): Sample => ({
  framing: "table",
  name: "x.csv",
  header,
  rows,
});
const records = (...rows: Record<string, unknown>[]): Sample => ({
  framing: "records",
  name: "x.jsonl",
  header: Object.keys(rows[0] ?? {}),
  rows,
});
const propose = (sample: Sample) => ({
  yaml: proposeMapping(sample),
  mapping: readMapping(proposeMapping(sample), "proposal"),
});

const ENGLISH = table(
  [
    "Search Time",
    "User Name",
    "Department",
    "IP Address",
    "Phone Number",
    "Case Number",
    "Reason",
    "Event Type",
    "Start Date",
    "End Date",
    "Rows Returned",
    "Colour",
  ],
  [
    "2025-03-01T12:00:05Z",
    "ana",
    "Fraud",
    "10.0.0.8",
    "+15550109999",
    "C25-1",
    "robbery",
    "Lookup",
    "2025-02-01",
    "2025-03-01",
    "12",
    "red",
  ],
);
const SPANISH = table(
  [
    "Fecha y Hora",
    "Usuario",
    "Área",
    "Dirección IP",
    "Placa",
    "Expediente",
    "Motivo",
    "Tipo de búsqueda",
    "Cámara",
    "Latitud",
    "Longitud",
  ],
  [
    "31/03/2025 14:05:00",
    "mlopez",
    "Fraude",
    "10.0.0.8",
    "ABC-12-34",
    "C25-1",
    "robo",
    "directa",
    "Reforma 222",
    "19.43",
    "-99.13",
  ],
);

describe("a proposed mapping", () => {
  it("knows English names", () => {
    const { mapping } = propose(ENGLISH);
    expect(mapping.columns).toEqual({
      time: "Search Time",
      "operator.id": "User Name",
      "operator.unit": "Department",
      "session.address": "IP Address",
      "purpose.case": "Case Number",
      "purpose.reason": "Reason",
      action: "Event Type",
      "window.from": "Start Date",
      "window.to": "End Date",
      "result.rows": "Rows Returned",
    });
    expect(mapping.subjects).toEqual([{ column: "Phone Number", type: "phone" }]);
    expect(mapping.constants?.system).toBe("calls");
  });

  it("knows Spanish names, and days before months", () => {
    const { mapping } = propose(SPANISH);
    expect(mapping.columns).toEqual({
      time: "Fecha y Hora",
      "operator.id": "Usuario",
      "operator.unit": "Área",
      "session.address": "Dirección IP",
      "purpose.case": "Expediente",
      "purpose.reason": "Motivo",
      "query.kind": "Tipo de búsqueda",
      "site.id": "Cámara",
      "site.lat": "Latitud",
      "site.lon": "Longitud",
    });
    expect(mapping.subjects).toEqual([{ column: "Placa", type: "plate" }]);
    expect(mapping.constants).toEqual({ system: "plates", action: "search" });
    expect(mapping.time?.format).toBe("d/M/yyyy H:mm:ss");
  });

  it.each([ENGLISH, SPANISH])("reads the log that it was proposed for", (sample) => {
    const read = readerFor(mappingConnector(propose(sample).mapping), { header: sample.header });
    expect(read(sample.rows[0] as string[])).toMatchObject({
      action: "search",
      subjects: [{}],
      operator: {},
    });
  });

  it("finds its way in nested records", () => {
    const row = {
      at: { timestamp: "2025-03-01T12:00:05Z" },
      actor: { user: { name: "ana", role: "nurse" } },
      targets: [{ licensePlate: "ABC1234" }],
      why: { reason: "x" },
    };
    const { mapping } = propose(records(row));
    expect(mapping.columns).toMatchObject({
      time: "$.at.timestamp",
      "operator.id": "$.actor.user.name",
      "operator.role": "$.actor.user.role",
      "purpose.reason": "$.why.reason",
    });
    expect(mapping.subjects).toEqual([{ column: "$.targets[*].licensePlate", type: "plate" }]);
    expect(readerFor(mappingConnector(mapping))(row)).toMatchObject({
      operator: { id: "ana", role: "nurse" },
      subjects: [{ type: "plate" }],
    });
  });

  it("says what is in doubt", () => {
    const { yaml } = propose(table(["Timestamp", "Login", "Foo"], ["3/4/2025 10:00:00", "ana", "1"]));
    expect(yaml).toMatch(/Is the day first\?/);
    expect(yaml).toMatch(/name no zone/);
    expect(yaml).toMatch(/one of calls, location/);
    expect(yaml).toMatch(/No name says who was looked up/);
    expect(yaml).toMatch(/# Not used:\n {2}# {3}Foo/);
  });

  it("is not fooled by a name that says time over numbers that are none", () => {
    const { mapping } = propose(
      table(["Response time", "Logged at", "User"], ["12", "2025-03-01 10:00:00", "ana"]),
    );
    expect(mapping.columns?.time).toBe("Logged at");
  });

  it("copies no value, not even where the header is a row", () => {
    const { yaml, mapping } = propose(
      table(
        ["2025-03-01 10:00:00", "mlopez77", "+15550109999", "ABC1234"],
        ["2025-03-01 10:00:01", "jruiz33", "+15550109998", "XYZ9876"],
      ),
    );
    expect(yaml).not.toMatch(/2025|mlopez|jruiz|555|ABC|XYZ/);
    expect(mapping.header).toEqual(["column 1", "column 2", "column 3", "column 4"]);
    expect(mapping.columns?.time).toBe("column 1");
  });

  it("shows no key of a record that is a value", () => {
    const { yaml } = propose(
      records({
        time: "2025-03-01T10:00:00Z",
        user: "ana",
        "+15550109999": 3,
        "zebulon@example.org": { calls: 1 },
      }),
    );
    expect(yaml).not.toMatch(/5555|9999|zebulon/);
  });

  it("is valid and without values for any header and rows", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom("Time", "User", "yes", "a: b", "- x", "#1", '"q"', "Número", "{x}", "null"),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(cell, { minLength: 1, maxLength: 8 }),
        fc.array(fc.stringMatching(/^VALUE[a-z]{9}$/), { minLength: 8, maxLength: 8 }),
        (header, values) => {
          const { yaml, mapping } = propose(
            table(
              header.map((name) => name.trim()),
              values.slice(0, header.length),
            ),
          );
          expect(mapping.columns?.time).toBeDefined();
          for (const value of values) expect(yaml).not.toContain(value);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is valid for any records", () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 3 }),
        (rows) => {
          expect(propose(records(...(rows as Record<string, unknown>[]))).mapping.name).toBe("my-log");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is made from a file, whatever stands above its header", async () => {
    const content = "Report of March;;;\n\nFecha;Usuario;Placa;Motivo\n1/3/2025 10:00:00;ana;ABC1234;robo\n";
    const sample = await sampleLog(memoryFile("logs/r.csv", content));
    expect(sample).toMatchObject({
      framing: "table",
      name: "r.csv",
      header: ["Fecha", "Usuario", "Placa", "Motivo"],
    });
    expect(propose(sample).mapping.subjects).toEqual([{ column: "Placa", type: "plate" }]);
    expect((await sampleLog(memoryFile("r.jsonl", '{"a":1}\n{"b":2}\n'))).header).toEqual(["a"]);
    await expect(sampleLog(memoryFile("r.csv", ""))).rejects.toThrow(/no records/);
  });
});
