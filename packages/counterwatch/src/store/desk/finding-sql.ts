/** Findings in a database, and the queue's filters as SQL. Values never stand in the text. */
import type { DeskFinding, FindingState, Suppression } from "../../incidents/desk/case.ts";
import type { Facet, Page, ToldFinding } from "../../incidents/desk/desk-store.ts";
import type { Choice, FindingQuery } from "../../incidents/desk/finding-query.ts";
import { suppressedBy } from "../../incidents/desk/suppression.ts";
import { type Finding, severityRank } from "../../model/index.ts";
import { facetOf } from "./facet.ts";
import { idsOf, pieces } from "./incident-sql.ts";
import { offset, type Paging, pageOf, whole } from "./paging.ts";
import type { SqlRow, SqlSession, SqlValue } from "./sql-driver.ts";

const FACETS = ["detector", "severity", "state", "operator", "owner"] as const;
const FACET_VALUES = 200;

export async function findings(
  session: SqlSession,
  query: FindingQuery,
  { limit, after }: Paging,
): Promise<Page<DeskFinding>> {
  const { sql, values } = whereOf(query);
  const from = offset(after);
  const [count] = await session.all(`SELECT count(*) AS total FROM findings ${sql}`, values);
  const rows = await session.all(
    `SELECT * FROM findings ${sql} ${orderOf(query)} LIMIT ${whole(limit)} OFFSET ${from}`,
    values,
  );
  return pageOf(rows.map(findingOf), Number(count?.["total"] ?? 0), from, limit);
}

export async function facets(
  session: SqlSession,
  query: FindingQuery,
): Promise<Record<(typeof FACETS)[number], Facet[]>> {
  const found: [(typeof FACETS)[number], Facet[]][] = [];
  for (const field of FACETS) {
    const { sql, values } = whereOf(query, field);
    const rows = await session.all(
      `SELECT coalesce(${field}, '') AS value, count(*) AS count FROM findings ${sql} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${FACET_VALUES}`,
      values,
    );
    found.push([field, rows.map(facetOf)]);
  }
  return Object.fromEntries(found) as Record<(typeof FACETS)[number], Facet[]>;
}

export async function findingById(
  session: SqlSession,
  id: string,
): Promise<(DeskFinding & { readonly events: readonly string[] }) | undefined> {
  const [row] = await session.all("SELECT * FROM findings WHERE id = $1", [id]);
  return row === undefined
    ? undefined
    : { ...findingOf(row), events: JSON.parse(String(row["events"])) as string[] };
}

/** New findings begin; those that are there grow, and keep what people made of them. */
export async function tellFindings(
  session: SqlSession,
  findings: readonly ToldFinding[],
  homes: ReadonlyMap<string, string>,
  suppressed: ReadonlySet<string>,
  now: string,
): Promise<void> {
  const values: SqlValue[] = [];
  const value = (each: SqlValue) => `$${values.push(each)}`;
  const tuples = findings.map(({ finding, events }) => {
    const columns = [
      finding.id,
      finding.detector,
      finding.severity,
      severityRank(finding.severity),
      finding.operator,
      suppressed.has(finding.id) ? "suppressed" : "new",
      homes.get(finding.id) ?? "",
      finding.time,
      now,
      now,
      finding.explanation,
      JSON.stringify(finding),
      JSON.stringify(events),
    ];
    return `(${columns.map(value).join(",")})`;
  });
  await session.run(
    `INSERT INTO findings (id, detector, severity, urgency, operator, state, incident, time, learned, changed, explanation, finding, events)
     VALUES ${tuples.join(",")}
     ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, urgency = excluded.urgency, time = excluded.time,
       changed = excluded.changed, explanation = excluded.explanation, finding = excluded.finding, events = excluded.events,
       state = CASE WHEN findings.state IN ('new', 'suppressed') THEN excluded.state ELSE findings.state END`,
    values,
  );
}

export async function findingsOf(session: SqlSession, incident: string): Promise<string[]> {
  return idsOf(await session.all("SELECT id FROM findings WHERE incident = $1", [incident]));
}

export async function moveFindings(
  session: SqlSession,
  findings: readonly string[],
  into: string,
): Promise<void> {
  for (const finding of findings)
    await session.run("UPDATE findings SET incident = $1 WHERE id = $2", [into, finding]);
}

/** What people made of them. */
export async function setStates(
  session: SqlSession,
  states: ReadonlyMap<string, FindingState>,
  at: string,
): Promise<void> {
  for (const [id, state] of states)
    await session.run("UPDATE findings SET state = $1, changed = $2 WHERE id = $3", [state, at, id]);
}

/** States `new` and `suppressed` follow what is suppressed at `now`; whatever somebody works on stays. Ids of those that changed. */
export async function settleSuppressed(
  session: SqlSession,
  suppressions: readonly Suppression[],
  now: string,
): Promise<string[]> {
  const rows = await session.all(
    "SELECT id, detector, operator, time, state FROM findings WHERE state IN ('new', 'suppressed') ORDER BY id",
  );
  const changed: string[] = [];
  for (const row of rows) {
    const [detector, operator, time] = [
      String(row["detector"]),
      String(row["operator"]),
      String(row["time"]),
    ];
    const hidden = suppressedBy({ detector, operator, time }, suppressions, now) !== undefined;
    if (hidden !== (row["state"] === "suppressed")) changed.push(String(row["id"]));
  }
  for (const some of pieces(changed))
    await session.run(
      `UPDATE findings SET state = CASE WHEN state = 'new' THEN 'suppressed' ELSE 'new' END, changed = $1
       WHERE id IN (${some.map((_, at) => `$${at + 2}`).join(",")})`,
      [now, ...some],
    );
  return changed;
}

interface Where {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** `without`: a field whose own filter is left out, for its facet. */
function whereOf(query: FindingQuery, without?: string): Where {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const value = (each: SqlValue) => {
    values.push(each);
    return `$${values.length}`;
  };
  const choose = (field: string, { only, not }: Choice) => {
    if (field === without) return;
    if (only.length > 0) parts.push(`coalesce(${field}, '') IN (${only.map(value).join(",")})`);
    if (not.length > 0) parts.push(`coalesce(${field}, '') NOT IN (${not.map(value).join(",")})`);
  };
  choose("severity", query.severity);
  choose("state", query.state);
  choose("detector", query.detector);
  choose("operator", query.operator);
  choose("owner", query.owner);
  const { without: withheld = [] } = query;
  if (withheld.length > 0) parts.push(`operator NOT IN (${withheld.map(value).join(",")})`);
  for (const word of query.words) parts.push(`strpos(lower(explanation), lower(${value(word)})) > 0`);
  if (query.since !== undefined) parts.push(`learned >= ${value(query.since)}`);
  if (query.until !== undefined) parts.push(`learned < ${value(query.until)}`);
  return { sql: parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`, values };
}

function orderOf({ sort }: FindingQuery): string {
  const by = { urgency: "urgency DESC, learned DESC", learned: "learned DESC", time: "time DESC" };
  return `ORDER BY ${by[sort]}, id`;
}

export function findingOf(row: SqlRow): DeskFinding {
  return {
    ...(JSON.parse(String(row["finding"])) as Omit<Finding, "events">),
    learned: String(row["learned"]),
    changed: String(row["changed"]),
    state: row["state"] as FindingState,
    incident: String(row["incident"]),
    ...(row["owner"] !== null && { owner: String(row["owner"]) }),
  };
}
