/**
 * pgaudit, the PostgreSQL audit extension. A statement's text holds raw identifiers and is never kept: object, class and command
 * are. Who was looked up stands in the bind parameters, which a mapping types by position (`parameters: { 1: phone }`).
 */
import {
  type AccessEvent,
  type Action,
  type Mapping,
  Rejection,
  type Subject,
  type SubjectType,
  type System,
} from "../model/index.ts";
import type { Connector, ConnectorContext, RowReader } from "./connector.ts";
import { present, readId, type TextReader, textReader } from "./event-parts.ts";
import type { Identifiers } from "./identifiers.ts";
import {
  createPgReader,
  impliedPgHeader,
  type PgAuditFields,
  type PgRecord,
  pgLikeness,
} from "./pgaudit-record.ts";
import { splitQuotedList } from "./quoted-list.ts";
import { guessSystem } from "./system-words.ts";
import { createTimeReader, printTime } from "./times.ts";

type PgSettings = NonNullable<Mapping["pgaudit"]> & { readonly system?: System | undefined };
type Parameters = Readonly<Record<string, SubjectType>>;

export function createPgaudit(id: string, title: string, settings: PgSettings): Connector {
  return {
    id,
    title,
    framing: "any",
    needsZone: false,
    impliedHeader: impliedPgHeader,
    recognise: ({ header, rows }) => pgLikeness(header, rows),
    open: (context) => openPgaudit(context, settings),
  };
}

export const pgaudit: Connector = createPgaudit("pgaudit", "pgaudit (PostgreSQL) audit log", {});

function openPgaudit(
  { header, source, identifiers, zone }: ConnectorContext,
  settings: PgSettings,
): RowReader {
  const read = createPgReader(header);
  const readTime = createTimeReader(zone);

  return (row): AccessEvent => {
    const record = read(row);
    const time = readTime(record.time, "log_time");
    const deed = record.audit === undefined ? connectionDeed(record.message) : auditDeed(record.audit);
    const table = tableSettings(settings, record.audit?.objectName ?? "");
    const values = parameterValues(record.audit?.parameter ?? "");
    const own = typeof values === "string" ? [] : values.filter((value) => value.length >= 4);
    const operator = identifiers.operator(
      settings.operator === "application" ? record.application : record.user,
      own,
    );
    if (operator === undefined) {
      throw new Rejection(
        "operator-missing",
        "The row names no user; put %u into log_line_prefix, or name the application as operator in a mapping.",
        settings.operator === "application" ? "application_name" : "user_name",
      );
    }
    const text = textReader(identifiers, own);
    const session = readId(identifiers, record.session, own);
    return {
      id: idOf(record, time, session, text),
      time: printTime(time),
      source,
      system: table.system ?? guessSystem(record.audit?.objectName, record.database) ?? "identity",
      action: deed.action,
      operator,
      session: present({
        id: session,
        address: identifiers.address(record.address, own),
        client: text(record.application),
      }),
      subjects: subjectsOf(values, table.parameters, identifiers),
      query: { kind: deed.kind },
      object: present({ type: text(deed.objectType), name: text(deed.objectName) }),
      result: present({ rows: countOf(record.audit?.rows), outcome: deed.outcome }),
    };
  };
}

/**
 * A session's line where the log numbers them. Else the statement's number: without it two equal queries in one second would
 * pass for one row. Process ids and statement numbers come again, hence the time.
 */
function idOf(
  { sessionLine, audit }: PgRecord,
  time: number,
  session: string | undefined,
  text: TextReader,
): string {
  if (session !== undefined && /^\d{1,9}$/.test(sessionLine)) return `${session}:${sessionLine}`;
  if (audit === undefined || !/^\d{1,9}\.\d{1,9}$/.test(audit.number)) return "";
  return [printTime(time), session, audit.number, text(audit.objectName)]
    .filter((part) => part !== undefined)
    .join("/");
}

interface Deed {
  readonly action: Action;
  readonly kind: string;
  readonly objectType?: string;
  readonly objectName?: string;
  readonly outcome?: "success" | "failure";
}

/** Rows of the server's own log around the audit records: only connections are of interest. */
function connectionDeed(message: string): Deed {
  if (/^connection authorized\b/i.test(message))
    return { action: "sign-in", kind: "connection", outcome: "success" };
  if (
    /authentication failed|no pg_hba\.conf entry|permission denied for database/i.test(message.slice(0, 300))
  ) {
    return { action: "sign-in", kind: "connection", outcome: "failure" };
  }
  throw new Rejection(
    "action-unknown",
    "The server's message is no audit record and no connection.",
    "message",
  );
}

