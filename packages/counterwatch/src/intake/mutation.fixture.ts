/**
 * Rows of every connector, and ways to damage them. A new connector joins by one entry in `SAMPLES`; `mutation.test.ts` fails for
 * a connector that has none.
 */
import type { Connector } from "./connector.ts";
import { mappingConnector } from "./mapping.ts";
import { readMapping } from "./mapping-file.ts";
import { milestone } from "./milestone.ts";

export interface MutationSample {
  /** Whole lines before the first row; empty for record files. */
  readonly header: string;
  /** One row without its line end. Times differ from row to row; no quoted cell begins with a delimiter. */
  row(index: number): string;
  readonly mapping?: Connector;
  readonly zone?: string;
}

const START = Date.UTC(2025, 2, 1, 8);
const iso = (index: number): string => new Date(START + index * 61_000).toISOString();
const plain = (index: number): string => iso(index).slice(0, 19).replace("T", " ");
const plate = (index: number): string => `QRX${1000 + (index % 97)}`;
const phone = (index: number): string => `55 5080 ${2000 + (index % 97)}`;
const operator = (index: number): string => `op-${index % 7}`;

const two = (number: number): string => String(number).padStart(2, "0");

function american(index: number): string {
  const date = new Date(START + index * 61_000);
  const hour = date.getUTCHours();
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day}, ${two(hour % 12 || 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? "AM" : "PM"} UTC`;
}

const uuid = (index: number): string => `0b9c1f8e-0000-4000-8000-${String(index).padStart(12, "0")}`;
const csv = (...cells: readonly string[]): string =>
  cells.map((cell) => (/[",\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
const quoted = (...cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(",");

export const SAMPLES: Readonly<Record<string, MutationSample>> = {
  "plate-reader-audit": {
    header:
      "ID, Name, Org Name,Total Networks Searched,Time Frame,License Plate,Reason,Case #,Filters,Search Time,Search Type,Text Prompt,Moderation\n",
    row: (index) =>
      csv(
        index % 3 === 0 ? uuid(index) : "",
        operator(index),
        "City A PD",
        String(index % 1500),
        index % 5 === 0 ? `${american(index)}\n${american(index + 9)}` : "",
        index % 4 === 0 ? `${plate(index)}, ${plate(index + 1)}` : plate(index),
        index % 2 === 0 ? ".stolen" : `25-${10_000 + index} for ${plate(index)}`,
        index % 6 === 0 ? "c17-65036" : "",
        "all images silver_grey",
        american(index),
        index % 9 === 0 ? "lookup - Mobile" : "search",
        "",
        "",
      ),
  },
  "portal-search-log": {
    header: '"id","userId","searchDate","cameraCount","reason"\n',
    row: (index) => quoted(uuid(index), uuid(index % 9), `${plain(index)}.123`, "94", "Person+Crime"),
  },
  "portal-event-log": {
    header: "Timestamp, User, Event Type, Entity Type, Entity Details, Event Id\n",
    row: (index) =>
      csv(
        american(index),
        operator(index),
        ["LOGIN", "EXPORT", "Hotlist Updated"][index % 3] as string,
        index % 2 === 0 ? "License Plate" : "User",
        plate(index),
        String(index + 1),
      ),
  },
  "camera-views": {
    header:
      "user,user_organization,object_type,operation,client,object_name,object_organization,location_name,timestamp,updated_timestamp,duration,incident_id,notes,Latitude,Longitude\n",
    row: (index) =>
      csv(
        operator(index),
        "City B PD",
        "Camera",
        "VIEW LIVE",
        "web",
        `Memorial Dr, ${index % 40}`,
        "City B PD",
        "Memorial Dr",
        plain(index),
        "",
        "0:00:24",
        "25-1001",
        "",
        "42.173321",
        "-72.576535",
      ),
    zone: "America/New_York",
  },
  milestone: {
    header: "Local time,Message text,Permission,Category,Source type,Source name,User,User location\n",
    row: (index) =>
      csv(
        plain(index),
        ["Play back", "Start export", "Log in"][index % 3] as string,
        "Granted",
        "Security",
        "Camera",
        `Camera ${index % 30}, hall`,
        operator(index),
        "10.0.0.8",
      ),
    zone: "America/Mexico_City",
  },
  pgaudit: {
    header:
      "log_time,user_name,database_name,session_id,connection_from,application_name,AUDIT_TYPE,STATEMENT_ID,SUBSTATEMENT_ID,CLASS,COMMAND,OBJECT_TYPE,OBJECT_NAME,STATEMENT,PARAMETER\n",
    row: (index) =>
      csv(
        `${plain(index)}.123 UTC`,
        operator(index),
        "telco",
        "67c2f1a5.1f4",
        "10.0.0.8:52114",
        "portal",
        "SESSION",
        String(index + 1),
        "1",
        "READ",
        "SELECT",
        "TABLE",
        "public.calls",
        "select * from calls where a = $1 and b = $2",
        `${phone(index)},x`,
      ),
  },
  "fhir-audit": {
    header: "",
    row: (index) =>
      JSON.stringify({
        resourceType: "AuditEvent",
        id: `audit-${index}`,
        type: { system: "http://terminology.hl7.org/CodeSystem/audit-event-type", code: "rest" },
        action: "R",
        recorded: iso(index),
        outcome: "0",
        agent: [
          {
            who: { identifier: { value: operator(index) } },
            requestor: true,
            purposeOfUse: [{ coding: [{ code: "TREAT" }] }],
          },
        ],
        source: { observer: { display: "ehr" } },
        entity: [
          { what: { reference: `Patient/${4000 + (index % 97)}` }, type: { code: "1" }, role: { code: "1" } },
        ],
      }),
  },
  ocsf: {
    header: "",
    row: (index) =>
      JSON.stringify({
        class_uid: index % 2 === 0 ? 6005 : 6001,
        category_uid: 6,
        activity_id: 1,
        type_uid: index % 2 === 0 ? 600_501 : 600_101,
        severity_id: 1,
        time: START + index * 61_000,
        metadata: { version: "1.8.0", uid: `m-${index}`, product: { name: "portal", vendor_name: "v" } },
        actor: { user: { name: operator(index), uid: operator(index) } },
        src_endpoint: { ip: "10.0.0.8" },
        database: { name: "calls", type_id: 1 },
        query_info: { query_string: "select 1" },
        web_resources: [{ name: "calls", url_string: "https://portal.example/calls" }],
      }),
  },
  cef: {
    header: "",
    row: (index) =>
      `Mar  1 08:00:00 portal CEF:0|Vendor|Plate portal|1.0|100|Plate search|3|rt=${START + index * 61_000} ` +
      `externalId=c-${index} suser=${operator(index)} src=10.0.0.8 act=search cs1Label=License Plate cs1=${plate(index)} ` +
      `cs2Label=Case Number cs2=c17-65036 cs3Label=Reason cs3=stolen \\= ${plate(index)} request=https://portal.example/plates?q=1`,
  },
  counterwatch: {
    header: "",
    row: (index) =>
      JSON.stringify({
        id: `own-${index}`,
        time: iso(index),
        source: "city",
        system: "plates",
        action: "search",
        operator: { id: operator(index), unit: "patrol" },
        subjects: [{ type: "plate", id: plate(index) }],
        purpose: { case: "c17-65036", reason: `stolen ${plate(index)}` },
        window: { from: iso(index), to: iso(index + 5) },
      }),
  },
  "milestone before 2018 R3": {
    header:
      "Level,UTC Time,Local Time,ID,User,User Location,Permission,Category,Resource Type,Resource Name,Resource Host,Description\n",
    row: (index) =>
      csv(
        "Info",
        plain(index),
        "",
        "1077",
        operator(index),
        "PC-4",
        "Granted",
        "Playback",
        "Device",
        `Camera ${index % 30}`,
        "REC-1",
        "Play back, of recordings",
      ),
    mapping: milestone,
  },
  "pgaudit in csvlog": {
    header: "",
    row: (index) =>
      csv(
        `${plain(index)}.123 UTC`,
        operator(index),
        "telco",
        "500",
        "10.0.0.8:52114",
        "67c2f1a5.1f4",
        String(index + 1),
        "SELECT",
        "2025-03-01 07:58:00 UTC",
        "3/12",
        "0",
        "LOG",
        "00000",
        `AUDIT: SESSION,${index + 1},1,READ,SELECT,TABLE,public.calls,"select * from calls where a = $1","${phone(index)}"`,
        ...Array.from({ length: 8 }, () => ""),
        "portal",
        "client backend",
        "",
        "0",
      ),
    mapping: mappingConnector(readMapping("name: pg\npgaudit: { parameters: { 1: phone } }", "pg.yaml")),
  },
  "mapping of a table": {
    header: "When,Who,Number,Why,What\n",
    row: (index) =>
      csv(
        plain(index),
        operator(index),
        `${phone(index)}/${phone(index + 1)}`,
        `case C25-${1000 + index}, again`,
        `Export of ${index}`,
      ),
    mapping: mappingConnector(
      readMapping(
        `name: table
columns: { time: When, operator.id: Who, purpose.reason: Why, action: What }
constants: { system: calls }
subjects: [{ column: Number, type: phone, separators: ["/"] }]
time: { format: "yyyy-MM-dd HH:mm:ss", zone: America/Mexico_City }
actions: { "Export*": export, "*": search }
caseInReason: true`,
        "table.yaml",
      ),
    ),
  },
  "mapping of records": {
    header: "",
    row: (index) =>
      JSON.stringify({
        at: START + index * 61_000,
        actor: { name: operator(index) },
        targets: [{ kind: "placa", value: plate(index) }],
        camera: { name: "Reforma 222", at: [-99.16, 19.42] },
        range: ["2025-02-01", "2025-03-01"],
      }),
    mapping: mappingConnector(
      readMapping(
        `name: records
columns: { time: $.at, operator.id: $.actor.name, site.id: $.camera.name, site.lat: "$.camera.at[1]", site.lon: "$.camera.at[0]", window.from: "$.range[0]" }
constants: { system: plates, action: search }
subjects: [{ column: "$.targets[*].value", typeColumn: "$.targets[*].kind", types: { placa: plate } }]
time: { format: [epoch-milliseconds, iso] }`,
        "records.yaml",
      ),
    ),
  },
};

