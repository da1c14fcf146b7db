/**
 * AccessEvents that come from outside, from our own JSON Lines or out of another log's records. Nothing in them is trusted:
 * raw subject ids become pseudonyms (those that are pseudonyms already are kept), every text is redacted again.
 */
import { z } from "zod";
import {
  type AccessEvent,
  accessEventSchema,
  Rejection,
  readPseudonym,
  type Subject,
  subjectSchema,
} from "../model/index.ts";
import { present, readId, readKindName, readPurpose, textReader } from "./event-parts.ts";
import type { Identifiers } from "./identifiers.ts";
import { createTimeReader, printTime } from "./times.ts";

const time = z.iso.datetime({ offset: true });
const receivedSubjects = z
  .array(subjectSchema.extend({ id: z.string().min(1).max(1024).optional() }))
  .max(10_000);

/** The model's schema with two liberties: times may carry any offset, subject ids may still be raw. */
export const receivedEventSchema = accessEventSchema.extend({
  id: z.string().min(1).optional(),
  time,
  subjects: receivedSubjects.optional(),
  window: z.strictObject({ from: time.optional(), to: time.optional() }).optional(),
  result: accessEventSchema.shape.result
    .unwrap()
    .extend({ subjects: receivedSubjects.optional() })
    .optional(),
});
export type ReceivedEvent = z.output<typeof receivedEventSchema>;
type ReceivedSubject = z.output<typeof receivedSubjects>[number];

const readTime = createTimeReader(undefined);

/** Throws Rejection where time or identifiers cannot be read. */
export function admit(event: ReceivedEvent, identifiers: Identifiers): AccessEvent {
  const own = rawIds([...(event.subjects ?? []), ...(event.result?.subjects ?? [])]);
  const text = textReader(identifiers, own);
  const { session, window, query, object, result } = event;
  return {
    id: readId(identifiers, event.id, own) ?? "",
    time: printTime(readTime(event.time, "time")),
    source: identifiers.site(event.source, own) || "unnamed",
    system: event.system,
    action: event.action,
    operator: admitOperator(event.operator, identifiers, own),
    session:
      session &&
      present({
        id: readId(identifiers, session.id, own),
        address: session.address === undefined ? undefined : admitAddress(session.address, identifiers, own),
        client: text(session.client),
      }),
    subjects: admitSubjects(event.subjects, identifiers),
    site: admitSite(event.site, identifiers, own),
    window: window && present({ from: instant(window.from), to: instant(window.to) }),
    purpose: admitPurpose(event.purpose, identifiers, own),
    query:
      query &&
      present({
        kind: query.kind === undefined ? undefined : readKindName(identifiers, query.kind, own),
        filters: text(query.filters),
        prompt: text(query.prompt),
      }),
    reach: event.reach,
    object: object && present({ type: text(object.type), name: text(object.name) }),
    result:
      result &&
      present({
        rows: result.rows,
        subjects: admitSubjects(result.subjects, identifiers),
        outcome: result.outcome,
      }),
    automated: event.automated,
    late: event.late,
  };
}

/** A reference such as `Patient/4711` is written as `4711` elsewhere in the record: both are this row's own. */
function rawIds(subjects: readonly ReceivedSubject[]): string[] {
  return subjects.flatMap(({ id }) => {
    if (id === undefined || readPseudonym(id) !== undefined) return [];
    const bare = id.slice(id.lastIndexOf("/") + 1);
    return bare === id || bare === "" ? [id] : [id, bare];
  });
}

function instant(raw: string | undefined): string | undefined {
  return raw === undefined ? undefined : printTime(readTime(raw, "window"));
}

function admitOperator(
  { id, unit, role, withheld }: ReceivedEvent["operator"],
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

function admitAddress(address: string, identifiers: Identifiers, own: readonly string[]): string | undefined {
  return readPseudonym(address) ?? identifiers.address(address, own);
}

function admitSite(
  site: ReceivedEvent["site"],
  identifiers: Identifiers,
  own: readonly string[],
): AccessEvent["site"] {
  const id = site === undefined ? "" : identifiers.site(site.id, own);
  return id === "" ? undefined : { ...site, id };
}

function admitPurpose(
  purpose: ReceivedEvent["purpose"],
  identifiers: Identifiers,
  own: readonly string[],
): AccessEvent["purpose"] {
  if (purpose === undefined) return undefined;
  const read = readPurpose(identifiers, purpose, own);
  const withheld = [...new Set([...(purpose.withheld ?? []), ...(read?.withheld ?? [])])];
  return present({ ...read, withheld: withheld.length > 0 ? withheld : undefined });
}

function admitSubjects(
  subjects: readonly ReceivedSubject[] | undefined,
  identifiers: Identifiers,
): Subject[] | undefined {
  if (subjects === undefined) return undefined;
  const admitted = subjects.flatMap(({ type, id, partial, withheld }): Subject[] => {
    if (id === undefined) {
      if (withheld === true) return [{ type, withheld }];
      throw new Rejection(
        "identifier-invalid",
        "A subject has neither an id nor the mark withheld.",
        "subjects",
      );
    }
    const kept = readPseudonym(id);
    const subject = kept === undefined ? identifiers.subject(type, id) : { type, id: kept };
    return subject === undefined ? [] : [partial === true ? { ...subject, partial } : subject];
  });
  return admitted.length > 0 ? admitted : undefined;
}
