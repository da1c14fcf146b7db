/**
 * Where pgaudit's fields stand (pgaudit README, "Format"): in columns of their own, in the message of a PostgreSQL csvlog or
 * jsonlog, or behind the log_line_prefix of a plain log.
 */
import type { Row } from "./connector.ts";
import { asRecord, asText } from "./json-members.ts";
import { cellReaders, plainName } from "./named-cells.ts";
import { splitQuotedList } from "./quoted-list.ts";

export interface PgRecord {
  readonly time: string;
  readonly user: string;
  readonly database: string;
  readonly session: string;
  /** Number of the line within its session: with it, a session's rows can be told apart. */
  readonly sessionLine: string;
  readonly address: string;
  readonly application: string;
  /** The server's message where the row is no audit record. */
  readonly message: string;
  readonly audit: PgAuditFields | undefined;
}

export interface PgAuditFields {
  /** Statement and sub-statement: unique within a session together with the object. */
  readonly number: string;
  readonly class: string;
  readonly command: string;
  readonly objectType: string;
  readonly objectName: string;
  readonly statement: string;
  readonly parameter: string;
  readonly rows: string;
}

const AUDIT = [
  "AUDIT_TYPE",
  "STATEMENT_ID",
  "SUBSTATEMENT_ID",
  "CLASS",
  "COMMAND",
  "OBJECT_TYPE",
  "OBJECT_NAME",
  "STATEMENT",
  "PARAMETER",
] as const;

/** PostgreSQL's csvlog has no header line; its columns by version (runtime-config-logging, table of csvlog). */
const CSVLOG = [
  "log_time",
  "user_name",
  "database_name",
  "process_id",
  "connection_from",
  "session_id",
  "session_line_num",
  "command_tag",
  "session_start_time",
  "virtual_transaction_id",
  "transaction_id",
  "error_severity",
  "sql_state_code",
  "message",
  "detail",
  "hint",
  "internal_query",
  "internal_query_pos",
  "context",
  "query",
  "query_pos",
  "location",
  "application_name",
  "backend_type",
  "leader_pid",
  "query_id",
] as const;

const PREFIX = "log_line_prefix";
const AUDIT_MARK = /AUDIT:\s+(?:SESSION|OBJECT)$/;

/** Column names of a log without header line, told by its first row; undefined where the row is none of pgaudit's. */
export function impliedPgHeader(first: readonly string[]): readonly string[] | undefined {
  const mark = first.findIndex((cell) => AUDIT_MARK.test(cell.trim()));
  if (mark >= 0) {
    const rest = first.length - mark - 1;
    if (rest < AUDIT.length - 1) return undefined;
    const prefixes = Array.from({ length: mark + 1 }, (_, i) => `${PREFIX}${i === 0 ? "" : ` ${i + 1}`}`);
    const extra = Array.from({ length: rest - AUDIT.length + 1 }, (_, i) =>
      i === 0 ? "ROWS" : `extra ${i}`,
    );
    return [...prefixes, ...AUDIT.slice(1), ...extra];
  }
  const isCsvlog =
    (first.length === 23 || first.length === 24 || first.length === 26) &&
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(first[0] ?? "") &&
    /^[0-9a-f]+\.[0-9a-f]+$/.test(first[5] ?? "") &&
    /^[A-Z]+\d?$/.test(first[11] ?? "");
  return isCsvlog ? CSVLOG.slice(0, first.length) : undefined;
}

/** 0 to 1: whether header or members are those of a pgaudit log. */
export function pgLikeness(header: readonly string[], rows: readonly Row[]): number {
  const names = new Set(header.map(plainName));
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => names.has(plainName(name)));
  if (has("CLASS", "COMMAND", "OBJECT_NAME", "STATEMENT_ID", "SUBSTATEMENT_ID")) return 1;
  if (!has("message") || !(has("log_time") || has("timestamp"))) return 0;
  const messages = rows.map((row) =>
    Array.isArray(row)
      ? (row[header.findIndex((name) => plainName(name) === "message")] ?? "")
      : asText(asRecord(row)["message"]),
  );
  if (messages.some((message) => message?.startsWith("AUDIT: ") === true)) return 0.95;
  return has("session_line_num", "sql_state_code") || has("line_num", "error_severity") ? 0.6 : 0;
}

export type PgReader = (row: Row) => PgRecord;

