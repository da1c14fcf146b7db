/**
 * Milestone XProtect audit logs, exported from the Management Client. Columns by the vendor's help pages "Audit logs
 * (properties)" of 2018 R3 (Local time, Message text, Permission, Category, Source type, Source name, User, User location)
 * and 2018 R2 (Level, UTC Time, Local Time, ID, User, User Location, Permission, Category, Resource Type, Resource Name,
 * Resource Host, Description). Newer exports hold the server's local time only; UTC wins where it is there.
 *
 * The older ID is not used as the event's: the vendor calls it the number of "the logged incident", not of the row, and
 * taking repeated numbers for repeated rows would lose look-ups. One playback row covers as long a stretch as the server
 * is set to log at once, so rows count sittings, not minutes.
 */
import { type AccessEvent, type Action, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, RowReader } from "./connector.ts";
import { present, textReader } from "./event-parts.ts";
import { cellReaders, columnUses, headerLikeness } from "./named-cells.ts";
import { createTimeReader, printTime, type TimeReader } from "./times.ts";

const NEWER = [
  "Local time",
  "Message text",
  "Permission",
  "Category",
  "Source type",
  "Source name",
  "User",
  "User location",
];
const OLDER = [
  "Level",
  "UTC Time",
  "Local Time",
  "ID",
  "User",
  "User Location",
  "Permission",
  "Category",
  "Resource Type",
  "Resource Name",
  "Resource Host",
  "Description",
];

const USED = {
  utc: ["UTC Time"],
  local: ["Local time"],
  message: ["Message text", "Description"],
  permission: ["Permission"],
  category: ["Category"],
  kind: ["Source type", "Resource Type"],
  name: ["Source name", "Resource Name"],
  user: ["User"],
  location: ["User location"],
} as const;

const FIELDS = {
  utc: "time",
  local: "time",
  message: "action, query.kind, window",
  permission: "result.outcome",
  category: "action",
  kind: "object.type",
  name: "site.id, object.name",
  user: "operator.id",
  location: "session.address",
} as const;

export const milestone: Connector = {
  id: "milestone",
  title: "Milestone XProtect audit log",
  framing: "table",
  needsZone: true,
  recognise: ({ header }) =>
    Math.max(
      headerLikeness(header, ["Local time", "Message text", "Source name", "User"], NEWER),
      headerLikeness(header, ["Resource Name", "Description", "User", "Category"], OLDER),
    ),
  uses: (header) => columnUses(header, USED, FIELDS),
  open: openMilestone,
};

function openMilestone({ header, source, identifiers, zone }: ConnectorContext): RowReader {
  const cells = cellReaders(header, USED);
  const readUtc = createTimeReader(undefined);
  const readLocal = createTimeReader(zone);
  const text = textReader(identifiers, []);

  return (row): AccessEvent => {
    const utc = cells.utc(row);
    const time = utc.trim() === "" ? readLocal(cells.local(row), "Local time") : readUtc(utc, "UTC Time");
    const operator = identifiers.operator(cells.user(row));
    if (operator === undefined) throw new Rejection("operator-missing", "The row names no user.", "User");
    const kind = cells.kind(row);
    const name = cells.name(row);
    const isDevice = /^$|camera|device|microphone|speaker|hardware/i.test(kind.trim());
    const deed = deedOf(withoutName(cells.message(row), name), cells.category(row), isDevice);
    const isSite = isDevice && LOOKING.has(deed.action);
    const site = isSite ? identifiers.site(name) : "";
    const recorded = deed.action === "playback" || deed.action === "export";
    return {
      id: "",
      time: printTime(time),
      source,
      system: "cameras",
      action: deed.action,
      operator,
      session: present({ address: identifiers.address(cells.location(row)) }),
      site: site === "" ? undefined : { id: site },
      window: recorded ? statedWindow(cells.message(row), readLocal) : undefined,
      query: { kind: deed.kind },
      object: isSite ? undefined : present({ type: text(kind), name: text(name) }),
      result: present({ outcome: outcomeOf(cells.permission(row)) }),
    };
  };
}

const LOOKING: ReadonlySet<Action> = new Set(["view", "playback", "export", "search"]);

interface Deed {
  readonly action: Action;
  /** Which of the log's deeds it was, in our words: the log's own text may name people. */
  readonly kind: string;
}

