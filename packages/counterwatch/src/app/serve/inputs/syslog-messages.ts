/**
 * What messages of syslog become: rows of a log, grouped by who reads them, or dead letters. A message is JSON or CEF, known by each
 * message itself, for one sender may forward several logs; or, with a mapping, the whole of it is a record:
 *
 *     { time, host, app, process, messageId, facility, severity, message, data: { "ID@32473": { name: value } } }
 */
import type { Connector } from "../../../intake/connector.ts";
import { cef } from "../../../intake/cef.ts";
import { findCef } from "../../../intake/cef-line.ts";
import { CONNECTORS } from "../../../intake/connectors.ts";
import { createDeadLetter, maskRow, maskShape } from "../../../intake/dead-letters.ts";
import type { LogForm } from "../../../intake/read-log.ts";
import type { DeadLetter, RejectionReason } from "../../../model/index.ts";
import { parseSyslog, type SyslogMessage } from "../../../server/syslog-message.ts";

/** A message, or the beginning of one that was longer than any may be. */
export interface ReceivedMessage {
  readonly bytes: Uint8Array;
  readonly isTooLong: boolean;
}

interface MessageGroup {
  readonly connector: Connector;
  readonly form: LogForm;
  readonly lines: string[];
}

export interface SortedMessages {
  readonly groups: readonly MessageGroup[];
  readonly letters: readonly DeadLetter[];
}

export interface SortOptions {
  readonly source: string;
  /** Where they were received. */
  readonly place: string;
  /** Undefined: told by each message. */
  readonly connector: Connector | undefined;
  readonly isStructured: boolean;
}

export function sortMessages(
  messages: readonly ReceivedMessage[],
  { source, place, connector, isStructured }: SortOptions,
): SortedMessages {
  const groups = new Map<string, MessageGroup>();
  const letters: DeadLetter[] = [];
  const put = (reader: Connector, text: "json" | "cef", line: string) => {
    const key = `${text} ${reader.id}`;
    const group = groups.get(key) ?? {
      connector: reader,
      form: { connector: reader.id, framing: "records", text, header: [] },
      lines: [],
    };
    groups.set(key, group);
    group.lines.push(line);
  };
  for (const { bytes, isTooLong } of messages) {
    const reject = (
      reason: RejectionReason,
      message: string,
      row: Record<string, string>,
      column?: string,
    ) => {
      const ordinal = letters.length + 1;
      letters.push(
        createDeadLetter({ file: place, line: ordinal, ordinal, source }, reason, message, column, row),
      );
    };
    const shape = () => ({ message: maskShape(Buffer.from(bytes.subarray(0, 2048)).toString("utf8")) });
    if (isTooLong) {
      reject("too-large", "The message is longer than 64 KiB, or its length is damaged.", shape());
      continue;
    }
    const read = parseSyslog(bytes);
    if (typeof read === "string") {
      reject(
        "schema",
        `This is no syslog message of RFC 5424: its ${read} is not as it should be.`,
        shape(),
        read,
      );
      continue;
    }
    const text = oneLine(read.message);
    if (isStructured && connector !== undefined) put(connector, "json", JSON.stringify(recordOf(read)));
    else if (findCef(text) === 0) put(connector ?? cef, "cef", text);
    else if (!text.startsWith("{"))
      reject(
        "not-json",
        "The message is neither JSON nor CEF; with a mapping its structured data can be read.",
        {
          ...shape(),
        },
      );
    else if (connector !== undefined) put(connector, "json", text);
    else {
      const record = parsed(text);
      const known = record === undefined ? undefined : readerOf(record);
      if (known !== undefined) put(known, "json", text);
      else if (record === undefined) reject("not-json", "The message is no JSON value.", shape());
      else
        reject(
          "schema",
          "No connector knows such a record; give the input a format or a mapping.",
          maskRow([], record),
        );
    }
  }
  return { groups: [...groups.values()], letters };
}

/** JSON has no raw line ends in its texts, and CEF writes them as escapes: what stands there divides nothing. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ").trim();
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function readerOf(record: Readonly<Record<string, unknown>>): Connector | undefined {
  const sample = { framing: "records" as const, name: "", header: Object.keys(record), rows: [record] };
  let best: { readonly connector: Connector; readonly score: number } | undefined;
  for (const connector of CONNECTORS) {
    if (connector.framing === "table") continue;
    const score = connector.recognise(sample);
    if (score > (best?.score ?? 0)) best = { connector, score };
  }
  return best?.connector;
}

function recordOf({
  timestamp,
  hostname,
  appName,
  procId,
  msgId,
  facility,
  severity,
  structuredData,
  message,
}: SyslogMessage): object {
  return {
    time: timestamp,
    host: hostname,
    app: appName,
    process: procId,
    messageId: msgId,
    facility,
    severity,
    data: Object.fromEntries([...structuredData].map(([id, pairs]) => [id, Object.fromEntries(pairs)])),
    message,
  };
}
