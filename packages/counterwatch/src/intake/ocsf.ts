/**
 * OCSF 1.8 Datastore Activity (6005) and Web Resources Activity (6001), both directions. What OCSF has a place for stands
 * there; subject, site, window, purpose, query, reach, object, result and our own words for system and action stand in an
 * extension object named `counterwatch`. Query texts, URLs and unmapped data may hold raw identifiers: they are not read.
 */
import { type AccessEvent, type Action, Rejection, type System } from "../model/index.ts";
import type { Connector, ConnectorContext, Row, RowReader } from "./connector.ts";
import { present } from "./event-parts.ts";
import { asRecord, asRecords, asText, type JsonRecord } from "./json-members.ts";
import { guessSystem } from "./system-words.ts";
import { openAdmission, type ReceivedEvent, receivedEventSchema } from "./received-event.ts";

const DATASTORE = 6005;
const WEB_RESOURCES = 6001;
const EXTENSION = { name: "counterwatch", uid: "999", version: "1.0.0" } as const;

export const ocsf: Connector = {
  id: "ocsf",
  title: "OCSF 1.8 Datastore Activity (6005) and Web Resources Activity (6001)",
  framing: "records",
  needsZone: false,
  recognise: ({ rows }) => {
    const row = asRecord(rows[0]);
    const known = row["class_uid"] === DATASTORE || row["class_uid"] === WEB_RESOURCES;
    if (known) return 0.95;
    // Other OCSF classes are ours too, so that each row is told why it is not read.
    return typeof row["class_uid"] === "number" && typeof row["type_uid"] === "number" ? 0.7 : 0;
  },
  open: openOcsf,
};

/** Of class and activity the nearest; the exact action stands in the extension. */
const OUTWARD: Readonly<Record<Action, readonly [class_uid: number, activity_id: number]>> = {
  search: [DATASTORE, 4],
  view: [DATASTORE, 1],
  playback: [DATASTORE, 1],
  locate: [DATASTORE, 4],
  export: [WEB_RESOURCES, 7],
  list: [DATASTORE, 8],
  share: [WEB_RESOURCES, 8],
  configure: [DATASTORE, 2],
  delete: [DATASTORE, 7],
  "sign-in": [DATASTORE, 3],
  review: [DATASTORE, 1],
};

const INWARD: Readonly<Record<number, Readonly<Record<number, Action>>>> = {
  [DATASTORE]: {
    1: "view",
    2: "configure",
    3: "sign-in",
    4: "search",
    5: "configure",
    6: "configure",
    7: "delete",
    8: "list",
    9: "configure",
    10: "view",
  },
  [WEB_RESOURCES]: {
    1: "configure",
    2: "view",
    3: "configure",
    4: "delete",
    5: "search",
    6: "configure",
    7: "export",
    8: "share",
  },
};

/** A JSON object for one line of an OCSF log. */
export function toOcsf(event: AccessEvent): Record<string, unknown> {
  const [classUid, activityId] = OUTWARD[event.action];
  const { operator, session } = event;
  const place = { name: event.source, type: event.system };
  return defined({
    class_uid: classUid,
    class_name: classUid === DATASTORE ? "Datastore Activity" : "Web Resources Activity",
    category_uid: 6,
    category_name: "Application Activity",
    activity_id: activityId,
    type_uid: classUid * 100 + activityId,
    severity_id: 1,
    status_id: event.result?.outcome === undefined ? undefined : event.result.outcome === "success" ? 1 : 2,
    time: Date.parse(event.time),
    metadata: {
      version: "1.8.0",
      uid: event.id,
      log_name: event.source,
      product: { name: "Counterwatch", vendor_name: "Counterwatch" },
      extensions: [EXTENSION],
    },
    actor: defined({
      user: defined({
        name: operator.id,
        org: operator.unit === undefined ? undefined : { ou_name: operator.unit },
      }),
      session: session?.id === undefined ? undefined : { uid: session.id },
      app_name: session?.client,
    }),
    src_endpoint: endpoint(session?.address),
    ...(classUid === DATASTORE ? { database: { ...place, type_id: 99 } } : { web_resources: [place] }),
    [EXTENSION.name]: defined({
      system: event.system,
      action: event.action,
      operator: present({ role: operator.role, withheld: operator.withheld }),
      subjects: event.subjects,
      site: event.site,
      window: event.window,
      purpose: event.purpose,
      query: event.query,
      reach: event.reach,
      object: event.object,
      result: event.result,
      automated: event.automated,
      late: event.late,
    }),
  });
}

function endpoint(address: string | undefined): object {
  if (address === undefined) return { name: "unknown" };
  return /^[\d.]+$|:/.test(address) ? { ip: address } : { hostname: address };
}