/** First match wins: "audit log deleted" before "deleted", "export" before "playback". */
const DEEDS: readonly (readonly [RegExp, Deed])[] = [
  [
    /\blogs?\b.*\b(delet|clear|remov|purg)|\b(delet|clear|remov|purg)\w*\b.*\blogs?\b/,
    { action: "delete", kind: "audit log deletion" },
  ],
  [
    /\b(audit|system|rule) ?logs?\b.*\b(export|view|read|open|retriev|request)|\b(export|view|read|open|retriev|request)\w*\b.*\b(audit|system) ?logs?\b/,
    { action: "review", kind: "audit log reading" },
  ],
  [
    /\b(audit|logging|log (server|setting|level|retention))\b.*\b(chang|modif|updat|configur|enabl|disabl|set\b)|\b(chang|modif|updat|configur|enabl|disabl)\w*\b.*\b(audit|logging|log (server|setting|level|retention))/,
    { action: "configure", kind: "audit setting" },
  ],
  [/\blog(ged)?[ -]?(in|on)\b|\bauthenticat|\bsign(ed)?[ -]?in\b/, { action: "sign-in", kind: "log-in" }],
  [/\blog(ged)?[ -]?(out|off)\b|\bsign(ed)?[ -]?out\b/, { action: "sign-in", kind: "log-off" }],
  [/\bexport/, { action: "export", kind: "export" }],
  [/\bsnapshot|\bprint(ed|ing)?\b/, { action: "export", kind: "snapshot" }],
  [/\bshar(e|ed|ing)\b/, { action: "share", kind: "share" }],
  [/\bptz\b|\bpreset|\bpan\b|\btilt|\bzoom|\bpatrol/, { action: "view", kind: "PTZ" }],
  [/\bdelet|\bremov|\berase/, { action: "delete", kind: "deletion" }],
  [
    /\bbookmark|\bevidence lock|\bconfigur|\bsetting|\bcreat|\bchang|\bmodif|\bupdat|\badd(ed)?\b|\bpermission|\brole\b|\bprivacy mask|\blift|\benabl|\bdisabl|\brenam|\bactivat|\boutput/,
    { action: "configure", kind: "configuration change" },
  ],
  [/\bsearch/, { action: "search", kind: "search" }],
  [
    /\bplay(ed|ing)?[ -]?back\b|\bplayback|\brecord|\bbrows|\bsequence/,
    { action: "playback", kind: "playback" },
  ],
  [/\blive\b|\bview|\bwatch|\bstream/, { action: "view", kind: "live view" }],
];

/** A camera called "Recorder room" says nothing about what was done. Bounded, because the expressions below look ahead. */
function withoutName(message: string, name: string): string {
  const text = message.slice(0, 500);
  return name.trim().length < 3 ? text : text.replaceAll(name.trim(), " ");
}

/** The message decides, then the category: the wording differs between versions and languages and is not documented. */
function deedOf(message: string, category: string, isDevice: boolean): Deed {
  for (const words of [message, category]) {
    const text = words.slice(0, 500).toLowerCase();
    const found = DEEDS.find(([pattern]) => pattern.test(text));
    if (found !== undefined) return found[1];
  }
  // Whatever it was, somebody did it with a camera.
  if (isDevice) return { action: "view", kind: "other" };
  throw new Rejection(
    "action-unknown",
    "Neither message nor category says what was done in words that are known; name them in the action table of a mapping.",
    "Message text",
  );
}

function outcomeOf(permission: string): "success" | "denied" | undefined {
  if (/den|not|refus|no$/i.test(permission.trim())) return "denied";
  return /grant|allow|yes/i.test(permission) ? "success" : undefined;
}

const MOMENT = /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?: ?[AaPp][Mm])?/g;

/** The record time that the message names, where it names exactly two moments. */
function statedWindow(message: string, readTime: TimeReader): AccessEvent["window"] {
  const moments = message.match(MOMENT);
  if (moments?.length !== 2) return undefined;
  try {
    const [from, to] = moments.map((moment) => readTime(moment, "Message text")) as [number, number];
    return { from: printTime(Math.min(from, to)), to: printTime(Math.max(from, to)) };
  } catch {
    return undefined;
  }
}
