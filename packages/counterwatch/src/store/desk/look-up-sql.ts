/** Sums over look-ups in a database, and look-ups about one matter; matter-columns.ts has what they ask for. */
import type { Facet, StoredEvent } from "../../incidents/desk/desk-store.ts";
import type { LookUpStore, Matter, Span, UnitWork, WorkHour } from "../../incidents/desk/look-up-store.ts";
import {
  FEWEST_LOOKUPS,
  type PeerCount,
  type PeerQuantity,
  type PeerQuestion,
} from "../../incidents/desk/peers.ts";
import { eventOf } from "./event-sql.ts";
import { facetOf } from "./facet.ts";
import { matterOf } from "./matter-columns.ts";
import { whole } from "./paging.ts";
import { within } from "./span-sql.ts";
import type { SqlDriver, SqlSession, SqlValue } from "./sql-driver.ts";

const FILLED_AT_ONCE = 500;
const HOUR = 3_600_000;

export function lookUpsIn(session: SqlSession): LookUpStore {
  return {
    peers: (question) => peers(session, question),
    company: (subjects, operator, span) => company(session, subjects, operator, span),
    eventsAbout: (matter, span, limit) => eventsAbout(session, matter, span, limit),
    work: (operator) => work(session, operator),
    unitWork: (unit, without, span) => unitWork(session, unit, without, span),
  };
}

/** Fills the columns of look-ups that were stored before there were any; goes on where it was stopped. */
export async function fillMatters(driver: SqlDriver): Promise<void> {
  for (;;) {
    const rows = await driver.all(
      `SELECT leaf, received, body FROM events WHERE polled IS NULL ORDER BY leaf LIMIT ${FILLED_AT_ONCE}`,
    );
    if (rows.length === 0) return;
    const values: SqlValue[] = [];
    const at = (each: SqlValue) => `$${values.push(each)}`;
    const tuples = rows.map(eventOf).map(({ leaf, event }) => {
      const [subjects, name, polled] = matterOf(event);
      return `(CAST(${at(leaf)} AS BIGINT), CAST(${at(subjects)} AS VARCHAR), CAST(${at(name)} AS VARCHAR), CAST(${at(polled)} AS BIGINT))`;
    });
    await driver.transaction((session) =>
      session.run(
        `UPDATE events SET subjects = given.subjects, case_name = given.name, polled = given.polled
         FROM (VALUES ${tuples.join(",")}) AS given (leaf, subjects, name, polled) WHERE events.leaf = given.leaf`,
        values,
      ),
    );
  }
}

/** By quantity: each operator's value, from the look-ups that `where` chooses. */
const VALUE_OF: Readonly<Record<PeerQuantity, (where: string, at: Places) => string>> = {
  repeats: (where) =>
    `SELECT operator, max(days) AS value FROM (
       SELECT operator, subject, count(*) AS days FROM (
         SELECT DISTINCT operator, day, unnest(string_to_array(subjects, ' ')) AS subject
         FROM events ${where} AND subjects IS NOT NULL) AS seen
       GROUP BY 1, 2) AS counted GROUP BY 1`,
  subjects: (where) =>
    `SELECT operator, count(*) AS value FROM (
       SELECT DISTINCT operator, unnest(string_to_array(subjects, ' ')) AS subject
       FROM events ${where} AND subjects IS NOT NULL) AS seen GROUP BY 1`,
  lookups: (where) => `SELECT operator, count(*) AS value FROM events ${where} GROUP BY 1`,
  uncased: (where) => shareOf(where, "case_name IS NULL"),
  night: (where, { values, nightHours }) =>
    shareOf(
      where,
      nightHours.length === 0
        ? "1 = 0"
        : `hour % 24 IN (${nightHours.map((hour) => `$${values.push(Number(hour))}`).join(",")})`,
    ),
};

interface Places {
  readonly values: SqlValue[];
  readonly nightHours: readonly string[];
}

/** Whole percent. */
function shareOf(where: string, condition: string): string {
  return `SELECT operator, CAST(floor(100.0 * sum(CASE WHEN ${condition} THEN 1 ELSE 0 END) / count(*)) AS BIGINT) AS value
    FROM events ${where} GROUP BY 1 HAVING count(*) >= ${FEWEST_LOOKUPS}`;
}

