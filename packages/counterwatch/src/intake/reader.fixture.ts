import { type AccessEvent, accessEventSchema, type DeadLetter, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, Row } from "./connector.ts";
import { createIdentifiers, type IdentifierOptions } from "./identifiers.ts";
import type { LogFile } from "./log-file.ts";
import { type IntakeOptions, readLog } from "./read-log.ts";

export const SITE_KEY = Buffer.alloc(32, 7);

export interface ReaderSettings {
  readonly header?: readonly string[];
  readonly zone?: string;
  readonly source?: string;
  readonly identifiers?: Partial<IdentifierOptions>;
}

export function contextFor(settings: ReaderSettings = {}): ConnectorContext {
  return {
    source: settings.source ?? "test-log",
    framing: settings.header === undefined ? "records" : "table",
    header: settings.header ?? [],
    zone: settings.zone,
    identifiers: createIdentifiers({ siteKey: SITE_KEY, country: "US", ...settings.identifiers }),
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

/** A log in memory, as `store/` would open it from a disk. */
export function memoryFile(name: string, content: string | Uint8Array): LogFile {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  return {
    name,
    size: bytes.byteLength,
    rereadable: true,
    async *bytes() {
      yield bytes;
    },
    whole: () => Promise.resolve(bytes),
    slice: (from, to) => Promise.resolve(bytes.subarray(from, to)),
    consumed: () => bytes.byteLength,
  };
}

export interface WholeLog {
  readonly connector: string;
  readonly events: AccessEvent[];
  readonly deadLetters: DeadLetter[];
  readonly rows: number;
  readonly duplicates: number;
}

export async function readWhole(
  file: LogFile,
  options: Partial<IntakeOptions> & { readonly country?: string } = {},
): Promise<WholeLog> {
  const { country = "US", ...rest } = options;
  const identifiers = createIdentifiers({ siteKey: SITE_KEY, country });
  const whole = {
    connector: "",
    events: [] as AccessEvent[],
    deadLetters: [] as DeadLetter[],
    rows: 0,
    duplicates: 0,
  };
  for await (const batch of readLog([file], { identifiers, ...rest })) {
    whole.connector = batch.connector;
    whole.events.push(...batch.events);
    whole.deadLetters.push(...batch.deadLetters);
    whole.rows += batch.rows;
    whole.duplicates += batch.duplicates;
  }
  for (const event of whole.events) accessEventSchema.parse(event);
  if (whole.rows !== whole.events.length + whole.duplicates + whole.deadLetters.length) {
    throw new Error("rows are not accounted for");
  }
  return whole;
}
