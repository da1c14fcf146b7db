/**
 * What record systems keep, where that is less than everything. Each rule is the custodian's own: rows leave the system as they
 * were written down, so that a look-up and a copy of the whole show the same.
 */
import { SYSTEM_NAMES, type SiteJson, type SystemName } from "../event.ts";
import type { ShownRowJson } from "./shown-row.ts";

export type KeptGrain = "hour" | "day" | "week" | "month";

export interface Kept {
  /** Records of so many days before the end of the world. */
  readonly days?: number;
  /** Times are written down to the beginning of their hour, day, week (Monday) or month, UTC. */
  readonly times?: KeptGrain;
  /** Sites are written down as areas so many metres wide. */
  readonly placeMetres?: number;
  /** Of a call the cell and the duration, unless left out. */
  readonly callSites?: boolean;
  readonly durations?: boolean;
  /** One record of two people, or of one at a site, in each stretch; nothing of when within it. */
  readonly oneRecordA?: KeptGrain;
  /** Tables that the system does not have. */
  readonly without?: readonly ("device" | "address" | "booking")[];
}

export type Keeping = Readonly<Partial<Record<SystemName, Kept>>>;

const DAY = 86_400_000;
const METRES_A_DEGREE = 111_320;
const MONDAY = Date.UTC(2024, 0, 1);

/** Throws RangeError with the option's name. */
export function checkKeeping(keeping: Keeping): void {
  for (const [system, { days = 1, placeMetres = 50 }] of Object.entries(keeping)) {
    if (!SYSTEM_NAMES.includes(system as SystemName))
      throw new RangeError(`keeping.${system}: no such system`);
    if (!(Number.isInteger(days) && days >= 1)) throw new RangeError(`keeping.${system}.days: at least 1`);
    if (!(placeMetres >= 50 && placeMetres <= 100_000))
      throw new RangeError(`keeping.${system}.placeMetres: from 50 to 100,000`);
  }
}

/** Streams. `end` of the world, milliseconds. Memory grows with the stretches of `oneRecordA` alone. */
export function* kept(rows: Iterable<ShownRowJson>, rule: Kept, end: number): Generator<ShownRowJson> {
  const since = rule.days === undefined ? Number.NEGATIVE_INFINITY : end - rule.days * DAY;
  const written = new Set<string>();
  for (const row of rows) {
    if (!("time" in row)) {
      const over = row.to !== undefined && Date.parse(row.to) < since;
      if (!over && !rule.without?.includes(row.kind)) yield holding(row, rule.times);
      continue;
    }
    if (Date.parse(row.time) < since) continue;
    const record = writtenDown(row, rule);
    if (rule.oneRecordA !== undefined) {
      const who = record.kind === "call" || record.kind === "transfer" ? record.from : record.subject;
      const whom = record.kind === "call" || record.kind === "transfer" ? record.to.id : record.site.id;
      const stretch = `${record.kind} ${who.id} ${whom} ${record.time}`;
      if (written.has(stretch)) continue;
      written.add(stretch);
    }
    yield record;
  }
}

type Timed = Extract<ShownRowJson, { time: string }>;
type Held = Exclude<ShownRowJson, { time: string }>;

function writtenDown(row: Timed, rule: Kept): Timed {
  const grain = rule.oneRecordA ?? rule.times;
  const time = grain === undefined ? row.time : beginning(row.time, grain);
  if (row.kind === "transfer") return { ...row, time };
  if (row.kind !== "call") return { ...row, time, site: area(row.site, rule.placeMetres) };
  const { site, seconds, ...rest } = row;
  return {
    ...rest,
    time,
    ...(seconds === undefined || rule.durations === false || rule.oneRecordA !== undefined
      ? {}
      : { seconds }),
    ...(site === undefined || rule.callSites === false ? {} : { site: area(site, rule.placeMetres) }),
  };
}

function holding(row: Held, grain: KeptGrain | undefined): Held {
  if (grain === undefined) return row;
  return {
    ...row,
    ...(row.from === undefined ? {} : { from: beginning(row.from, grain) }),
    ...(row.to === undefined ? {} : { to: beginning(row.to, grain) }),
  };
}

function beginning(time: string, grain: KeptGrain): string {
  if (grain === "hour") return `${time.slice(0, 13)}:00:00.000Z`;
  if (grain === "day") return `${time.slice(0, 10)}T00:00:00.000Z`;
  if (grain === "month") return `${time.slice(0, 7)}-01T00:00:00.000Z`;
  const weeks = Math.floor((Date.parse(time) - MONDAY) / (7 * DAY));
  return new Date(MONDAY + weeks * 7 * DAY).toISOString();
}

/** Stripes of latitude, cut into areas that are about as wide; named by the place in its middle. */
function area(site: SiteJson, metres: number | undefined): SiteJson {
  if (metres === undefined) return site;
  const { lat, lon } = site;
  if (lat === undefined || lon === undefined) return site;
  const tall = metres / METRES_A_DEGREE;
  const middle = (Math.round(lat / tall) * tall * Math.PI) / 180;
  const wide = tall / Math.max(0.01, Math.cos(middle));
  const [north, east] = [Math.round(lat / tall), Math.round(lon / wide)];
  return { id: `area-${metres}-${north}-${east}`, lat: north * tall, lon: east * wide };
}
