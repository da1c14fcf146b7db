import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { type AccessEvent, CounterwatchError } from "../model/index.ts";
import { workbookOf } from "./formats/workbook.fixture.ts";
import { mappingConnector } from "./mapping.ts";
import { readMapping } from "./mapping-file.ts";
import { memoryFile, readerFor, readWhole, rejectionOf } from "./reader.fixture.ts";

const MAPPING = `
name: telco-portal
columns:
  time: Fecha
  operator.id: Usuario
  operator.unit: Área
  session.address: IP
  purpose.case: Expediente
  purpose.reason: Motivo
  action: Acción
  result.rows: Registros
  window: Periodo
constants: { system: calls }
subjects:
  - { column: Número, type: phone, separators: ["/"] }
time: { format: [d/M/yyyy H:mm:ss, iso], zone: America/Mexico_City }
masks: [RESERVADO]
caseInReason: '\\b(C\\d{2}-\\d{3,6})\\b'
actions: { Consulta: search, "Export*": export, "*": list }
`;

const HEADER = [
  "Fecha",
  "Usuario",
  "Área",
  "IP",
  "Expediente",
  "Motivo",
  "Acción",
  "Registros",
  "Periodo",
  "Número",
];
const ROWS = [
  [
    "1/3/2025 6:00:05",
    "mlopez",
    "Fraude",
    "10.0.0.8",
    "C25-100",
    "robo",
    "Consulta",
    "1,204",
    "2025-02-01 to 2025-03-01",
    "+52 55 1234 5678",
  ],
  ["2/3/2025 6:00:05", "mlopez", "", "", "", "ver C25-101", "EXPORTAR", "", "", "55 1234 5678/55 8765 4321"],
  ["3/3/2025 6:00:05", "jruiz", "RESERVADO", "", "", "RESERVADO", "otra", "", "todo", "RESERVADO"],
];

type WholeLog = Awaited<ReturnType<typeof readWhole>>;
const read = (
  options: object,
  name: string,
  content: string | Uint8Array,
  yaml = MAPPING,
): Promise<WholeLog> =>
  readWhole(memoryFile(name, content), {
    mapping: mappingConnector(readMapping(yaml, "m.yaml")),
    country: "MX",
    ...options,
  });

function expectAll({ events, rows, connector }: WholeLog): void {
  expect([rows, connector]).toEqual([3, "telco-portal"]);
  expect(events).toMatchObject([
    {
      id: "telco-portal:1",
      time: "2025-03-01T12:00:05.000Z",
      source: "telco-portal",
      system: "calls",
      action: "search",
      operator: { id: "mlopez", unit: "Fraude" },
      session: { address: "10.0.0.8" },
      subjects: [{ type: "phone" }],
      window: { from: "2025-02-01T06:00:00.000Z", to: "2025-03-01T06:00:00.000Z" },
      purpose: { case: "C25-100", reason: "robo" },
      result: { rows: 1204 },
    },
    {
      action: "export",
      subjects: [{ type: "phone" }, { type: "phone" }],
      purpose: { case: "C25-101", reason: "ver C25-101" },
    },
    {
      action: "list",
      subjects: [{ type: "phone", withheld: true }],
      purpose: { withheld: ["reason"] },
      query: { filters: "todo" },
    },
  ]);
  expect(events[0]?.subjects?.[0]).toEqual(events[1]?.subjects?.[0]);
  expect(events[2]?.operator).toEqual({ id: "jruiz" });
  expect(JSON.stringify(events)).not.toMatch(/1234|8765|4321|5678/);
}

const quoted = (separator: string): string =>
  [HEADER, ...ROWS]
    .map((cells) => cells.map((cell) => (cell.includes(separator) ? `"${cell}"` : cell)).join(separator))
    .join("\r\n");

describe("one mapping reads the same log", () => {
  it("as CSV", async () => expectAll(await read({}, "log.csv", `\ufeff${quoted(",")}`)));
  it("as CSV with semicolons", async () => expectAll(await read({}, "log.csv", quoted(";"))));
  it("as TSV", async () => expectAll(await read({}, "log.tsv", quoted("\t"))));
  it("as JSON Lines", async () => {
    const lines = ROWS.map((cells) =>
      JSON.stringify(Object.fromEntries(HEADER.map((name, i) => [name, cells[i]]))),
    );
    expectAll(await read({}, "log.jsonl", lines.join("\n")));
  });
  it("as a JSON array", async () => {
    const list = ROWS.map((cells) => Object.fromEntries(HEADER.map((name, i) => [name, cells[i]])));
    expectAll(await read({}, "log.json", JSON.stringify(list, null, 1)));
  });
  it("as Parquet", async () => {
    const columnData = HEADER.map((name, i) => ({
      name,
      data: ROWS.map((cells) => cells[i] ?? ""),
      type: "STRING" as const,
    }));
    expectAll(await read({}, "log.parquet", new Uint8Array(parquetWriteBuffer({ columnData }))));
  });
  it("as Parquet with real timestamps", async () => {
    const columnData = HEADER.map((name, i) =>
      i === 0
        ? {
            name,
            data: [1, 2, 3].map((day) => new Date(Date.UTC(2025, 2, day, 12, 0, 5))),
            type: "TIMESTAMP" as const,
          }
        : { name, data: ROWS.map((cells) => cells[i] ?? ""), type: "STRING" as const },
    );
    expectAll(await read({}, "log.parquet", new Uint8Array(parquetWriteBuffer({ columnData }))));
  });
  it("as XLSX, with times as serial numbers and the log in the second sheet", async () => {
    const dated = ROWS.map((cells, i) => [`<c s="1"><v>${45717.25005787037 + i}</v></c>`, ...cells.slice(1)]);
    const content = workbookOf({
      sheets: [
        { name: "Portada", rows: [["Informe de marzo"]] },
        { name: "Bitácora", rows: [["Bitácora de marzo"], HEADER, ...dated] },
      ],
    });
    expectAll(await read({}, "log.xlsx", content, `${MAPPING}sheet: Bitácora\n`));
  });
  it("without header line, where the mapping gives the names", async () => {
    const content = ROWS.map((cells) => cells.join(";")).join("\n");
    expectAll(await read({}, "log.csv", content, `${MAPPING}header: [${HEADER.join(", ")}]\n`));
  });
});

