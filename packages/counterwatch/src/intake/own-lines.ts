/** Counterwatch's own JSON Lines: one AccessEvent a line, judged by the schema of the model. */
import { type AccessEvent, ACTIONS, type RejectionReason, Rejection, SYSTEMS } from "../model/index.ts";
import type { Connector, ConnectorContext, Row, RowReader } from "./connector.ts";
import type { Identifiers } from "./identifiers.ts";
import { isPlainlyReceived } from "./received-check.ts";
import { type Admission, openAdmission, receivedEventSchema } from "./received-event.ts";

export const ownLines: Connector = {
  id: "counterwatch",
  title: "Counterwatch JSON Lines",
  framing: "records",
  needsZone: false,
  recognise: ({ rows }) => (rows[0] !== undefined && isOwn(rows[0]) ? 1 : 0),
  open: openOwnLines,
};

function isOwn(row: Row): boolean {
  if (Array.isArray(row)) return false;
  const { time, source, system, action, operator } = row as Readonly<Record<string, unknown>>;
  return (
    typeof time === "string" &&
    typeof source === "string" &&
    (SYSTEMS as readonly unknown[]).includes(system) &&
    (ACTIONS as readonly unknown[]).includes(action) &&
    typeof operator === "object" &&
    operator !== null &&
    "id" in operator
  );
}

function openOwnLines({ identifiers }: ConnectorContext): RowReader {
  const admit = openAdmission(identifiers);
  return (row) => readRow(row, admit);
}

const admissions = new WeakMap<Identifiers, Admission>();

/** One line by itself. Throws Rejection. */
export function readEventLine(row: Row, identifiers: Identifiers): AccessEvent {
  let admit = admissions.get(identifiers);
  if (admit === undefined) admissions.set(identifiers, (admit = openAdmission(identifiers)));
  return readRow(row, admit);
}

function readRow(row: Row, admit: Admission): AccessEvent {
  if (isPlainlyReceived(row)) return admit(row);
  const result = receivedEventSchema.safeParse(row);
  if (result.success) return admit(result.data);
  const path = result.error.issues[0]?.path ?? [];
  const missing = path.length > 0 && valueAt(row, path) === undefined;
  throw new Rejection(
    reasonFor(path, missing),
    missing
      ? "A field that every line must have is missing."
      : "The line does not fit the schema of an access event.",
    path.length === 0 ? undefined : path.join("."),
  );
}

function reasonFor(path: readonly PropertyKey[], missing: boolean): RejectionReason {
  switch (path[0]) {
    case "time":
      return missing ? "time-missing" : "time-unreadable";
    case "operator":
      return missing ? "operator-missing" : "schema";
    case "system":
      return "system-unknown";
    case "action":
      return "action-unknown";
    case "subjects":
      return "identifier-invalid";
    default:
      return "schema";
  }
}

function valueAt(row: unknown, path: readonly PropertyKey[]): unknown {
  let value = row;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}
