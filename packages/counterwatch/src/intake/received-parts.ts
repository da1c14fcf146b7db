/** The parts of a received event that repeat from row to row, each read by `Identifiers` once. */
import { type AccessEvent, Rejection, readPseudonym } from "../model/index.ts";
import { present, readId, readKindName, readPurpose, textReader } from "./event-parts.ts";
import type { Identifiers } from "./identifiers.ts";
import { type PartReader, rememberParts } from "./known-parts.ts";
import type { ReceivedEvent } from "./received-event.ts";

type Given<K extends keyof ReceivedEvent> = NonNullable<ReceivedEvent[K]>;
type Reader<K extends keyof ReceivedEvent & keyof AccessEvent> = PartReader<Given<K>, AccessEvent[K]>;

interface ReceivedParts {
  /** Throws Rejection where the operator's id is blank. */
  readonly operator: PartReader<Given<"operator">, AccessEvent["operator"]>;
  readonly session: Reader<"session">;
  readonly site: Reader<"site">;
  readonly purpose: Reader<"purpose">;
  readonly query: Reader<"query">;
  readonly object: Reader<"object">;
}

export function openParts(identifiers: Identifiers): ReceivedParts {
  const session = sessionReader(identifiers);
  return {
    operator: rememberParts(identifiers, {
      key: ({ id }) => id,
      texts: ({ id, unit, role }) => [id, unit, role],
      isSame: (a, b) => a.id === b.id && a.unit === b.unit && a.role === b.role && a.withheld === b.withheld,
      read: (raw, own) => readOperator(raw, identifiers, own),
    }),
    // What counts as the same address is more than the same letters: a row about addresses is read by itself.
    session: (raw, own) => (own.some(mayBeAddress) ? readSession(raw, identifiers, own) : session(raw, own)),
    site: rememberParts<Given<"site">, AccessEvent["site"]>(identifiers, {
      key: ({ id }) => id,
      texts: ({ id }) => [id],
      isSame: (a, b) => a.id === b.id && a.lat === b.lat && a.lon === b.lon,
      read: ({ id: name, lat, lon }, own) => {
        const id = identifiers.site(name, own);
        return id === "" ? undefined : { id, ...present({ lat, lon }) };
      },
    }),
    purpose: rememberParts<Given<"purpose">, AccessEvent["purpose"]>(identifiers, {
      key: (raw) => (raw.withheld === undefined ? (raw.case ?? raw.reason ?? raw.authority) : undefined),
      texts: (raw) => [raw.case, raw.reason, raw.authority],
      isSame: (a, b) => a.case === b.case && a.reason === b.reason && a.authority === b.authority,
      read: (raw, own) => readPurposeOf(raw, identifiers, own),
    }),
    query: rememberParts<Given<"query">, AccessEvent["query"]>(identifiers, {
      key: ({ kind, filters, prompt }) => prompt ?? filters ?? kind,
      texts: ({ kind, filters, prompt }) => [kind, filters, prompt],
      isSame: (a, b) => a.kind === b.kind && a.filters === b.filters && a.prompt === b.prompt,
      read: (raw, own) => readQuery(raw, identifiers, own),
    }),
    object: rememberParts<Given<"object">, AccessEvent["object"]>(identifiers, {
      key: ({ type, name }) => name ?? type,
      texts: ({ type, name }) => [type, name],
      isSame: (a, b) => a.type === b.type && a.name === b.name,
      read: ({ type, name }, own) => {
        const text = textReader(identifiers, own);
        return present({ type: text(type), name: text(name) });
      },
    }),
  };
}

function sessionReader(identifiers: Identifiers): Reader<"session"> {
  return rememberParts<Given<"session">, AccessEvent["session"]>(identifiers, {
    key: ({ id, address, client }) => id ?? address ?? client,
    texts: ({ id, address, client }) => [id, address, client],
    isSame: (a, b) => a.id === b.id && a.address === b.address && a.client === b.client,
    read: (raw, own) => readSession(raw, identifiers, own),
  });
}

function mayBeAddress(cell: string): boolean {
  return cell.includes(".") || cell.includes(":");
}

function readOperator(
  { id, unit, role, withheld }: Given<"operator">,
  identifiers: Identifiers,
  own: readonly string[],
): AccessEvent["operator"] {
  const kept = readPseudonym(id);
  const operator = kept === undefined ? identifiers.operator(id, own) : { id: kept };
  if (operator === undefined)
    throw new Rejection("operator-missing", "The operator's id is blank.", "operator.id");
  const text = textReader(identifiers, own);
  return { ...operator, ...present({ unit: text(unit), role: text(role) }), ...(withheld && { withheld }) };
}

function readSession(
  { id, address, client }: Given<"session">,
  identifiers: Identifiers,
  own: readonly string[],
): AccessEvent["session"] {
  return present({
    id: readId(identifiers, id, own),
    address:
      address === undefined ? undefined : (readPseudonym(address) ?? identifiers.address(address, own)),
    client: textReader(identifiers, own)(client),
  });
}

function readPurposeOf(
  purpose: Given<"purpose">,
  identifiers: Identifiers,
  own: readonly string[],
): AccessEvent["purpose"] {
  const read = readPurpose(identifiers, purpose, own);
  const withheld = [...new Set([...(purpose.withheld ?? []), ...(read?.withheld ?? [])])];
  return present({ ...read, withheld: withheld.length > 0 ? withheld : undefined });
}

function readQuery(
  { kind, filters, prompt }: Given<"query">,
  identifiers: Identifiers,
  own: readonly string[],
): AccessEvent["query"] {
  const text = textReader(identifiers, own);
  return present({
    kind: kind === undefined ? undefined : readKindName(identifiers, kind, own),
    filters: text(filters),
    prompt: text(prompt),
  });
}