function openOcsf({ source, identifiers }: ConnectorContext): RowReader {
  const admit = openAdmission(identifiers);
  return (row) => {
    const result = receivedEventSchema.safeParse(fromOcsf(row, source));
    if (result.success) return admit(result.data);
    throw new Rejection(
      "schema",
      "The record does not fit the schema of an access event.",
      result.error.issues[0]?.path.join("."),
    );
  };
}

type Draft = { readonly [K in keyof ReceivedEvent]?: unknown };

function fromOcsf(row: Row, source: string): Draft {
  const event = asRecord(row);
  const classUid = event["class_uid"];
  if (classUid !== DATASTORE && classUid !== WEB_RESOURCES) {
    throw new Rejection(
      "schema",
      "Of OCSF only Datastore Activity (6005) and Web Resources Activity (6001) tell of look-ups; other classes are not read.",
      "class_uid",
    );
  }
  const own = asRecord(event[EXTENSION.name]);
  const actor = asRecord(event["actor"]);
  const user = asRecord(actor["user"]);
  const metadata = asRecord(event["metadata"]);
  const { operator: ownOperator, ...ownFields } = own;
  const draft = {
    id: asText(metadata["uid"]) ?? asText(metadata["original_event_uid"]),
    time: timeOf(event),
    source: own["system"] === undefined ? source : (asText(metadata["log_name"]) ?? source),
    system: systemOf(event, classUid),
    action: INWARD[classUid]?.[Number(event["activity_id"])],
    operator: defined({
      id: asText(user["name"]) ?? asText(user["uid"]) ?? asText(user["email_addr"]),
      unit: asText(asRecord(user["org"])["ou_name"]) ?? asText(asRecord(user["org"])["name"]),
      ...asRecord(ownOperator),
    }),
    session: present({
      id: asText(asRecord(actor["session"])["uid"]),
      address: addressOf(asRecord(event["src_endpoint"])),
      client: asText(actor["app_name"]) ?? asText(asRecord(event["http_request"])["user_agent"]),
    }),
    object: own["system"] === undefined ? objectOf(event) : undefined,
    result: own["system"] === undefined ? resultOf(event) : undefined,
    // User types 3 and 4 are system and service accounts.
    automated:
      own["system"] === undefined && (user["type_id"] === 3 || user["type_id"] === 4) ? true : undefined,
    ...ownFields,
  };
  if (draft.operator["id"] === undefined) {
    throw new Rejection("operator-missing", "The record names no user.", "actor.user");
  }
  if (draft.action === undefined) {
    throw new Rejection("action-unknown", "The activity is none that the class defines.", "activity_id");
  }
  return defined(draft);
}

function timeOf(event: JsonRecord): string {
  const { time, time_dt } = event;
  if (typeof time === "number" && Number.isFinite(time) && Math.abs(time) <= 8.64e15) {
    return new Date(Math.trunc(time)).toISOString();
  }
  if (typeof time_dt === "string" && !Number.isNaN(Date.parse(time_dt)))
    return new Date(time_dt).toISOString();
  throw time === undefined && time_dt === undefined
    ? new Rejection("time-missing", "The record has no time.", "time")
    : new Rejection("time-unreadable", "The time is not a number of milliseconds since 1970.", "time");
}

/** What a producer that is not ours names its store tells the record system; else a guess by class, which a mapping can correct. */
function systemOf(event: JsonRecord, classUid: number): System {
  const names = ["database", "databucket", "table"].map((key) => asText(asRecord(event[key])["name"]));
  const [resource] = asRecords(event["web_resources"]);
  return (
    guessSystem(...names, asText(resource?.["name"]), asText(resource?.["type"])) ??
    (classUid === DATASTORE ? "identity" : "online")
  );
}

function objectOf(event: JsonRecord): object | undefined {
  for (const key of ["table", "databucket", "database"]) {
    const name = asText(asRecord(event[key])["name"]);
    if (name !== undefined) return { type: key, name };
  }
  const [resource] = asRecords(event["web_resources"]);
  return present({ type: asText(resource?.["type"]), name: asText(resource?.["name"]) });
}

function resultOf(event: JsonRecord): object | undefined {
  const code = asRecord(event["http_response"])["code"];
  if (code === 401 || code === 403) return { outcome: "denied" };
  if (event["status_id"] === 1) return { outcome: "success" };
  return event["status_id"] === 2 ? { outcome: "failure" } : undefined;
}

function addressOf(source: JsonRecord): string | undefined {
  return asText(source["ip"]) ?? asText(source["hostname"]);
}

function defined<T extends object>(parts: T): T {
  return present(parts) ?? parts;
}