async function peers(session: SqlSession, question: PeerQuestion): Promise<PeerCount[]> {
  const { quantity, operator, systems, unit, nightHours } = question;
  if (systems.length === 0) return [];
  const values: SqlValue[] = [];
  const value = (each: SqlValue) => `$${values.push(each)}`;
  const where = `WHERE ${within(question, value)} AND polled = 0 AND system IN (${systems.map(value).join(",")})${unit === undefined ? "" : ` AND unit = ${value(unit)}`}`;
  const each = VALUE_OF[quantity](where, { values, nightHours });
  const rows = await session.all(
    `SELECT value, CASE WHEN operator = ${value(operator)} THEN 1 ELSE 0 END AS own, count(*) AS operators
     FROM (${each}) AS each_one GROUP BY 1, 2 ORDER BY 1, 2`,
    values,
  );
  return rows.map((row) => ({
    value: Number(row["value"]),
    operators: Number(row["operators"]),
    own: Number(row["own"]) === 1,
  }));
}

async function company(
  session: SqlSession,
  subjects: readonly string[],
  operator: string,
  span: Span,
): Promise<Facet[]> {
  if (subjects.length === 0) return [];
  const values: SqlValue[] = [];
  const value = (each: SqlValue) => `$${values.push(each)}`;
  const places = subjects.map(value);
  const rows = await session.all(
    `SELECT subject AS value, count(DISTINCT operator) AS count FROM (
       SELECT operator, unnest(string_to_array(subjects, ' ')) AS subject FROM events
       WHERE ${within(span, value)} AND operator <> ${value(operator)} AND (${places.map(holds).join(" OR ")})) AS seen
     WHERE subject IN (${places.join(",")}) GROUP BY 1 ORDER BY 2 DESC, 1`,
    values,
  );
  return rows.map(facetOf);
}

/** All pseudonyms are of one length, so none is within another one. */
function holds(place: string): string {
  return `strpos(subjects, ${place}) > 0`;
}

async function eventsAbout(
  session: SqlSession,
  { subjects, cases }: Matter,
  span: Span,
  limit: number,
): Promise<StoredEvent[]> {
  const values: SqlValue[] = [];
  const value = (each: SqlValue) => `$${values.push(each)}`;
  const parts = subjects.map((subject) => holds(value(subject)));
  if (cases.length > 0) parts.push(`case_name IN (${cases.map(value).join(",")})`);
  if (parts.length === 0) return [];
  const rows = await session.all(
    `SELECT leaf, received, body FROM events WHERE ${within(span, value)} AND (${parts.join(" OR ")}) ORDER BY leaf DESC LIMIT ${whole(limit)}`,
    values,
  );
  return rows.map(eventOf).toReversed();
}

const CASED = "CAST(sum(CASE WHEN case_name IS NULL THEN 0 ELSE 1 END) AS BIGINT)";

async function work(session: SqlSession, operator: string): Promise<WorkHour[]> {
  const rows = await session.all(
    `SELECT system, hour, count(*) AS lookups, ${CASED} AS cased
     FROM events WHERE operator = $1 AND polled = 0 GROUP BY 1, 2 ORDER BY 2, 1`,
    [operator],
  );
  return rows.map((row) => ({
    system: String(row["system"]),
    hour: new Date(Number(row["hour"]) * HOUR).toISOString().slice(0, 13),
    lookups: Number(row["lookups"]),
    cased: Number(row["cased"]),
  }));
}

async function unitWork(session: SqlSession, unit: string, without: string, span: Span): Promise<UnitWork> {
  const values: SqlValue[] = [];
  const value = (each: SqlValue) => `$${values.push(each)}`;
  const [row] = await session.all(
    `SELECT count(DISTINCT operator) AS operators, count(*) AS lookups, coalesce(${CASED}, 0) AS cased
     FROM events WHERE unit = ${value(unit)} AND operator <> ${value(without)} AND ${within(span, value)} AND polled = 0`,
    values,
  );
  return {
    operators: Number(row?.["operators"] ?? 0),
    lookups: Number(row?.["lookups"] ?? 0),
    cased: Number(row?.["cased"] ?? 0),
  };
}
