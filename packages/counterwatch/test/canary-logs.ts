/**
 * Logs of every format with raw identifiers planted in every column: once beside the row's own subject, once alone where
 * free text stands, and in rows that are rejected.
 */
import { parquetWriteBuffer } from "hyparquet-writer";

/** Identifiers that occur nowhere but here. The IMEI has a good check digit. */
export const CANARY = {
  plate: "QZX7741",
  phone: "+525598765432",
  email: "zebulon.quack@canary.example",
  imei: "353918051707418",
  imsi: "334020987654321",
  person: "Zebulon Quackenbush",
} as const;
type Kind = keyof typeof CANARY;

/** How else people write them. */
const SPELLINGS: Readonly<Record<Kind, readonly string[]>> = {
  plate: ["QZX7741", "qzx-7741", "QZX 7741"],
  phone: ["+525598765432", "+52 55 9876 5432", "0052 55 9876-5432"],
  email: ["zebulon.quack@canary.example", "Zebulon.Quack@Canary.Example"],
  imei: ["353918051707418", "35-391805-170741-8"],
  imsi: ["334020987654321"],
  person: ["Zebulon Quackenbush", "ZEBULON QUACKENBUSH"],
};

/** What must be nowhere, as letters and digits only. */
export const TRACES = [
  "qzx7741",
  "5598765432",
  "zebulonquack",
  "353918051707418",
  "334020987654321",
  "quackenbush",
];

export interface CanaryLog {
  readonly name: string;
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly flags: readonly string[];
  readonly mapping?: string;
}

interface TableForm {
  readonly header: readonly string[];
  readonly row: readonly string[];
  /** Column of the subject and its type, where the format has one. */
  readonly subject?: readonly [column: number, kind: Kind];
  /** Columns that show who looked: readable by design, but for the row's own subject. */
  readonly operators: readonly number[];
  /** Columns with names of cameras, rows and sessions: only what is unmistakable is taken out of them. */
  readonly places: readonly number[];
  /** The column that says what the subject's cell holds: whatever else stands there, that cell is no subject's. */
  readonly deciding?: number;
}

function* plantedRows({
  header,
  row,
  subject,
  operators,
  places,
  deciding,
}: TableForm): Generator<readonly string[]> {
  const plant = (column: number, text: string) => row.with(column, text);
  for (const column of header.keys()) {
    if (subject !== undefined && column !== deciding) {
      const [at, kind] = subject;
      for (const spelling of SPELLINGS[kind]) {
        const own = row.with(at, CANARY[kind]);
        yield own.with(column, spelling);
        yield own.with(column, column === at ? spelling : `re ${spelling}, see note`);
      }
    }
    if (operators.includes(column)) continue;
    for (const kind of ["email", "phone", "imei"] as const) {
      for (const spelling of SPELLINGS[kind]) yield plant(column, `call ${spelling} first`);
    }
    if (!places.includes(column)) yield plant(column, `car ${CANARY.plate} seen`);
  }
  // Rejected: too short, too long, without a time anybody could read.
  yield row.map(() => CANARY.plate).slice(1);
  yield [...row, CANARY.email, CANARY.phone];
  yield row.map(() => CANARY.person);
  yield row.map(() => CANARY.imsi);
}

function delimited(form: TableForm, separator: string): string {
  const lines = [form.header, ...repeat(form.row, 3), ...plantedRows(form)].map((row) =>
    row.map(quoted).join(separator),
  );
  // A quotation mark that is never closed, at the very end.
  return `${lines.join("\n")}\n"${CANARY.plate}${separator}${CANARY.person}\n`;
}

function quoted(text: string): string {
  return /["\r\n,\t;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function repeat<T>(value: T, times: number): T[] {
  return Array.from({ length: times }, () => value);
}

/** Every text of the template in turn replaced by a canary, with the subject beside it. */
function* plantedRecords(template: object, kind: Kind): Generator<unknown> {
  for (const path of leaves(template)) {
    for (const spelling of SPELLINGS[kind]) {
      yield replaced(template, path, spelling);
      yield replaced(template, path, `re ${spelling}, see note`);
    }
  }
  yield { ...template, [CANARY.plate]: CANARY.plate, unknown: { [CANARY.person]: [CANARY.imsi] } };
}

function* leaves(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) {
    yield path;
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: string): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner: unknown, index) => (String(index) === key ? replaced(inner, rest, by) : inner));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

