/**
 * ArcSight Common Event Format as an access log. CEF names the one who acts and the one who is acted upon, and little of what look-ups
 * are about; the rest stands in custom fields, which are read by their labels (`cs1Label=Case Number cs1=…`), in English and Spanish
 * as columns of tables are (column-words.ts). Labels that are not known, `msg` and `rawEvent` are not kept; of an address (`request`) only the
 * path, and of that no part that could be somebody's number.
 */
import {
  type AccessEvent,
  type Action,
  Rejection,
  SUBJECT_TYPES,
  SYSTEMS,
  type Subject,
} from "../model/index.ts";
import { COLUMN_WORDS, type ColumnUse, columnWords } from "./column-words.ts";
import type { Connector, ConnectorContext, RowReader } from "./connector.ts";
import {
  present,
  readCount,
  readId,
  readKindName,
  readPlace,
  readPurpose,
  textReader,
} from "./event-parts.ts";
import { asRecord, asText, type JsonRecord } from "./json-members.ts";
import { guessSystem } from "./system-words.ts";
import { createTimeReader, printTime, type TimeReader } from "./times.ts";
import { readWindow } from "./windows.ts";

export const cef: Connector = {
  id: "cef",
  title: "ArcSight Common Event Format (CEF)",
  framing: "records",
  needsZone: false,
  recognise: ({ rows }) => {
    const head = asRecord(asRecord(rows[0])["cef"]);
    return typeof head["signature"] === "string" && typeof head["vendor"] === "string" ? 0.95 : 0;
  },
  open: openCef,
};

const USES: ReadonlyMap<string, ColumnUse> = new Map(
  (Object.entries(COLUMN_WORDS) as [ColumnUse, readonly string[]][]).flatMap(([use, words]) =>
    words.map((word): [string, ColumnUse] => [word, use]),
  ),
);

/** What act, name or class say was done, by the beginnings of words; the first that fits. */
const DEEDS: readonly (readonly [Action, RegExp])[] = [
  ["sign-in", /\b(?:log[- ]?[io]n|log[- ]?o(?:ff|ut)|sign[- ]?(?:in|on|out)|authenticat|inicio de sesi)/],
  ["export", /\b(?:export|download|print|copy|copied|extract|descarg|imprim)/],
  ["delete", /\b(?:delet|remov|purg|eras|elimin|borr)/],
  ["share", /\b(?:shar|send|sent|forward|compart|envi)/],
  ["configure", /\b(?:creat|updat|modif|chang|configur|grant|revok|add|edit|write|crea|modific|config)/],
  ["playback", /\b(?:play)/],
  ["locate", /\b(?:locat|ping|track|ubica|rastre)/],
  ["list", /\b(?:list|browse|enumerat)/],
  ["review", /\b(?:review|audit|revis)/],
  ["search", /\b(?:search|quer|look|find|select|busc|busq|consult)/],
  ["view", /\b(?:view|read|open|access|get|display|show|ver|visualiz|abr|lect)/],
];