const READING: ReadonlySet<string> = new Set([
  "SELECT",
  "DECLARE CURSOR",
  "PREPARE",
  "EXECUTE",
  "FETCH",
  "EXPLAIN",
]);
const TRANSACTIONS: ReadonlySet<string> = new Set([
  "BEGIN",
  "START TRANSACTION",
  "COMMIT",
  "ROLLBACK",
  "SAVEPOINT",
  "RELEASE",
  "PREPARE TRANSACTION",
  "COMMIT PREPARED",
  "ROLLBACK PREPARED",
  "CLOSE CURSOR",
  "DEALLOCATE",
  "DISCARD",
  "SHOW",
  "LISTEN",
  "UNLISTEN",
  "NOTIFY",
]);

function auditDeed(audit: PgAuditFields): Deed {
  const statementClass = audit.class.trim().toUpperCase();
  const command = audit.command.trim().toUpperCase();
  if (!/^[A-Z_ ]{2,60}$/.test(`${statementClass} ${command}`)) {
    throw new Rejection("action-unknown", "Class and command are none of pgaudit's.", "CLASS");
  }
  const deed = {
    kind: `${statementClass} ${command}`,
    objectType: audit.objectType,
    objectName: audit.objectName,
  };
  const setting = settingOf(audit.statement);
  if (setting !== undefined)
    return { ...deed, action: "configure", objectType: "audit setting", objectName: setting };
  const action = actionOf(statementClass, command);
  if (action === undefined) {
    throw new Rejection(
      "action-unknown",
      "The command controls a transaction or session; it is no look-up.",
      "COMMAND",
    );
  }
  return { ...deed, action };
}

function actionOf(statementClass: string, command: string): Action | undefined {
  if (TRANSACTIONS.has(command)) return undefined;
  if (command === "COPY") return statementClass === "READ" ? "export" : "configure";
  if (READING.has(command)) return statementClass === "WRITE" ? "configure" : "search";
  if (command === "DELETE" || command === "TRUNCATE" || command === "TRUNCATE TABLE") return "delete";
  return statementClass === "READ" ? "search" : "configure";
}

/** The name of an audit or log setting that a statement changes: of the text only this is kept, because it is from a fixed list. */
function settingOf(statement: string): string | undefined {
  const found =
    /^\s*(?:alter\s+(?:system|role|user|database)\s[^;]{0,200}?)?\b(?:re)?set\s+(?:session\s+|local\s+)?(pgaudit\.[a-z_]{1,40}|log_[a-z_]{1,40}|session_preload_libraries|shared_preload_libraries)\b/i;
  return found.exec(statement.slice(0, 400))?.[1]?.toLowerCase();
}

function tableSettings(
  settings: PgSettings,
  object: string,
): { system: System | undefined; parameters: Parameters } {
  const name = object.trim().toLowerCase();
  const bare = name.slice(name.lastIndexOf(".") + 1);
  const table = Object.entries(settings.tables ?? {}).find(([key]) => {
    const wanted = key.toLowerCase();
    return wanted === name || wanted === bare;
  })?.[1];
  return {
    system: table?.system ?? settings.system,
    parameters: table?.parameters ?? settings.parameters ?? {},
  };
}

/** The parameters in order, or why there are none. */
function parameterValues(parameter: string): readonly string[] | "none" | "withheld" {
  const text = parameter.trim();
  if (text === "" || text === "<none>") return "none";
  if (text === "<not logged>" || text === "<previously logged>") return "withheld";
  return splitQuotedList(parameter);
}

/** A parameter that was there but is not shown is a subject withheld: the look-up had one. */
function subjectsOf(
  values: readonly string[] | "none" | "withheld",
  parameters: Parameters,
  identifiers: Identifiers,
): Subject[] | undefined {
  if (values === "none") return undefined;
  const subjects = Object.entries(parameters).flatMap(([position, type]): Subject[] => {
    const value = values === "withheld" ? "<not logged>" : (values[Number(position) - 1] ?? "");
    if (/^<(?:not logged|previously logged|long param suppressed)>$/.test(value))
      return [{ type, withheld: true }];
    // An array parameter is written {a,b}: several subjects in one look-up.
    const array = /^\{(.*)\}$/s.exec(value)?.[1];
    return array === undefined
      ? identifiers.subjects(type, value)
      : splitQuotedList(array.replaceAll('\\"', '""')).flatMap(
          (item) => identifiers.subject(type, item) ?? [],
        );
  });
  return subjects.length > 0 ? subjects : undefined;
}

function countOf(rows: string | undefined): number | undefined {
  return rows !== undefined && /^\d{1,15}$/.test(rows.trim()) ? Number(rows) : undefined;
}