function lines(template: object, kind: Kind): string {
  const good = repeat(template, 3).map((each, index) => ({ ...each, id: `good-${index}` }));
  const records = [...good, ...plantedRecords(template, kind)].map((record) => JSON.stringify(record));
  return `${records.join("\n")}\n{"broken": "${CANARY.plate} ${CANARY.person}\n"${CANARY.phone}"\n`;
}

const PLATE_READER: TableForm = {
  header: [
    "ID",
    "Name",
    " Org Name",
    "Total Networks Searched",
    "Total Devices Searched",
    "Time Frame",
    "License Plate",
    "Reason",
    "Case #",
    "Filters",
    "Search Time",
    "Search Type",
    "Text Prompt",
    "Moderation",
  ],
  row: [
    "",
    "Operator 5",
    "City PD",
    "3",
    "51",
    "1/1/2025, 10:00:00 AM UTC\n1/2/2025, 10:00:00 AM UTC",
    "ABC1234",
    "robbery",
    "25-001",
    "white suv",
    "1/2/2025, 10:32:22 AM UTC",
    "lookup",
    "",
    "",
  ],
  subject: [6, "plate"],
  operators: [1],
  places: [],
};

/** One header era is the full one without the columns that it lacks. */
function era(...missing: readonly string[]): TableForm {
  const kept = PLATE_READER.header.map((name) => name.trim()).map((name, index) => [name, index] as const);
  const columns = kept.filter(([name]) => !missing.includes(name)).map(([, index]) => index);
  return {
    header: columns.map((index) => PLATE_READER.header[index] ?? ""),
    row: columns.map((index) => PLATE_READER.row[index] ?? ""),
    subject: [columns.indexOf(6), "plate"],
    operators: [columns.indexOf(1)],
    places: [],
  };
}