/** xorshift32, so that a failing seed can be run again. */
export type Random = (below: number) => number;

export function createRandom(seed: number): Random {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Damages a row: single bytes, stretches of bytes, whole cells or members. `values` are what a cell may become. */
export function mutate(row: string, random: Random, values: readonly unknown[]): Buffer {
  const value = values[random(values.length)];
  if (random(3) === 0)
    return Buffer.from(
      row.startsWith("{") ? replaceMember(row, random, value) : replaceCell(row, random, value),
    );
  let bytes = Buffer.from(row);
  for (let times = 1 + random(4); times > 0; times--) bytes = mutateBytes(bytes, random);
  return bytes;
}

const TELLING = [
  '"',
  '""',
  '",',
  ',"',
  ",",
  ";",
  "\n",
  "\r",
  "\r\n",
  "\0",
  "\ufeff",
  "\\",
  "{",
  "}",
  "[",
  "]",
  "'",
  "‹plate:00000000›",
  "\u202e",
  "9".repeat(40),
  "A1".repeat(600),
  "1/1/2025",
  "***",
  "null",
  "-",
  "%",
  "@",
  ":",
  "+1 (",
  "__proto__",
  "=1+1",
];

function mutateBytes(bytes: Buffer<ArrayBuffer>, random: Random): Buffer<ArrayBuffer> {
  const at = random(bytes.length + 1);
  const until = Math.min(bytes.length, at + 1 + random(8));
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, until), bytes.subarray(until)];
  switch (random(7)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, Buffer.from([random(256)]), middle.subarray(1), after]);
    case 2:
      return Buffer.concat([before, Buffer.from(TELLING[random(TELLING.length)] as string), middle, after]);
    case 3:
      return Buffer.concat([before, middle, middle, after]);
    case 4:
      return Buffer.concat([
        before,
        Buffer.from([0xc3, 0xff, 0xfe, 0xe2, 0x82].slice(0, 1 + random(5))),
        after,
      ]);
    case 5:
      return random(4) === 0 ? before : Buffer.concat([middle, before, after]);
    default:
      return middle.length === 0
        ? bytes
        : Buffer.concat([
            before,
            Buffer.from([(middle[0] as number) ^ (1 << random(8))]),
            middle.subarray(1),
            after,
          ]);
  }
}

function replaceCell(row: string, random: Random, value: unknown): string {
  const cells = row.split(",");
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  cells[random(cells.length)] = random(2) === 0 ? `"${text.replaceAll('"', '""')}"` : text;
  return cells.join(",");
}

function replaceMember(row: string, random: Random, value: unknown): string {
  const record = JSON.parse(row) as Record<string, unknown>;
  let inside: Record<string, unknown> = record;
  for (;;) {
    const keys = Object.keys(inside);
    const key = keys[random(keys.length)];
    if (key === undefined) return JSON.stringify(record);
    const next = inside[key];
    if (typeof next === "object" && next !== null && random(3) > 0) {
      inside = next as Record<string, unknown>;
      continue;
    }
    if (random(5) === 0) delete inside[key];
    else inside[key] = value;
    return JSON.stringify(record);
  }
}
