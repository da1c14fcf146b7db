/**
 * Look-ups in a database. Numbers stand beside each: its day and hour, and a print of its id, because neither database is quick at
 * looking through ten million texts: DuckDB compares all prints in a tenth of the time, and PostgreSQL has a smaller index.
 */
import { hash } from "node:crypto";
import type { DayCount, Facet, StoredEvent } from "../../incidents/desk/desk-store.ts";
import type { AccessEvent } from "../../model/index.ts";
import { MATTER_COLUMNS, matterOf } from "./matter-columns.ts";
import { offset, whole } from "./paging.ts";
import { placesOf, type SqlRow, type SqlSession, type SqlValue } from "./sql-driver.ts";

const ROW = ["leaf", "id", "received", "time", "source", "system", "action", "operator", "unit", "body"];
const COLUMNS = [...ROW, ...MATTER_COLUMNS, "print", "day", "hour"];
const PRINT_DIGITS = 13;
const DAY = 86_400_000;
const HOUR = 3_600_000;

export async function addEvents(session: SqlSession, events: readonly StoredEvent[]): Promise<void> {
  await session.insert("events", COLUMNS, events.map(eventRow));
}

/** One id may stand in several rows: of several sources, or of a source that gives it twice. */
const MOST_FOUND = 4000;

export async function eventsById(session: SqlSession, ids: readonly string[]): Promise<StoredEvent[]> {
  const leaves = await leavesById(session, ids);
  if (leaves.length === 0) return [];
  const rows = await session.all(
    `SELECT leaf, received, body FROM events WHERE leaf IN (${placesOf(leaves)}) ORDER BY leaf`,
    leaves,
  );
  return rows.map(eventOf);
}

/** Rows that are fetched by what is not sorted would be read whole: first their leaves, then the rows. */
export async function leavesById(session: SqlSession, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const wanted = new Set(ids.slice(0, 1000));
  const prints = [...new Set([...wanted].map(printOf))];
  const found = await session.all(
    `SELECT leaf FROM events WHERE print IN (${placesOf(prints)}) ORDER BY leaf LIMIT ${MOST_FOUND}`,
    prints,
  );
  if (found.length === 0) return [];
  const leaves = found.map(({ leaf }) => Number(leaf));
  const rows = await session.all(
    `SELECT leaf, id FROM events WHERE leaf IN (${placesOf(leaves)}) ORDER BY leaf`,
    leaves,
  );
  return rows.filter(({ id }) => wanted.has(String(id))).map(({ leaf }) => Number(leaf));
}

export async function eventsOf(
  session: SqlSession,
  operator: string,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<StoredEvent[]> {
  const rows = await session.all(
    `SELECT leaf, received, body FROM events WHERE operator = $1 AND leaf < $2 ORDER BY leaf DESC LIMIT ${whole(limit)}`,
    [operator, before === undefined ? Number.MAX_SAFE_INTEGER : offset(before)],
  );
  return rows.map(eventOf);
}

/** Leaves a statement: few enough that nobody waits for it. */
const MOST_LEAVES = 2000;

export async function eventsBetween(session: SqlSession, leaf: number, end: number): Promise<StoredEvent[]> {
  const rows = await session.all(
    "SELECT leaf, received, body FROM events WHERE leaf >= $1 AND leaf < $2 ORDER BY leaf",
    [whole(leaf), Math.min(whole(end), leaf + MOST_LEAVES)],
  );
  return rows.map(eventOf);
}

export async function firstLeafSince(session: SqlSession, time: string): Promise<number | undefined> {
  const [row] = await session.all("SELECT min(leaf) AS leaf FROM events WHERE time >= $1", [time]);
  return row?.["leaf"] === null || row?.["leaf"] === undefined ? undefined : Number(row["leaf"]);
}

const DAYS = 100;
const MOST_COUNTS = 20_000;

export async function dayCounts(session: SqlSession): Promise<DayCount[]> {
  const [newest] = await session.all("SELECT max(day) AS day FROM events");
  if (newest?.["day"] === null || newest?.["day"] === undefined) return [];
  const rows = await session.all(
    `SELECT source, day, count(*) AS count FROM events WHERE day >= $1
     GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${MOST_COUNTS}`,
    [Number(newest["day"]) - (DAYS - 1)],
  );
  return rows.map(({ source, day, count }) => ({
    source: String(source),
    day: dayName(day),
    count: Number(count),
  }));
}

export async function activityOf(
  session: SqlSession,
  operator: string | undefined,
): Promise<{ readonly days: Facet[]; readonly total: number }> {
  const rows = await session.all(
    `SELECT day, count(*) AS count FROM events ${operator === undefined ? "" : "WHERE operator = $1"} GROUP BY 1 ORDER BY 1`,
    operator === undefined ? [] : [operator],
  );
  const days = rows.map(({ day, count }) => ({
    value: dayName(day),
    count: Number(count),
  }));
  return { days, total: days.reduce((sum, { count }) => sum + count, 0) };
}

function eventRow({ leaf, received, event }: StoredEvent) {
  const { id, time, source, system, action, operator } = event;
  const at = Date.parse(time);
  return [
    leaf,
    id,
    received,
    time,
    source,
    system,
    action,
    operator.id,
    operator.unit ?? null,
    JSON.stringify(event),
    ...matterOf(event),
    printOf(id),
    Math.floor(at / DAY),
    Math.floor(at / HOUR),
  ];
}

/** `2026-03-01` */
function dayName(day: SqlValue | undefined): string {
  return new Date(Number(day) * DAY).toISOString().slice(0, 10);
}

/** 52 bits of a hash, which a number holds. Several ids may have one, so that ids are compared as well. */
function printOf(id: string): number {
  return Number.parseInt(hash("md5", id).slice(0, PRINT_DIGITS), 16);
}

export function eventOf(row: SqlRow): StoredEvent {
  return {
    leaf: Number(row["leaf"]),
    received: String(row["received"]),
    event: JSON.parse(String(row["body"])) as AccessEvent,
  };
}