const PORTAL: TableForm = {
  header: ["id", "userId", "searchDate", "networkCount", "reason", "caseNumber", "offenseType"],
  row: ["", "user-1", "2025-06-18 00:02:04.789", "12", "investigation", "25-1", "robbery"],
  operators: [1],
  places: [],
};
const PORTAL_EVENTS: TableForm = {
  header: ["Timestamp", "User", "Event Type", "Entity Type", "Entity Details", "Event Id"],
  row: ["2025-06-18 00:02:04", "user-1", "Search", "License Plate", "ABC1234", ""],
  subject: [4, "plate"],
  operators: [1],
  places: [2, 3, 5],
  deciding: 3,
};
const CAMERAS: TableForm = {
  header: [
    "user",
    "user_organization",
    "object_type",
    "operation",
    "client",
    "object_name",
    "object_organization",
    "location_name",
    "timestamp",
    "updated_timestamp",
    "duration",
    "incident_id",
    "notes",
    "Latitude",
    "Longitude",
  ],
  row: [
    "Operator 1",
    "City PD",
    "Camera",
    "VIEW LIVE",
    "web",
    "Main St 4",
    "City PD",
    "Main St",
    "1/1/2025 7:31:00",
    "1/1/2025 7:32:00",
    "0:00:24",
    "",
    "",
    "42.17",
    "-72.57",
  ],
  operators: [0],
  places: [3, 5, 7],
};
const MILESTONE_NEW: TableForm = {
  header: [
    "Local time",
    "Message text",
    "Permission",
    "Category",
    "Source type",
    "Source name",
    "User",
    "User location",
  ],
  row: [
    "2025-03-01 12:00:00",
    "Playback",
    "Granted",
    "Media playback",
    "Camera",
    "Gate 4",
    "city\\ana",
    "10.0.0.8",
  ],
  operators: [6],
  places: [5],
};
const MILESTONE_OLD: TableForm = {
  header: [
    "Level",
    "UTC Time",
    "Local Time",
    "ID",
    "User",
    "User Location",
    "Permission",
    "Category",
    "Resource Type",
    "Resource Name",
    "Resource Host",
    "Description",
  ],
  row: [
    "Info",
    "2018-03-01 12:00:00",
    "2018-03-01 06:00:00",
    "7",
    "city\\ana",
    "10.0.0.8",
    "Granted",
    "Media playback",
    "Camera",
    "Gate 4",
    "rec-1",
    "Playback",
  ],
  operators: [4],
  places: [9],
};
const PGAUDIT: TableForm = {
  header: [
    "log_time",
    "user_name",
    "database_name",
    "session_id",
    "connection_from",
    "application_name",
    "AUDIT_TYPE",
    "STATEMENT_ID",
    "SUBSTATEMENT_ID",
    "CLASS",
    "COMMAND",
    "OBJECT_TYPE",
    "OBJECT_NAME",
    "STATEMENT",
    "PARAMETER",
  ],
  row: [
    "2025-03-01 12:00:05.123 UTC",
    "mlopez",
    "telco",
    "67c2f1a5.1f4",
    "10.0.0.8:52114",
    "portal",
    "SESSION",
    "3",
    "1",
    "READ",
    "SELECT",
    "TABLE",
    "public.calls",
    "select * from calls where msisdn = $1",
    "+525511112222",
  ],
  subject: [14, "phone"],
  operators: [1],
  // Numbers of the server's own, of which the event's id is made.
  places: [3, 7, 8, 12],
};
const OWN_TABLE: TableForm = {
  header: [
    "When",
    "Who",
    "Unit",
    "Role",
    "Session",
    "Address",
    "Client",
    "Person",
    "Camera",
    "Window",
    "Case",
    "Reason",
    "Warrant",
    "Kind",
    "Filters",
    "Prompt",
    "Object",
    "Rows",
    "Not mapped",
  ],
  row: [
    "2025-03-01T12:00:00Z",
    "op-1",
    "patrol",
    "officer",
    "s-1",
    "10.0.0.8",
    "web",
    "Ana Ruiz",
    "Gate 4",
    "2025-02-01T00:00:00Z to 2025-03-01T00:00:00Z",
    "C-1",
    "robbery",
    "w-1",
    "quick",
    "white",
    "",
    "list 4",
    "12",
    "",
  ],
  subject: [7, "person"],
  operators: [1],
  places: [4, 8, 13],
};
const MAPPING = `name: own-table
columns:
  time: When
  operator.id: Who
  operator.unit: Unit
  operator.role: Role
  session.id: Session
  session.address: Address
  session.client: Client
  site.id: Camera
  window: Window
  purpose.case: Case
  purpose.reason: Reason
  purpose.authority: Warrant
  query.kind: Kind
  query.filters: Filters
  query.prompt: Prompt
  object.name: Object
  result.rows: Rows
constants: { system: identity, action: search }
subjects: [{ column: Person, type: person }]
`;

const OWN_EVENT = {
  id: "x-1",
  time: "2025-03-01T12:00:05.000Z",
  source: "telco",
  system: "calls",
  action: "search",
  operator: { id: "op-1", unit: "u", role: "r" },
  session: { id: "s-9", address: "10.0.0.8", client: "web" },
  subjects: [{ type: "phone", id: CANARY.phone }],
  site: { id: "cell-4", lat: 19.43, lon: -99.13 },
  window: { from: "2025-02-28T00:00:00.000Z", to: "2025-03-01T12:00:00.000Z" },
  purpose: { case: "C25-1234", reason: "robbery", authority: "warrant 881" },
  query: { kind: "quick", filters: "f", prompt: "p" },
  object: { type: "list", name: "n" },
  result: { rows: 12, subjects: [{ type: "phone", id: CANARY.phone }], outcome: "success" },
};
const OCSF_EVENT = {
  class_uid: 6005,
  category_uid: 6,
  activity_id: 4,
  type_uid: 600_504,
  time: 1_740_830_405_000,
  metadata: { version: "1.8.0", uid: "u-1", log_name: "telco", product: { name: "p", vendor_name: "v" } },
  actor: { user: { name: "op-1", org: { ou_name: "u" } }, session: { uid: "s" }, app_name: "web" },
  src_endpoint: { ip: "10.0.0.8" },
  database: { name: "telco", type_id: 99 },
  query_info: { query_string: "select" },
  unmapped: { note: "x" },
  counterwatch: {
    system: "calls",
    action: "search",
    subjects: [{ type: "phone", id: CANARY.phone }],
    purpose: { reason: "robbery" },
    query: { filters: "f" },
    object: { name: "n" },
  },
};
const FHIR_EVENT = {
  resourceType: "AuditEvent",
  id: "a-1",
  type: { code: "rest" },
  subtype: [{ code: "search-type" }],
  action: "E",
  recorded: "2025-04-29T09:49:00.000+02:00",
  outcome: "0",
  outcomeDesc: "fine",
  agent: [
    {
      type: { coding: [{ code: "IRCP" }] },
      who: { identifier: { value: "dr-ruiz" }, display: "Dr Ruiz" },
      requestor: true,
      name: "Ruiz",
      network: { address: "10.0.0.8" },
      purposeOfUse: [{ coding: [{ code: "TREAT", display: "treatment" }], text: "treatment" }],
    },
  ],
  source: { site: "s", observer: { reference: "Device/server" } },
  entity: [
    {
      what: { reference: "Patient/zebulon-quackenbush", display: CANARY.person },
      type: { code: "1" },
      role: { code: "1" },
      name: CANARY.person,
      description: "d",
      detail: [{ type: "t", valueString: "v" }],
    },
    { type: { code: "2" }, role: { code: "24" }, query: "R0VU", description: "GET" },
  ],
};

