/**
 * Counterwatch's own JSON Lines of shown rows, with two liberties: identifiers may still be raw, times may carry any offset.
 * Nothing in them is trusted: what is no pseudonym becomes one, names of places are redacted, the model's schema judges the rest.
 */
import {
  readPseudonym,
  Rejection,
  type RejectionReason,
  ROW_KINDS,
  type ShownRow,
  shownRowSchema,
  SUBJECT_TYPES,
  SYSTEMS,
  type SubjectType,
} from "../../model/index.ts";
import type { Identifiers } from "../identifiers.ts";
import { createTimeReader, printTime } from "../times.ts";
import type { RowConnector } from "./row-connector.ts";
import { readLookUp, readRowId } from "./row-ids.ts";
import { readThing } from "./things.ts";

export const ownRows: RowConnector = {
  id: "shown-rows",
  title: "Counterwatch JSON Lines of shown rows",
  framing: "records",
  needsZone: false,
  recognise: ({ rows }) => (rows[0] !== undefined && isShownRow(rows[0]) ? 1 : 0),
  open:
    ({ identifiers }) =>
    (row) => {
      const admitted = admitRow(row as Loose, identifiers);
      return admitted === undefined ? [] : [admitted];
    },
};

/** The rows among the lines of an incident, which holds findings and look-ups too. */
export const rowsAmongLines: RowConnector = {
  ...ownRows,
  recognise: () => 1,
  open: (context) => {
    const read = ownRows.open(context);
    return (row) => (isShownRow(row) ? read(row) : undefined);
  },
};

type Loose = Readonly<Record<string, unknown>>;

/** Told from access events and findings by its `kind`. */
export function isShownRow(value: unknown): value is Loose {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { kind, system } = value as Loose;
  return (ROW_KINDS as readonly unknown[]).includes(kind) && (SYSTEMS as readonly unknown[]).includes(system);
}

const LONGEST = 1024;
const PARTIES = ["from", "to", "subject"] as const;
const readTime = createTimeReader(undefined);

/** Undefined: somebody is withheld. Throws Rejection. */
function admitRow(value: Loose, identifiers: Identifiers): ShownRow | undefined {
  const own = PARTIES.flatMap((side) => {
    const id = (value[side] as Loose | undefined)?.["id"];
    return typeof id === "string" && readPseudonym(id) === undefined ? [id] : [];
  });
  const row: Record<string, unknown> = { ...value };
  const { id, lookup } = value;
  row["id"] = typeof id === "string" ? (readRowId(id, identifiers, own) ?? "") : "";
  if (typeof lookup === "string") row["lookup"] = readLookUp(lookup, identifiers);
  for (const key of ["time", "shown"]) if (row[key] !== undefined) row[key] = instant(row[key], key);
  const { kind } = row;
  if (kind === "device" || kind === "address" || kind === "booking") {
    for (const key of ["from", "to"]) if (row[key] !== undefined) row[key] = instant(row[key], key);
    const thing = row["thing"];
    if (typeof thing === "string" && thing.length <= LONGEST) {
      row["thing"] = readPseudonym(thing) ?? readThing(kind, thing, identifiers, "thing");
      if (row["thing"] === undefined) return undefined;
    }
  }
  const sides = kind === "call" || kind === "transfer" ? (["from", "to"] as const) : (["subject"] as const);
  for (const side of sides) {
    const party = admitParty(row[side], side, identifiers);
    if (party === undefined) return undefined;
    row[side] = party;
  }
  if (typeof row["site"] === "object" && row["site"] !== null) {
    const site = row["site"] as Loose;
    row["site"] = {
      ...site,
      ...(typeof site["id"] === "string" && { id: identifiers.site(site["id"], own) }),
    };
  }
  const numbered = row["id"] === "";
  const read = shownRowSchema.safeParse(numbered ? { ...row, id: "0" } : row);
  if (read.success) return numbered ? { ...read.data, id: "" } : read.data;
  const path = read.error.issues[0]?.path ?? [];
  throw new Rejection(
    reasonFor(path),
    "The line does not fit the schema of a shown row.",
    path.length === 0 ? undefined : path.join("."),
  );
}

function admitParty(party: unknown, side: string, identifiers: Identifiers): object | undefined {
  const { type, id, ...rest } = (party ?? {}) as Loose;
  const known = SUBJECT_TYPES.find((each) => each === type) as SubjectType | undefined;
  if (known === undefined || typeof id !== "string" || id.length > LONGEST || Object.keys(rest).length > 0)
    throw new Rejection("identifier-invalid", "A party has a type and an id, and nothing else.", side);
  const kept = readPseudonym(id);
  if (kept !== undefined) return { type, id: kept };
  const subject = identifiers.subject(known, id);
  if (subject?.withheld === true) return undefined;
  if (subject?.id === undefined || subject.partial === true)
    throw new Rejection("identifier-invalid", "The id singles out nobody.", side);
  return { type, id: subject.id };
}

function instant(value: unknown, column: string): string {
  if (typeof value !== "string") throw new Rejection("time-unreadable", "The time is no text.", column);
  return printTime(readTime(value, column));
}

function reasonFor([first]: readonly PropertyKey[]): RejectionReason {
  return first === "time" ? "time-missing" : "schema";
}
