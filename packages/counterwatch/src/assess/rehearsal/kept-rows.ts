/**
 * What is left of rows when a custodian keeps less. Each function is a stream in, a stream out; rows keep their ids, so that a
 * chain of evidence can still name them.
 */
import type { ShownRow } from "../../model/index.ts";
import type { Grain, Measure } from "./measure.ts";

type Rows = Iterable<ShownRow>;
type Custodial = Extract<Measure, { system: unknown }>;

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Metres of a degree of latitude, WGS 84 mean. */
const DEGREE = 111_195;

export function keptRows(rows: Rows, measure: Custodial, end: number): Rows {
  const touched = (row: ShownRow) => row.system === measure.system;
  switch (measure.do) {
    case "drop-field":
      return each(rows, (row) => (touched(row) ? without(row, measure.field) : row));
    case "coarsen-time":
      return each(rows, (row) => (touched(row) ? onGrain(row, measure.to) : row));
    case "coarsen-place":
      return each(rows, (row) => (touched(row) ? onGrid(row, measure.metres) : row));
    case "retain":
      return each(rows, (row) => (touched(row) && latest(row) < end - measure.days * DAY ? undefined : row));
    case "aggregate":
      return aggregated(rows, touched, measure.to);
    case "withhold-table":
      return each(rows, (row) => (touched(row) && row.kind === measure.table ? undefined : row));
  }
}

/** Record time, milliseconds: when it happened; of a holding its end, and without one it is always kept. */
function latest(row: ShownRow): number {
  if ("time" in row) return Date.parse(row.time);
  return row.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(row.to);
}

function* each(rows: Rows, change: (row: ShownRow) => ShownRow | undefined): Rows {
  for (const row of rows) {
    const changed = change(row);
    if (changed !== undefined) yield changed;
  }
}

/** A sighting without its site and a fix without a position say nothing and are not kept. */
function without(row: ShownRow, field: "site" | "seconds" | "position"): ShownRow | undefined {
  if (row.kind === "call" && field !== "position") {
    if (row[field] === undefined) return row;
    const { [field]: _, ...rest } = row;
    return rest;
  }
  if (row.kind === "sighting" && field === "site") return undefined;
  if (row.kind === "sighting" && field === "position") return { ...row, site: { id: row.site.id } };
  if (row.kind !== "fix" || field === "seconds") return row;
  const { lat: _lat, lon: _lon, radius: _radius, ...fix } = row;
  if (field === "position") {
    return fix.site === undefined ? undefined : { ...fix, site: { id: fix.site.id } };
  }
  const { site: _site, ...positioned } = row;
  return row.lat === undefined ? undefined : positioned;
}

/** Times are cut down to the beginning of their hour, day, ISO week or month, in UTC. */
export function floorTime(time: string, grain: Grain): string {
  const at = Date.parse(time);
  switch (grain) {
    case "hour":
      return new Date(Math.floor(at / HOUR) * HOUR).toISOString();
    case "day":
      return new Date(Math.floor(at / DAY) * DAY).toISOString();
    case "week":
      // 1970-01-05 was a Monday.
      return new Date(Math.floor((at - 4 * DAY) / (7 * DAY)) * 7 * DAY + 4 * DAY).toISOString();
    case "month": {
      const date = new Date(at);
      return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth())).toISOString();
    }
  }
}

function onGrain(row: ShownRow, grain: Grain): ShownRow {
  if ("time" in row) return { ...row, time: floorTime(row.time, grain) };
  const held = { ...row };
  if (held.from !== undefined) held.from = floorTime(held.from, grain);
  if (held.to !== undefined) held.to = floorTime(held.to, grain);
  return held;
}

/**
 * Places become cells of a square grid. A row that names only a site is left as it is: without coordinates nobody can say which
 * cell it lies in, and the effect of the measure is then not counted.
 */
function onGrid(row: ShownRow, metres: number): ShownRow {
  if (row.kind === "fix") {
    const [lat, lon] = [row.lat ?? row.site?.lat, row.lon ?? row.site?.lon];
    if (lat === undefined || lon === undefined) return row;
    const { lat: _lat, lon: _lon, radius: _radius, ...rest } = row;
    return { ...rest, site: cellOf(lat, lon, metres) };
  }
  if ((row.kind !== "call" && row.kind !== "sighting") || row.site === undefined) return row;
  const { lat, lon } = row.site;
  return lat === undefined || lon === undefined ? row : { ...row, site: cellOf(lat, lon, metres) };
}

function cellOf(lat: number, lon: number, metres: number): { id: string; lat: number; lon: number } {
  const row = Math.floor((lat * DEGREE) / metres);
  const middle = ((row + 0.5) * metres) / DEGREE;
  const wide = DEGREE * Math.max(0.01, Math.cos((middle * Math.PI) / 180));
  const column = Math.floor((lon * wide) / metres);
  return { id: `grid-${metres}-${row}-${column}`, lat: middle, lon: ((column + 0.5) * metres) / wide };
}

/** One row where there were many: the first of a pair, or of a person at a place, in each stretch of time. */
function* aggregated(rows: Rows, touched: (row: ShownRow) => boolean, grain: Grain): Rows {
  const seen = new Set<string>();
  for (const row of rows) {
    if (!touched(row) || !("time" in row)) {
      yield row;
      continue;
    }
    const cut = onGrain(row, grain) as Extract<ShownRow, { time: string }>;
    const about = "subject" in cut ? `${cut.subject.id} ${placeOf(cut)}` : `${cut.from.id} ${cut.to.id}`;
    const key = `${cut.kind} ${about} ${cut.time}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield cut.kind === "call" ? (without(cut, "seconds") ?? cut) : cut;
  }
}

function placeOf(row: Extract<ShownRow, { kind: "fix" | "sighting" }>): string {
  return row.site?.id ?? ("lat" in row ? `${row.lat} ${row.lon}` : "");
}
