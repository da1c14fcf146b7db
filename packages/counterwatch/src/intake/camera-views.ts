/**
 * City camera-view logs, one row for each camera shown. Times are local without zone, to the minute. `notes` is the
 * reason, `incident_id` the case. Such logs know cameras, not subjects.
 */
import { type AccessEvent, type Action, Rejection } from "../model/index.ts";
import type { Connector, ConnectorContext, RowReader } from "./connector.ts";
import { present, readDuration, readPlace, readPurpose, textReader } from "./event-parts.ts";
import { cellReaders, columnUses, headerLikeness, plainName } from "./named-cells.ts";
import { createTimeReader, printTime } from "./times.ts";

const COLUMNS = {
  user: ["user"],
  organization: ["user_organization"],
  objectType: ["object_type"],
  operation: ["operation"],
  client: ["client"],
  objectName: ["object_name"],
  owner: ["object_organization"],
  location: ["location_name"],
  timestamp: ["timestamp"],
  updated: ["updated_timestamp"],
  duration: ["duration"],
  incident: ["incident_id"],
  notes: ["notes"],
  latitude: ["Latitude"],
  longitude: ["Longitude"],
} as const;

const FIELDS = {
  user: "operator.id",
  organization: "operator.unit",
  objectType: "object.type",
  operation: "action, query.kind",
  client: "session.client",
  objectName: "site.id",
  location: "site.id",
  timestamp: "time",
  duration: "window.to",
  incident: "purpose.case",
  notes: "purpose.reason",
  latitude: "site.lat",
  longitude: "site.lon",
} as const;

export const cameraViews: Connector = {
  id: "camera-views",
  title: "City camera-view log",
  framing: "table",
  needsZone: true,
  recognise: ({ header }) =>
    headerLikeness(header, ["user", "operation", "object_name", "timestamp"], Object.values(COLUMNS).flat()),
  uses: (header) => columnUses(header, COLUMNS, FIELDS),
  open: openCameraViews,
};

function openCameraViews({ header, source, identifiers, zone }: ConnectorContext): RowReader {
  const cells = cellReaders(header, COLUMNS);
  const readTime = createTimeReader(zone);
  const text = textReader(identifiers, []);

  return (row): AccessEvent => {
    const action = cameraAction(cells.operation(row));
    const time = readTime(cells.timestamp(row), "timestamp");
    const operator = identifiers.operator(cells.user(row));
    if (operator === undefined) throw new Rejection("operator-missing", "The row names no user.", "user");
    const isCamera = /^$|camera/i.test(cells.objectType(row).trim());
    const site = isCamera ? identifiers.site(siteName(cells.location(row), cells.objectName(row))) : "";
    return {
      id: "",
      time: printTime(time),
      source,
      system: "cameras",
      action,
      operator: { ...operator, ...present({ unit: text(cells.organization(row)) }) },
      session: present({ client: text(cells.client(row)) }),
      site: site === "" ? undefined : { id: site, ...readPlace(cells.latitude(row), cells.longitude(row)) },
      window: isLive(cells.operation(row)) ? liveWindow(time, cells.duration(row)) : undefined,
      purpose: readPurpose(identifiers, { case: cells.incident(row), reason: cells.notes(row) }, []),
      query: present({ kind: text(cells.operation(row)) }),
      object: isCamera
        ? undefined
        : present({ type: text(cells.objectType(row)), name: text(cells.objectName(row)) }),
    };
  };
}

function isLive(operation: string): boolean {
  return cameraAction(operation) === "view" && /live|ptz|stream/i.test(operation);
}

/** A live view shows what happens while it lasts. Other operations do not say which record time they ask for. */
function liveWindow(time: number, duration: string): AccessEvent["window"] {
  const length = readDuration(duration);
  return present({
    from: printTime(time),
    to: length === undefined ? undefined : printTime(time + length),
  });
}

/** "Front" and "Camera 7" are cameras of many places: the place comes first where the camera's name does not begin with it. */
function siteName(location: string, camera: string): string {
  const [place, name] = [location.trim(), camera.trim()];
  if (place === "" || name === "") return name || place;
  return plainPlace(name).startsWith(plainPlace(place)) ? name : `${place} · ${name}`;
}

function plainPlace(name: string): string {
  return plainName(name.replaceAll("&", " and "));
}

const ACTIONS: readonly (readonly [RegExp, Action])[] = [
  [/\bexport|download|snapshot|\bclip/, "export"],
  [/\bshare|\bemail/, "share"],
  [/delete|remove/, "delete"],
  [/record|playback|\bplay\b|archive|histor|review/, "playback"],
  [/search|query/, "search"],
  [/\blog ?(in|on|out|off)\b|sign/, "sign-in"],
  [/\blist\b|browse/, "list"],
  [/edit|update|create|\badd\b|config|setting|rename|enable|disable/, "configure"],
  [/live|view|watch|stream|ptz/, "view"],
];

/** An operation that is not known is kept as a view, under its own name: somebody did it with a camera. */
function cameraAction(operation: string): Action {
  const text = operation.slice(0, 200).toLowerCase().replace(/[_-]+/g, " ");
  return ACTIONS.find(([pattern]) => pattern.test(text))?.[1] ?? "view";
}
