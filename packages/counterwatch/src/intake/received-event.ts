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
import { present, readId } from "./event-parts.ts";
import type { Identifiers } from "./identifiers.ts";
import { isPlainTime } from "./plain-time.ts";
import { openParts } from "./received-parts.ts";
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

/** Gives the row as an event. Throws Rejection where time or identifiers cannot be read. */
export type Admission = (event: ReceivedEvent) => AccessEvent;

export function openAdmission(identifiers: Identifiers): Admission {
  const parts = openParts(identifiers);
  const { site } = identifiers;
  return (event) => {
    const { id, source, system, action, session, subjects, window, query, object, result } = event;
    const own = ownIds(subjects, result?.subjects);
    return {
      id: readId(identifiers, id, own) ?? "",
      time: instant(event.time, "time"),
      source: site(source, own) || "unnamed",
      system,
      action,
      operator: parts.operator(event.operator, own),
      session: session && parts.session(session, own),
      subjects: admitSubjects(subjects, identifiers),
      site: event.site && parts.site(event.site, own),
      window: window && admitWindow(window),
      purpose: event.purpose && parts.purpose(event.purpose, own),
      query: query && parts.query(query, own),
      reach: event.reach && inOrder(event.reach),
      object: object && parts.object(object, own),
      result: result && admitResult(result, identifiers),
      automated: event.automated,
      late: event.late,
    };
  };
}

const NOBODY: string[] = [];

/** The raw ids of the row's subjects. A reference such as `Patient/4711` is written as `4711` elsewhere in the record: both are its own. */
function ownIds(
  subjects: readonly ReceivedSubject[] | undefined,
  returned: readonly ReceivedSubject[] | undefined,
): string[] {
  if (subjects === undefined && returned === undefined) return NOBODY;
  const own: string[] = [];
  if (subjects !== undefined) addRawIds(subjects, own);
  if (returned !== undefined) addRawIds(returned, own);
  return own;
}

function addRawIds(subjects: readonly ReceivedSubject[], own: string[]): void {
  for (const { id } of subjects) {
    if (id === undefined || readPseudonym(id) !== undefined) continue;
    own.push(id);
    const slash = id.lastIndexOf("/");
    if (slash >= 0 && slash + 1 < id.length) own.push(id.slice(slash + 1));
  }
}

function instant(raw: string, column: string): string {
  return isPlainTime(raw) ? raw : printTime(readTime(raw, column));
}

function admitWindow({ from, to }: NonNullable<ReceivedEvent["window"]>): AccessEvent["window"] {
  if (from !== undefined && to !== undefined)
    return { from: instant(from, "window"), to: instant(to, "window") };
  if (from !== undefined) return { from: instant(from, "window") };
  return to === undefined ? undefined : { to: instant(to, "window") };
}

/** The schema's order of members, whatever the row's was. */
function inOrder({ networks, devices }: NonNullable<ReceivedEvent["reach"]>): AccessEvent["reach"] {
  if (devices === undefined) return networks === undefined ? {} : { networks };
  return networks === undefined ? { devices } : { networks, devices };
}

function admitResult(
  { rows, subjects, outcome }: NonNullable<ReceivedEvent["result"]>,
  identifiers: Identifiers,
): AccessEvent["result"] {
  const admitted = admitSubjects(subjects, identifiers);
  if (rows !== undefined && outcome === undefined)
    return admitted === undefined ? { rows } : { rows, subjects: admitted };
  return present({ rows, subjects: admitted, outcome });
}

function admitSubjects(
  subjects: readonly ReceivedSubject[] | undefined,
  identifiers: Identifiers,
): Subject[] | undefined {
  if (subjects === undefined || subjects.length === 0) return undefined;
  if (subjects.length === 1) {
    const subject = admitSubject(subjects[0] as ReceivedSubject, identifiers);
    return subject && [subject];
  }
  const admitted: Subject[] = [];
  for (const each of subjects) {
    const subject = admitSubject(each, identifiers);
    if (subject !== undefined) admitted.push(subject);
  }
  // A copy has no room to spare: an array that grew has 16 places more, and hundreds of thousands are kept.
  return admitted.length > 0 ? admitted.slice() : undefined;
}

function admitSubject(
  { type, id, partial, withheld }: ReceivedSubject,
  identifiers: Identifiers,
): Subject | undefined {
  if (id === undefined) {
    if (withheld !== true) throw nameless();
    return { type, withheld };
  }
  const kept = readPseudonym(id);
  const subject = kept === undefined ? identifiers.subject(type, id) : { type, id: kept };
  return partial === true && subject !== undefined ? { ...subject, partial } : subject;
}

function nameless(): Rejection {
  return new Rejection(
    "identifier-invalid",
    "A subject has neither an id nor the mark withheld.",
    "subjects",
  );
}
