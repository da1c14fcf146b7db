import { describe, expect, it } from "vitest";
import { mappingConnector } from "./mapping.ts";
import { readMapping } from "./mapping-file.ts";
import { createPgaudit, pgaudit } from "./pgaudit.ts";
import { memoryFile, readerFor, readWhole, rejectionOf } from "./reader.fixture.ts";

const HEADER = [
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
];
const PHONES = { parameters: { "1": "phone" as const } };
const read = readerFor(createPgaudit("pg", "pg", PHONES), { header: HEADER });

interface Change {
  readonly time?: string;
  readonly user?: string;
  readonly class?: string;
  readonly command?: string;
  readonly object?: string;
  readonly statement?: string;
  readonly parameter?: string;
  readonly number?: string;
}
const row = (change: Change = {}): string[] => [
  change.time ?? "2025-03-01 12:00:05.123 UTC",
  change.user ?? "mlopez",
  "telco",
  "67c2f1a5.1f4",
  "10.0.0.8:52114",
  "portal",
  "SESSION",
  change.number ?? "3",
  "1",
  change.class ?? "READ",
  change.command ?? "SELECT",
  "TABLE",
  change.object ?? "public.calls",
  change.statement ?? "select * from calls where msisdn = '+52 55 1234 5678'",
  change.parameter ?? "+1 (555) 010-9999,2025-02-01",
];

describe("pgaudit", () => {
  it("keeps object, class and command, and never the statement", () => {
    const event = read(row());
    expect(event).toEqual({
      id: "2025-03-01T12:00:05.123Z/67c2f1a5.1f4/3.1/public.calls",
      time: "2025-03-01T12:00:05.123Z",
      source: "test-log",
      system: "calls",
      action: "search",
      operator: { id: "mlopez" },
      session: { id: "67c2f1a5.1f4", address: "10.0.0.8", client: "portal" },
      subjects: [{ type: "phone", id: expect.stringMatching(/^p1_/) }],
      query: { kind: "READ SELECT" },
      object: { type: "TABLE", name: "public.calls" },
    });
    expect(JSON.stringify(event)).not.toMatch(/5678|9999|select/);
  });

  it("knows no subject without a mapping", () => {
    expect(readerFor(pgaudit, { header: HEADER })(row()).subjects).toBeUndefined();
  });

  it.each([
    ["READ", "SELECT", "search"],
    ["READ", "COPY", "export"],
    ["READ", "DECLARE CURSOR", "search"],
    ["WRITE", "COPY", "configure"],
    ["WRITE", "INSERT", "configure"],
    ["WRITE", "UPDATE", "configure"],
    ["WRITE", "DELETE", "delete"],
    ["WRITE", "TRUNCATE TABLE", "delete"],
    ["ROLE", "GRANT", "configure"],
    ["DDL", "DROP TABLE", "configure"],
    ["FUNCTION", "EXECUTE", "search"],
    ["FUNCTION", "DO", "configure"],
    ["MISC", "VACUUM", "configure"],
  ])("%s %s is %s", (statementClass, command, action) => {
    expect(read(row({ class: statementClass, command, statement: "" })).action).toBe(action);
  });

  it.each([
    ["SET pgaudit.log = 'none'", "pgaudit.log"],
    ["ALTER SYSTEM SET pgaudit.log_parameter = off", "pgaudit.log_parameter"],
    ["alter role mlopez set log_statement to 'none'", "log_statement"],
    ["RESET pgaudit.role", "pgaudit.role"],
  ])("%s changes an audit setting", (statement, name) => {
    const event = read(row({ class: "MISC", command: "SET", object: "", statement }));
    expect(event).toMatchObject({ action: "configure", object: { type: "audit setting", name } });
    expect(JSON.stringify(event)).not.toContain("none");
  });

  it("does not take a literal for a setting", () => {
    const event = read(row({ statement: "select 'set pgaudit.log_15551234567'" }));
    expect(event.object?.name).toBe("public.calls");
  });

  it.each(["<not logged>", "<previously logged>", "<long param suppressed>,x"])(
    "%s is a subject withheld",
    (parameter) => {
      expect(read(row({ parameter })).subjects).toEqual([{ type: "phone", withheld: true }]);
    },
  );

  it("has no subject where there are no parameters", () => {
    expect(read(row({ parameter: "<none>" })).subjects).toBeUndefined();
    expect(read(row({ parameter: "" })).subjects).toBeUndefined();
  });

  it("reads parameters as the quoted list that they are", () => {
    const settings = { parameters: { "2": "person" as const } };
    const two = readerFor(createPgaudit("pg", "pg", settings), { header: HEADER });
    expect(two(row({ parameter: '"López, ""El Güero""",Mario Ruiz' })).subjects).toEqual(
      two(row({ parameter: "x,Mario Ruiz" })).subjects,
    );
  });

  it("takes every element of an array parameter", () => {
    expect(read(row({ parameter: '"{+15550109999,+15550109998}"' })).subjects).toHaveLength(2);
  });

  it("lets tables differ", () => {
    const connector = mappingConnector(
      readMapping(
        "name: pg\npgaudit: { parameters: { 1: phone }, tables: { vehicles: { system: plates, parameters: { 2: plate } }, audit.rows: { parameters: {} } } }",
        "m",
      ),
    );
    const mapped = readerFor(connector, { header: HEADER });
    expect(mapped(row({ object: "public.vehicles", parameter: "1,ABC1234" }))).toMatchObject({
      system: "plates",
      subjects: [{ type: "plate" }],
    });
    expect(mapped(row({ object: "audit.rows" })).subjects).toBeUndefined();
    expect(mapped(row()).subjects).toMatchObject([{ type: "phone" }]);
  });

  it("takes the application for the operator where a mapping says so", () => {
    const connector = createPgaudit("pg", "pg", { operator: "application" });
    expect(readerFor(connector, { header: HEADER })(row()).operator.id).toBe("portal");
  });

  it.each([
    [{ time: "" }, "time-missing", "log_time"],
    [{ user: "" }, "operator-missing", "user_name"],
    [{ class: "MISC", command: "BEGIN", statement: "begin" }, "action-unknown", "COMMAND"],
    [{ class: "<x>" }, "action-unknown", "CLASS"],
  ])("rejects %o", (change, reason, column) => {
    expect(rejectionOf(read, row(change))).toMatchObject({ reason, column });
  });

  it("tells equal queries in one second apart by their statement number", async () => {
    const lines = [row(), row({ number: "4" }), row({ number: "4" })].map((cells) =>
      cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","),
    );
    const log = await readWhole(memoryFile("pg.csv", `${HEADER.join(",")}\n${lines.join("\n")}\n`));
    expect([log.events.length, log.duplicates]).toEqual([2, 1]);
  });
});