export function canaryLogs(): CanaryLog[] {
  const table = (name: string, form: TableForm, flags: readonly string[] = []): CanaryLog => ({
    name,
    file: `${name}.csv`,
    content: delimited(form, ","),
    flags,
  });
  const mapped = { flags: ["--mapping", "mapping.yaml"], mapping: MAPPING };
  return [
    table(
      "audit-to-may-2025",
      era("ID", "Org Name", "Total Devices Searched", "Search Type", "Text Prompt", "Moderation"),
    ),
    table("audit-june-2025", era("ID", "Org Name", "Total Devices Searched", "Text Prompt", "Moderation")),
    table("audit-july-2025", era("ID")),
    table("audit-december-2025", PLATE_READER),
    table("audit-february-2026", era("Total Devices Searched")),
    table("portal-searches", PORTAL),
    table("portal-events", PORTAL_EVENTS),
    table("camera-views", CAMERAS),
    table("milestone-new", MILESTONE_NEW),
    table("milestone-old", MILESTONE_OLD),
    {
      ...table("pgaudit", PGAUDIT),
      flags: ["--mapping", "mapping.yaml"],
      mapping: "name: pg\nconstants: { system: calls }\npgaudit: { parameters: { 1: phone } }\n",
    },
    { name: "mapped-csv", file: "own.csv", content: delimited(OWN_TABLE, ","), ...mapped },
    { name: "mapped-tsv", file: "own.tsv", content: delimited(OWN_TABLE, "\t"), ...mapped },
    {
      name: "mapped-jsonl",
      file: "own.jsonl",
      content: lines({ ...asRecord(OWN_TABLE), Person: CANARY.person }, "person"),
      ...mapped,
    },
    { name: "mapped-parquet", file: "own.parquet", content: parquet(OWN_TABLE), ...mapped },
    { name: "own-lines", file: "own-events.jsonl", content: lines(OWN_EVENT, "phone"), flags: [] },
    { name: "ocsf", file: "ocsf.jsonl", content: lines(OCSF_EVENT, "phone"), flags: [] },
    { name: "fhir-lines", file: "fhir.ndjson", content: lines(FHIR_EVENT, "person"), flags: [] },
    {
      name: "fhir-bundle",
      file: "fhir.json",
      content: JSON.stringify({
        resourceType: "Bundle",
        entry: [...repeat(FHIR_EVENT, 2), ...plantedRecords(FHIR_EVENT, "person")].map((resource) => ({
          resource,
        })),
      }),
      flags: [],
    },
  ];
}

function asRecord({ header, row }: TableForm): Record<string, string> {
  return Object.fromEntries(header.map((key, index) => [key, row[index] ?? ""]));
}

function parquet(form: TableForm): Uint8Array {
  const rows = [form.row, ...plantedRows(form)].filter((row) => row.length === form.header.length);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: form.header.map((name, index) => ({
        name,
        data: rows.map((row) => row[index] ?? ""),
        type: "STRING" as const,
      })),
    }),
  );
}