const record = (change: object = {}): Record<string, unknown> => ({
  meta: { uid: "row-1" },
  at: 1740830405123,
  actor: { name: "ana", robot: false },
  verb: "POST /search",
  store: { kind: "cctv" },
  camera: { name: "Reforma 222", at: [-99.16, 19.42] },
  range: { from: 1740744000000, to: 1740740400000 },
  targets: [
    { kind: "placa", value: "ABC-12-34" },
    { kind: "placa", value: "XYZ-98-76" },
  ],
  hits: [{ imei: "490154203237518" }],
  status: 403,
  ...change,
});

describe("a mapping of nested records", () => {
  const connector = mappingConnector(
    readMapping(
      `
name: api
columns:
  id: $.meta.uid
  time: $.at
  operator.id: [$.actor.account, $.actor.name]
  action: verb
  system: $.store.kind
  site.id: $.camera.name
  site.lat: $.camera.at[1]
  site.lon: $.camera.at[0]
  window.from: $.range.from
  window.to: $.range.to
  result.outcome: $.status
  automated: $.actor.robot
subjects:
  - { column: "$.targets[*].value", typeColumn: "$.targets[0].kind", types: { MSISDN: phone, placa: plate } }
resultSubjects:
  - { column: "$.hits[*].imei", type: imei }
time: { format: epoch-milliseconds }
actions: { GET: view, "POST*": search }
systems: { CDR: calls, CCTV: cameras }
outcomes: { "200": success, "403": denied }
`,
      "m.yaml",
    ),
  );
  const readRecord = readerFor(connector);

  it("follows paths", () => {
    expect(readRecord(record())).toMatchObject({
      id: "row-1",
      time: "2025-03-01T12:00:05.123Z",
      system: "cameras",
      action: "search",
      operator: { id: "ana" },
      subjects: [{ type: "plate" }, { type: "plate" }],
      site: { id: "Reforma 222", lat: 19.42, lon: -99.16 },
      window: { from: "2025-02-28T11:00:00.000Z", to: "2025-02-28T12:00:00.000Z" },
      result: { outcome: "denied", subjects: [{ type: "imei" }] },
      automated: false,
    } satisfies Partial<Record<keyof AccessEvent, unknown>>);
  });

  it.each([
    [{ at: null }, "time-missing", "$.at"],
    [{ at: "noon" }, "time-unreadable", "$.at"],
    [{ actor: 7 }, "operator-missing", "$.actor.account"],
    [{ verb: "PURGE" }, "action-unknown", "verb"],
    [{ store: { kind: "+15550109999" } }, "system-unknown", "$.store.kind"],
    [{ targets: [{ kind: "+15550109999", value: "x1" }] }, "identifier-invalid", "$.targets[*].value"],
  ])("rejects %j", (change, reason, column) => {
    const rejection = rejectionOf(readRecord, record(change));
    expect([rejection.reason, rejection.column]).toEqual([reason, column]);
    expect(rejection.message).not.toContain("9999");
  });

  it("does not mind what is missing, nested or of another kind", () => {
    expect(
      readRecord(record({ camera: "x", range: [], targets: null, hits: {}, status: { a: 1 }, meta: 3 })),
    ).toMatchObject({ id: "", action: "search" });
  });
});

const open = (header: readonly string[], yaml = MAPPING) =>
  readerFor(mappingConnector(readMapping(yaml, "m")), { header });

const failure = (header: readonly string[], yaml?: string): CounterwatchError => {
  try {
    open(header, yaml);
  } catch (error) {
    return error as CounterwatchError;
  }
  throw new Error("the file was accepted");
};

describe("a mapping that does not fit the file", () => {
  it("says which column is missing and which is meant", () => {
    const error = failure(HEADER.map((name) => (name === "Motivo" ? "Motivos" : name)));
    expect(error).toMatchObject({ code: "mapping" });
    expect(error.message).toMatch(/purpose\.reason from "Motivo"/);
    expect(error.remedy).toMatch(/Did you mean "Motivos"/);
  });

  it("shows no value of a file without header", () => {
    const error = failure(ROWS[0] as string[]);
    expect(`${error.message} ${error.remedy}`).not.toMatch(/1234|mlopez/);
  });

  it("lets columns be missing where it says so", () => {
    const header = HEADER.filter((name) => name !== "IP");
    const yaml = MAPPING.replace("session.address: IP", 'session.address: "IP?"');
    const event = open(header, yaml)((ROWS[0] as string[]).filter((_, i) => i !== 3));
    expect(event.session).toBeUndefined();
    expect(open(HEADER, yaml)(ROWS[0] as string[]).session?.address).toBe("10.0.0.8");
  });

  it("does not mind capitals, spaces and underscores in names", () => {
    const event = open(HEADER.map((name) => ` ${name.toUpperCase()} `))(ROWS[0] as string[]);
    expect(event.operator.id).toBe("mlopez");
  });
});
