/**
 * Event logs of plate-reader portals: Timestamp, User, Event Type, Entity Type, Entity Details, Event Id. What an event type means
 * is told by its words (table below). A type that is not in the table is kept as a `view` of its entity, with its own
 * name in `query.kind`: its meaning may be unknown, but somebody did it.
 */
import { type AccessEvent, type Action, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, RowReader } from "./connector.ts";
import { present, readId, textReader } from "./event-parts.ts";
import { cellReaders, headerLikeness } from "./named-cells.ts";
import { createTimeReader, printTime } from "./times.ts";

const COLUMNS = ["Timestamp", "User", "Event Type", "Entity Type", "Entity Details", "Event Id"];

export const portalEventLog: Connector = {
  id: "portal-event-log",
  title: "Plate-reader portal event log",
  framing: "table",
  needsZone: true,
  recognise: ({ header }) =>
    headerLikeness(header, ["Timestamp", "User", "Event Type", "Entity Type"], COLUMNS),
  open: openEventLog,
};

/** The first line that fits decides. `\b` does not part `UserLoggedIn` or `user_login`: words are separated beforehand. */
const ACTIONS: readonly (readonly [RegExp, Action])[] = [
  [
    /\b(?:log(?:ged|s)? ?(?:in|on|out|off)|sign(?:ed|s)? ?(?:in|on|out)|authenticat\w*|session|mfa|2fa|sso)\b/,
    "sign-in",
  ],
  [/\b(?:unshar\w*|shar\w*|invit\w*|publish\w*)\b/, "share"],
  [/\b(?:delet\w*|remov\w*|purg\w*|eras\w*|destroy\w*)\b/, "delete"],
  [/\b(?:export\w*|download\w*|print\w*)\b/, "export"],
  [
    /\b(?:creat\w*|add(?:ed|s)?|updat\w*|edit\w*|modif\w*|chang\w*|enabl\w*|disabl\w*|activat\w*|deactivat\w*|configur\w*|set|grant\w*|revok\w*|assign\w*|unassign\w*|reset\w*|renam\w*|install\w*|approv\w*|archiv\w*|import\w*|upload\w*|subscrib\w*|unsubscrib\w*|mut\w*)\b/,
    "configure",
  ],
  [/\b(?:search\w*|quer(?:y|ied|ies)|look(?:ed)? ?ups?|convoy)\b/, "search"],
  [/\b(?:audit\w*|review\w*)\b/, "review"],
  [/\b(?:play(?:ed|back|s)?|replay\w*)\b/, "playback"],
  [/\b(?:locat\w*|track\w*|ping\w*)\b/, "locate"],
  [/\b(?:list(?:ed|s)?|brows\w*)\b/, "list"],
];
const REVIEWED = /\b(?:audit|log|report)\b/;

function openEventLog({ header, source, identifiers, zone }: ConnectorContext): RowReader {
  const cells = cellReaders(header, {
    id: ["Event Id"],
    time: ["Timestamp"],
    user: ["User"],
    type: ["Event Type"],
    entity: ["Entity Type"],
    details: ["Entity Details"],
  });
  const readTime = createTimeReader(zone);

  return (row): AccessEvent => {
    const details = cells.details(row);
    const isPlate = /plate/i.test(cells.entity(row)) && isOneWord(details);
    const own = isPlate ? [details] : [];
    const text = textReader(identifiers, own);
    const instant = readTime(cells.time(row), "Timestamp");
    const operator = identifiers.operator(cells.user(row), own);
    if (operator === undefined) throw new Rejection("operator-missing", "The row names no user.", "User");
    const subjects = isPlate ? identifiers.subjects("plate", details) : [];
    return {
      id: readId(identifiers, cells.id(row), own) ?? "",
      time: printTime(instant),
      source,
      system: "plates",
      action: actionOf(cells.type(row), cells.entity(row)),
      operator,
      subjects: subjects.length === 0 ? undefined : subjects,
      query: present({ kind: text(cells.type(row)) }),
      object: present({ type: text(cells.entity(row)), name: text(details) }),
      result: /\b(?:fail\w*|denied|rejected|unsuccessful)\b/.test(words(cells.type(row)))
        ? { outcome: "failure" }
        : undefined,
    };
  };
}

function isOneWord(details: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} .-]{1,11}$/u.test(details.trim());
}

/** `UserLoggedIn`, `user_login` and `USER LOGIN` as lower-case words. */
function words(text: string): string {
  return text
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ");
}

function actionOf(type: string, entity: string): Action {
  const said = words(type);
  for (const [pattern, action] of ACTIONS) if (pattern.test(said)) return action;
  return REVIEWED.test(words(entity)) ? "review" : "view";
}
