import { SYSTEM_NAMES } from "./event.ts";

const ACTIONS = "search view playback locate export list share configure delete sign-in review".split(" ");
const SUBJECT_TYPES = ["phone", "plate", "person", "account"];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "": "id time source system action operator session subjects site window purpose query reach object result automated".split(
    " ",
  ),
  operator: ["id", "unit", "role"],
  session: ["id", "address", "client"],
  site: ["id", "lat", "lon"],
  window: ["from", "to"],
  purpose: ["case", "reason", "authority"],
  query: ["kind", "filters", "prompt"],
  reach: ["networks", "devices"],
  object: ["type", "name"],
  result: ["rows", "subjects"],
};

/**
 * What is wrong with a value that should be an access event of the simulator's, or undefined where nothing is. A light
 * check for those who write worlds of their own; it knows nothing that the product's schema does not also ask.
 */
export function checkEvent(value: unknown): string | undefined {
  if (!isRecord(value)) return "not an object";
  for (const key of ["id", "source", "system", "action"])
    if (!isText(value[key])) return `${key} is missing or empty`;
  if (!isTime(value["time"])) return "time is not RFC 3339 in UTC with milliseconds";
  if (!SYSTEM_NAMES.some((name) => name === value["system"])) return "system is not known";
  if (!ACTIONS.includes(value["action"] as string)) return "action is not known";
  for (const [part, keys] of Object.entries(KEYS)) {
    const inner = part === "" ? value : value[part];
    if (inner === undefined) continue;
    if (!isRecord(inner)) return `${part} is not an object`;
    const unknown = Object.keys(inner).find((key) => !keys.includes(key));
    if (unknown !== undefined) return `${part || "event"} has an unknown key`;
    const empty = Object.entries(inner).find(
      ([, each]) => each === undefined || each === "" || each === null,
    );
    if (empty !== undefined) return `${part || "event"}.${empty[0]} is empty`;
  }
  if (!isRecord(value["operator"]) || !isText(value["operator"]["id"])) return "operator.id is missing";
  const window = value["window"];
  if (isRecord(window)) {
    if (!isTime(window["from"]) || !isTime(window["to"])) return "window is not in RFC 3339";
    if (window["from"] > window["to"]) return "window ends before it begins";
  }
  const site = value["site"];
  if (isRecord(site) && !isPlace(site)) return "site has no id or no place on earth";
  const result = value["result"];
  if (isRecord(result) && result["rows"] !== undefined && !isCount(result["rows"]))
    return "result.rows is not a count";
  return checkSubjects(value["subjects"]) ?? checkSubjects(isRecord(result) ? result["subjects"] : undefined);
}

function checkSubjects(subjects: unknown): string | undefined {
  if (subjects === undefined) return undefined;
  if (!Array.isArray(subjects) || subjects.length === 0) return "subjects is no list, or an empty one";
  for (const subject of subjects) {
    if (!isRecord(subject) || !SUBJECT_TYPES.includes(subject["type"] as string))
      return "subject.type is not known";
    if (!isText(subject["id"])) return "subject.id is missing";
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0;
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value));
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isAngle(value: unknown, limit: number): boolean {
  return value === undefined || (typeof value === "number" && Math.abs(value) <= limit);
}

function isPlace(site: Record<string, unknown>): boolean {
  const [lat, lon] = [site["lat"], site["lon"]];
  return isText(site["id"]) && isAngle(lat, 90) && isAngle(lon, 180);
}
