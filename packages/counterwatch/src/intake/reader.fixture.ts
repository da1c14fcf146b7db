import { type AccessEvent, accessEventSchema, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, Row } from "./connector.ts";
import { createIdentifiers, type IdentifierOptions } from "./identifiers.ts";

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