function openCef({ source, identifiers, zone }: ConnectorContext): RowReader {
  const readTime = createTimeReader(zone);
  return (row): AccessEvent => {
    const event = asRecord(row);
    const head = asRecord(event["cef"]);
    const labelled = byUse(asRecord(event["labels"]));
    const get = (key: string): string | undefined => asText(event[key]);
    const actor = get("suser") ?? get("suid");
    const target = actor === undefined ? undefined : (get("duser") ?? get("duid"));
    const own = [
      ...SUBJECT_TYPES.flatMap((type) => labelled.get(`subject:${type}`) ?? []),
      ...(target === undefined ? [] : [target]),
    ];
    const instant = timeOf(get, readTime);
    // Sign-ins name their one user as the destination.
    const operator = identifiers.operator(
      actor ?? get("duser") ?? get("duid") ?? labelled.get("operator.id") ?? "",
      own,
    );
    if (operator === undefined)
      throw new Rejection(
        "operator-missing",
        "The event names no user: suser, suid, duser or duid.",
        "suser",
      );
    const subjects: Subject[] = SUBJECT_TYPES.flatMap((type) =>
      identifiers.subjects(type, labelled.get(`subject:${type}`) ?? ""),
    );
    if (target !== undefined) subjects.push(...identifiers.subjects("account", target));
    const text = textReader(identifiers, own);
    const site = identifiers.site(labelled.get("site.id") ?? "", own);
    const windowCell = labelled.get("window");
    return {
      id: readId(identifiers, get("externalId"), own) ?? "",
      time: printTime(instant),
      source,
      system: systemOf(labelled.get("system"), head),
      action: actionOf(get("act") ?? labelled.get("action"), head),
      operator: {
        ...operator,
        ...present({
          unit: text(labelled.get("operator.unit") ?? get("sntdom")),
          role: text(labelled.get("operator.role") ?? get("spriv")),
        }),
      },
      session: present({
        id: readId(identifiers, labelled.get("session.id"), own),
        address: identifiers.address(get("src") ?? get("sourceAddress") ?? get("shost") ?? "", own),
        client: text(get("requestClientApplication") ?? labelled.get("session.client")),
      }),
      subjects: subjects.length > 0 ? subjects : undefined,
      site:
        site === ""
          ? undefined
          : { id: site, ...readPlace(labelled.get("site.lat"), labelled.get("site.lon")) },
      window:
        windowCell === undefined
          ? windowOf(labelled, readTime)
          : readWindow(windowCell, instant, readTime, "window"),
      purpose: readPurpose(
        identifiers,
        {
          case: labelled.get("purpose.case"),
          reason: labelled.get("purpose.reason") ?? get("reason"),
          authority: labelled.get("purpose.authority"),
        },
        own,
      ),
      query: present({
        kind: readKindName(identifiers, asText(head["name"]) ?? "", own),
        filters: text(labelled.get("query.filters")),
        prompt: text(labelled.get("query.prompt")),
      }),
      reach: present({
        networks: readCount(labelled.get("reach.networks") ?? ""),
        devices: readCount(labelled.get("reach.devices") ?? ""),
      }),
      object: present({
        type: text(labelled.get("object.type") ?? get("fileType")),
        name: text(labelled.get("object.name") ?? get("fname") ?? pathOf(get("request"))),
      }),
      result: present({
        rows: readCount(labelled.get("result.rows") ?? ""),
        outcome: outcomeOf(get("outcome") ?? labelled.get("result.outcome") ?? get("act") ?? ""),
      }),
      automated: /^(?:true|yes|1)$/i.test(labelled.get("automated") ?? "") ? true : undefined,
    };
  };
}

/** Labelled values by what their label means; the first of equals wins. */
function byUse(labels: JsonRecord): ReadonlyMap<ColumnUse, string> {
  const found = new Map<ColumnUse, string>();
  for (const [label, value] of Object.entries(labels)) {
    const use = USES.get(columnWords(label.slice(0, 100)));
    const text = asText(value);
    if (use !== undefined && text !== undefined && !found.has(use)) found.set(use, text);
  }
  return found;
}

function timeOf(get: (key: string) => string | undefined, read: TimeReader): number {
  for (const key of ["rt", "start", "end"]) {
    const raw = get(key);
    if (raw !== undefined) return read(raw, key);
  }
  throw new Rejection("time-missing", "The event has no time: rt, start or end.", "rt");
}

function systemOf(named: string | undefined, head: JsonRecord): AccessEvent["system"] {
  const word = named?.trim().toLowerCase();
  return (
    SYSTEMS.find((system) => system === word) ??
    guessSystem(named, asText(head["product"]), asText(head["name"]), asText(head["signature"])) ??
    "identity"
  );
}

/** What was done, by `act`; what that does not say, by the event's name, then its class. */
function actionOf(act: string | undefined, head: JsonRecord): Action {
  for (const raw of [act, asText(head["name"]), asText(head["signature"])]) {
    const words = columnWords((raw ?? "").slice(0, 200));
    const deed = DEEDS.find(([, pattern]) => pattern.test(words));
    if (deed !== undefined) return deed[0];
  }
  throw new Rejection(
    "action-unknown",
    "Neither act nor the event's name says what was done; a mapping with an action table reads it.",
    "act",
  );
}

function outcomeOf(raw: string): "success" | "failure" | "denied" | undefined {
  const word = raw.toLowerCase();
  if (/den[iy]|block|refus|forbid|unauthori[sz]ed|reject/.test(word)) return "denied";
  if (/fail|error|abort/.test(word)) return "failure";
  return /succe|allow|permit|grant|^ok$/.test(word) ? "success" : undefined;
}

function windowOf(labelled: ReadonlyMap<ColumnUse, string>, read: TimeReader): AccessEvent["window"] {
  const [from, to] = (["window.from", "window.to"] as const).map((use) => {
    const raw = labelled.get(use);
    if (raw === undefined) return undefined;
    try {
      return printTime(read(raw, use));
    } catch {
      // An end that cannot be read costs the window, not the look-up.
      return undefined;
    }
  });
  return present(from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to });
}

/** `/patients/4711?name=…` becomes `/patients/*`: a part with a digit, an @ or an escape may be who was looked up. */
function pathOf(request: string | undefined): string | undefined {
  const path = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*)?(\/[^?#\s]*)/i.exec((request ?? "").slice(0, 2048))?.[1];
  return path?.replace(/[^/]+/g, (part) => (/^[a-z][a-z_-]{0,40}$/i.test(part) ? part : "*"));
}