export function createPgReader(header: readonly string[]): PgReader {
  const cells = cellReaders(header, {
    time: ["log_time", "timestamp", "event_time", "time", "ts"],
    user: ["user_name", "usename", "username", "user", "session_user", "db_user", "role"],
    database: ["database_name", "dbname", "database", "datname"],
    session: ["session_id", "session"],
    sessionLine: ["session_line_num", "line_num"],
    address: ["connection_from", "remote_host", "client_addr", "host"],
    application: ["application_name", "application", "app"],
    message: ["message"],
    statementId: ["STATEMENT_ID"],
    substatementId: ["SUBSTATEMENT_ID"],
    class: ["CLASS"],
    command: ["COMMAND"],
    objectType: ["OBJECT_TYPE"],
    objectName: ["OBJECT_NAME"],
    statement: ["STATEMENT"],
    parameter: ["PARAMETER"],
    rows: ["ROWS"],
  });
  const prefixed = header.filter((name) => name.startsWith(PREFIX)).length;
  const inColumns = header.some((name) => plainName(name) === "class");

  return (row) => {
    if (!Array.isArray(row)) return readJsonLog(asRecord(row));
    const message = cells.message(row);
    const context =
      prefixed > 0
        ? readPrefix(row.slice(0, prefixed).join(","))
        : {
            time: cells.time(row),
            user: cells.user(row),
            database: cells.database(row),
            session: cells.session(row),
            sessionLine: cells.sessionLine(row),
            address: cells.address(row),
            application: cells.application(row),
          };
    const audit = inColumns
      ? {
          number: `${cells.statementId(row)}.${cells.substatementId(row)}`,
          class: cells.class(row),
          command: cells.command(row),
          objectType: cells.objectType(row),
          objectName: cells.objectName(row),
          statement: cells.statement(row),
          parameter: cells.parameter(row),
          rows: cells.rows(row),
        }
      : readMessage(message);
    return { ...context, message, audit };
  };
}

function readJsonLog(row: Readonly<Record<string, unknown>>): PgRecord {
  const text = (name: string): string => asText(row[name]) ?? "";
  const message = text("message");
  return {
    time: text("timestamp"),
    user: text("user"),
    database: text("dbname"),
    session: text("session_id"),
    sessionLine: text("line_num"),
    address: text("remote_host"),
    application: text("application_name"),
    message,
    audit: readMessage(message),
  };
}

/** `AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.calls,"select …",<params>`, with the rows behind where they are logged. */
function readMessage(message: string): PgAuditFields | undefined {
  if (!/^AUDIT:\s/.test(message)) return undefined;
  const fields = splitQuotedList(message.slice(6).trimStart());
  const [
    ,
    statementId = "",
    substatementId = "",
    statementClass = "",
    command = "",
    objectType = "",
    objectName = "",
    statement = "",
  ] = fields;
  return {
    number: `${statementId}.${substatementId}`,
    class: statementClass,
    command,
    objectType,
    objectName,
    statement,
    parameter: fields[8] ?? "",
    rows: fields[9] ?? "",
  };
}

/** What usual prefixes hold: `%m [%p] %u@%d `, `%t [%p]: user=%u,db=%d,app=%a,client=%h `, RDS's `%t:%r:%u@%d:[%p]:`, `%m %u %d [%p]: `. */
function readPrefix(prefix: string): Omit<PgRecord, "message" | "audit"> {
  const text = prefix.slice(0, 1000);
  const time =
    /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:[A-Z]{1,5}\b|[+-]\d\d(?::?\d\d)?))?/.exec(
      text,
    )?.[0] ?? "";
  const rest = text.slice(time.length);
  const at = /(?:^|[\s:])([^\s@:[\]]+)@([^\s@:[\]]+)/.exec(rest);
  const plain = /^\s([^\s@:[\]=,]+) ([^\s@:[\]=,]+) \[\d+\]/.exec(rest);
  const named = (...names: readonly string[]): string => {
    for (const name of names) {
      const found = new RegExp(`(?:^|[\\s,:])${name}=([^,\\s]*)`).exec(rest)?.[1];
      if (found !== undefined) return found;
    }
    return "";
  };
  return {
    time,
    user: named("user") || (at?.[1] ?? plain?.[1] ?? ""),
    database: named("db", "database") || (at?.[2] ?? plain?.[2] ?? ""),
    session: /\b[0-9a-f]{8}\.[0-9a-f]{1,8}\b/.exec(rest)?.[0] ?? /\[(\d+)\]/.exec(rest)?.[1] ?? "",
    sessionLine: "",
    address:
      named("client", "host", "remote") || (/(?:^|[\s:])([0-9a-fA-F.:]+)\(\d+\)/.exec(rest)?.[1] ?? ""),
    application: named("app", "application_name"),
  };
}
