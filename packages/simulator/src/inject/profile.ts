import { DAY, type Shift } from "../agency/roster.ts";
import type { OperatorJson, PurposeJson, SessionJson, SiteJson } from "../event.ts";
import { SITTING_GAP_MS } from "../truth/sittings.ts";
import type { HostEvent } from "./host.ts";

const CASE_LIKE = /\d{2,}[- ]?\d{3,}/;
const KEPT_PURPOSES = 80;
const KEPT_CASES = 60;

/** One operator of the host log: hours, words, cases and sessions, as far as an imitator could know them. */
export interface OperatorProfile {
  readonly json: OperatorJson;
  rows: number;
  readonly purposes: (PurposeJson | undefined)[];
  readonly cases: { number: string; day: number }[];
  /** First and last look-up of each day on which there was one. */
  readonly shifts: Map<number, { from: number; to: number }>;
  readonly sessions: Map<number, SessionJson>;
}

/** What one pass over the host log leaves: memory grows with operators, their days, and subjects. */
export interface LogProfile {
  readonly from: number;
  readonly to: number;
  readonly operators: readonly OperatorProfile[];
  readonly subjects: ReadonlySet<string>;
  readonly sites: readonly SiteJson[];
  readonly sources: ReadonlyMap<string, string>;
  /** Names of the fields that its events have at all. */
  readonly fields: ReadonlySet<string>;
  /** Reasons without a number, most frequent first. */
  readonly reasons: readonly string[];
}

export function profileLog(events: Iterable<HostEvent>): LogProfile {
  const operators = new Map<string, OperatorProfile>();
  const subjects = new Set<string>();
  const sites = new Map<string, SiteJson>();
  const sources = new Map<string, string>();
  const reasons = new Map<string, number>();
  const fields = new Set<string>();
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const event of events) {
    const at = Date.parse(event.time);
    from = Math.min(from, at);
    to = Math.max(to, at);
    for (const subject of event.subjects ?? []) if (subject.id !== undefined) subjects.add(subject.id);
    if (event.automated) continue;
    for (const field of Object.keys(event)) fields.add(field);
    if (!sources.has(event.system)) sources.set(event.system, event.source);
    if (event.site !== undefined) sites.set(event.site.id, event.site as SiteJson);
    const reason = event.purpose?.reason;
    if (reason !== undefined && !/\d/.test(reason)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    note(operators, event, at);
  }
  if (operators.size === 0)
    throw new RangeError("there is no look-up by a person in this log: nowhere to inject a campaign");
  return {
    from,
    to,
    operators: [...operators.values()],
    subjects,
    sites: [...sites.values()],
    sources,
    fields,
    reasons: [...reasons].toSorted((a, b) => b[1] - a[1]).map(([reason]) => reason),
  };
}

function note(operators: Map<string, OperatorProfile>, event: HostEvent, at: number): void {
  let profile = operators.get(event.operator.id);
  if (profile === undefined) {
    const json = event.operator as OperatorJson;
    profile = { json, rows: 0, purposes: [], cases: [], shifts: new Map(), sessions: new Map() };
    operators.set(event.operator.id, profile);
  }
  profile.rows++;
  const purpose = event.purpose as PurposeJson | undefined;
  if (profile.rows % Math.max(1, Math.floor(profile.rows / KEPT_PURPOSES)) === 0) {
    if (profile.purposes.length < KEPT_PURPOSES) profile.purposes.push(purpose);
    else profile.purposes[profile.rows % KEPT_PURPOSES] = purpose;
  }
  const day = Math.floor(at / DAY);
  const number = purpose?.case ?? (CASE_LIKE.test(purpose?.reason ?? "") ? purpose?.reason : undefined);
  if (number !== undefined && profile.cases.at(-1)?.number !== number) {
    profile.cases.push({ number, day });
    if (profile.cases.length > KEPT_CASES) profile.cases.splice(profile.rows % KEPT_CASES, 1);
  }
  const shift = profile.shifts.get(day);
  if (shift === undefined) profile.shifts.set(day, { from: at, to: at + SITTING_GAP_MS });
  else shift.to = Math.max(shift.to, at);
  if (event.session !== undefined) profile.sessions.set(day, event.session as SessionJson);
}

/** The operator's hours on a day: those of the log, or on another day those of a day picked by `draw` in [0, 1). */
export function hoursOn(profile: OperatorProfile, day: number, draw: number): Shift | undefined {
  const own = profile.shifts.get(day);
  if (own !== undefined) return own;
  const days = [...profile.shifts];
  const [other, shift] = days[Math.floor(draw * days.length)]!;
  const later = (day - other) * DAY;
  return { from: shift.from + later, to: shift.to + later };
}