const AUDIT =
  'AUDIT: SESSION,3,1,READ,SELECT,TABLE,public.calls,"select *\n from calls where msisdn = $1","+1 (555) 010-9999"';
const csv = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");

function logLine(message: string, severity = "LOG", n = "4"): string {
  return csv([
    "2025-03-01 12:00:05.123 UTC",
    "mlopez",
    "telco",
    "500",
    "10.0.0.8:52114",
    "67c2f1a5.1f4",
    n,
    "SELECT",
    "2025-03-01 11:58:00 UTC",
    "3/12",
    "0",
    severity,
    "00000",
    message,
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "portal",
    "client backend",
    "",
    "0",
  ]);
}

describe("pgaudit inside PostgreSQL's own logs", () => {
  const mapped = mappingConnector(
    readMapping("name: telco-db\nconstants: { system: calls }\npgaudit: { parameters: { 1: phone } }", "m"),
  );
  const expected = {
    time: "2025-03-01T12:00:05.123Z",
    action: "search",
    operator: { id: "mlopez" },
    subjects: read(row()).subjects,
    object: { name: "public.calls" },
  };

  it("reads a csvlog without header line", async () => {
    const content = [
      logLine(AUDIT),
      logLine("connection authorized: user=mlopez database=telco", "LOG", "1"),
      logLine('password authentication failed for user "mlopez"', "FATAL", "2"),
      logLine("checkpoint starting: time", "LOG", "3"),
    ].join("\n");
    const log = await readWhole(memoryFile("postgresql.csv", content), { mapping: mapped });
    expect(log.events[0]).toMatchObject({
      ...expected,
      id: "67c2f1a5.1f4:4",
      session: { address: "10.0.0.8", client: "portal" },
    });
    expect(log.events.slice(1)).toMatchObject([
      { action: "sign-in", result: { outcome: "success" } },
      { action: "sign-in", result: { outcome: "failure" } },
    ]);
    expect(log.deadLetters).toMatchObject([{ reason: "action-unknown", column: "message" }]);
    expect((await readWhole(memoryFile("postgresql.csv", content))).connector).toBe("pgaudit");
  });

  it.each([
    ["%m [%p] %u@%d", "2025-03-01 12:00:05.123 UTC [500] mlopez@telco "],
    ["%m %u %d [%p]:", "2025-03-01 12:00:05.123 UTC mlopez telco [500]: "],
    [
      "%t [%p]: user=%u,db=%d,app=%a,client=%h",
      "2025-03-01 12:00:05.123 UTC [500]: user=mlopez,db=telco,app=portal,client=10.0.0.8 ",
    ],
    ["%t:%r:%u@%d:[%p]:", "2025-03-01 12:00:05.123 UTC:10.0.0.8(52114):mlopez@telco:[500]:"],
    ["a numeric offset", "2025-03-01 06:00:05.123 -06 [500] mlopez@telco "],
  ])("reads a plain log with the prefix %s", async (_, prefix) => {
    const content = `${prefix}LOG:  ${AUDIT}\n${prefix}LOG:  ${AUDIT.replace("SESSION,3", "SESSION,4")}\n`;
    const log = await readWhole(memoryFile("postgresql.log", content), { mapping: mapped });
    expect(log.events).toHaveLength(2);
    expect(log.events[0]).toMatchObject(expected);
    expect((await readWhole(memoryFile("postgresql.log", content))).connector).toBe("pgaudit");
  });

  it("reads a jsonlog", async () => {
    const record = {
      timestamp: "2025-03-01 12:00:05.123 UTC",
      user: "mlopez",
      dbname: "telco",
      pid: 500,
      remote_host: "10.0.0.8",
      session_id: "67c2f1a5.1f4",
      line_num: 4,
      error_severity: "LOG",
      message: AUDIT,
      application_name: "portal",
    };
    const log = await readWhole(memoryFile("postgresql.json", `${JSON.stringify(record)}\n`), {
      mapping: mapped,
    });
    expect(log.events[0]).toMatchObject({ ...expected, id: "67c2f1a5.1f4:4" });
    expect((await readWhole(memoryFile("postgresql.json", `${JSON.stringify(record)}\n`))).connector).toBe(
      "pgaudit",
    );
  });

  it("counts rows where they are logged", async () => {
    const line = `2025-03-01 12:00:05.123 UTC [500] mlopez@telco LOG:  ${AUDIT},117\n`;
    const log = await readWhole(memoryFile("postgresql.log", line + line.replace("SESSION,3", "SESSION,9")), {
      mapping: mapped,
    });
    expect(log.events[0]?.result).toEqual({ rows: 117 });
  });
});
