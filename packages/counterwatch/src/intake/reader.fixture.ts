import { type AccessEvent, accessEventSchema, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, Row } from "./connector.ts";
import type { IdentifierOptions } from "./identifiers.ts";
import type { LogFile } from "./log-file.ts";
import { memoryLog, type ReadAll, readAll, testIdentifiers } from "./memory-log.fixture.ts";
import type { IntakeOptions } from "./read-log.ts";

interface ReaderSettings {
  readonly header?: readonly string[];
  readonly zone?: string;
  readonly source?: string;
  readonly identifiers?: Partial<IdentifierOptions>;
}

function contextFor(settings: ReaderSettings = {}): ConnectorContext {
  return {
    source: settings.source ?? "test-log",
    framing: settings.header === undefined ? "records" : "table",
    header: settings.header ?? [],
    zone: settings.zone,
    identifiers: testIdentifiers(settings.identifiers),
  };
}

/** Reads rows as the core would; every event is judged by the schema. */
export function readerFor(connector: Connector, settings: ReaderSettings = {}): (row: Row) => AccessEvent {
  const read = connector.open(contextFor(settings));
  return (row) => {
    const event = read(row);
    accessEventSchema.parse({ ...event, id: event.id || "numbered" });
    return event;
  };
}

export function rejectionOf(read: (row: Row) => AccessEvent, row: Row): Rejection {
  try {
    read(row);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
  throw new Error("the row was accepted");
}

/** A log in memory with random access, as `store/` would open it from a disk. */
export function memoryFile(name: string, content: string | Uint8Array): LogFile {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  return { ...memoryLog(bytes, name), slice: (from, to) => Promise.resolve(bytes.subarray(from, to)) };
}

type WholeLog = ReadAll & { readonly connector: string };

/** Reads one file by the core; every event is judged by the schema. */
export async function readWhole(
  file: LogFile,
  options: Partial<Omit<IntakeOptions, "account">> & { readonly country?: string } = {},
): Promise<WholeLog> {
  const { country = "US", ...rest } = options;
  const all = await readAll(file, { identifiers: testIdentifiers({ country }), ...rest });
  for (const event of all.events) accessEventSchema.parse(event);
  return { ...all, connector: all.account.sources[0]?.connector ?? "" };
}
