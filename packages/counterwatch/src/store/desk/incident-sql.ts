/** Incidents in a database: their steps, and what queries need of them, many at a time. */
import type { Incident, IncidentStep, RecordedStep } from "../../incidents/desk/case.ts";
import { type FindingFacts, foldIncident } from "../../incidents/desk/incident-fold.ts";
import type { Page } from "../../incidents/desk/desk-store.ts";
import type { IncidentQuery } from "../../incidents/desk/incident-query.ts";
import { CounterwatchError, type Severity } from "../../model/index.ts";
import { incidentsWhere } from "./incident-filter-sql.ts";
import { offset, type Paging, pageOf, whole } from "./paging.ts";
import { placesOf, type SqlDriver, type SqlRow, type SqlSession, type SqlValue } from "./sql-driver.ts";

const VALUES_A_STATEMENT = 200;

/** Throws `conflict` where an incident has other steps by now. */
export async function addSteps(session: SqlSession, steps: readonly RecordedStep[]): Promise<void> {
  if (steps.length === 0) return;
  const counts = new Map<string, number>();
  for (const some of pieces([...new Set(steps.map(({ incident }) => incident))])) {
    const rows = await session.all(
      `SELECT incident, count(*) AS many FROM steps WHERE incident IN (${placesOf(some)}) GROUP BY 1`,
      some,
    );
    for (const row of rows) counts.set(String(row["incident"]), Number(row["many"]));
  }
  for (const { incident, number } of steps) {
    const many = counts.get(incident) ?? 0;
    if (many !== number)
      throw new CounterwatchError("conflict", "somebody else was quicker", {
        remedy: "Load the page again.",
      });
    counts.set(incident, many + 1);
  }
  await session.insert(
    "steps",
    ["incident", "number", "done", "doer", "step"],
    steps.map(({ incident, number, at, by, step }) => [incident, number, at, by, JSON.stringify(step)]),
  );
}

/** What queries need of incidents, worked out from their steps again. */
export async function projectIncidents(session: SqlSession, ids: readonly string[]): Promise<Incident[]> {
  const incidents = await incidentsOf(session, ids);
  for (const some of pieces(incidents)) {
    const values: SqlValue[] = [];
    const tuples = some.map(({ id, state, owner, changed }) => {
      const open = state === "closed" || state === "merged" ? 0 : 1;
      return `(${[id, open, owner ?? null, changed, state].map((each) => `$${values.push(each)}`).join(",")})`;
    });
    await session.run(
      `INSERT INTO incidents (id, open, owner, changed, state) VALUES ${tuples.join(",")}
       ON CONFLICT (id) DO UPDATE SET open = excluded.open, owner = excluded.owner, changed = excluded.changed, state = excluded.state`,
      values,
    );
  }
  return incidents;
}

/** Works out again those that were stored before their state was. */
export async function fillIncidents(driver: SqlDriver): Promise<void> {
  const rows = await driver.all("SELECT id FROM incidents WHERE state IS NULL ORDER BY id");
  for (const some of pieces(idsOf(rows)))
    await driver.transaction((session) => projectIncidents(session, some));
}

/** Those that there are, in the order of the ids. */
export async function incidentsOf(session: SqlSession, ids: readonly string[]): Promise<Incident[]> {
  const steps = new Map<string, RecordedStep[]>();
  const facts = new Map<string, FindingFacts>();
  for (const some of pieces(ids)) {
    const places = placesOf(some);
    for (const row of await session.all(
      `SELECT * FROM steps WHERE incident IN (${places}) ORDER BY incident, number`,
      some,
    )) {
      const step = stepOf(row);
      const known = steps.get(step.incident);
      if (known === undefined) steps.set(step.incident, [step]);
      else known.push(step);
    }
    for (const row of await session.all(
      `SELECT id, operator, severity, incident FROM findings WHERE incident IN (${places})`,
      some,
    ))
      facts.set(`${row["incident"]}\n${row["id"]}`, factsOf(row));
  }
  const moved = await movedFacts(session, [...steps.values()]);
  return ids.flatMap((id) => {
    const own = steps.get(id);
    if (own === undefined) return [];
    return foldIncident(own, (finding) => facts.get(`${id}\n${finding}`) ?? moved.get(finding));
  });
}

/** What was merged into another incident still names whom it was about: they may not read it there either. */
async function movedFacts(
  session: SqlSession,
  incidents: readonly (readonly RecordedStep[])[],
): Promise<Map<string, FindingFacts>> {
  const facts = new Map<string, FindingFacts>();
  const merged = incidents.filter((steps) => steps.some(({ step }) => step.do === "merged"));
  const ids = merged.flat().flatMap(({ step }) => findingsIn(step));
  for (const some of pieces([...new Set(ids)]))
    for (const row of await session.all(
      `SELECT id, operator, severity FROM findings WHERE id IN (${placesOf(some)})`,
      some,
    ))
      facts.set(String(row["id"]), factsOf(row));
  return facts;
}

function findingsIn(step: IncidentStep): readonly string[] {
  if (step.do === "finding-added") return [step.finding];
  return step.do === "opened" || step.do === "absorbed" ? step.findings : [];
}

function factsOf(row: SqlRow): FindingFacts {
  return {
    id: String(row["id"]),
    operator: String(row["operator"]),
    severity: row["severity"] as Severity,
  };
}

export async function incidentPage(
  session: SqlSession,
  query: IncidentQuery,
  { limit, after }: Paging,
): Promise<Page<Incident>> {
  const { sql, values } = incidentsWhere(query);
  const from = offset(after);
  const [count] = await session.all(`SELECT count(*) AS total FROM incidents i ${sql}`, values);
  const rows = await session.all(
    `SELECT i.id AS id FROM incidents i ${sql} ORDER BY i.changed DESC, i.id LIMIT ${whole(limit)} OFFSET ${from}`,
    values,
  );
  return pageOf(await incidentsOf(session, idsOf(rows)), Number(count?.["total"] ?? 0), from, limit);
}

export async function unmaskTries(session: SqlSession, since: string): Promise<RecordedStep[]> {
  const rows = await session.all(
    "SELECT * FROM steps WHERE done >= $1 AND step LIKE '%unmask-tried%' ORDER BY done, incident, number",
    [since],
  );
  return rows.map(stepOf).filter(({ step }) => step.do === "unmask-tried");
}

export async function openIncidentsOf(session: SqlSession, operator: string): Promise<Incident[]> {
  const rows = await session.all(
    `SELECT DISTINCT i.id AS id FROM incidents i JOIN findings f ON f.incident = i.id WHERE i.open = 1 AND f.operator = $1 ORDER BY 1`,
    [operator],
  );
  return await incidentsOf(session, idsOf(rows));
}

export function idsOf(rows: readonly SqlRow[]): string[] {
  return rows.map(({ id }) => String(id));
}

/** Values of one statement. */
export function* pieces<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += VALUES_A_STATEMENT)
    yield all.slice(from, from + VALUES_A_STATEMENT);
}

function stepOf(row: SqlRow): RecordedStep {
  return {
    incident: String(row["incident"]),
    number: Number(row["number"]),
    at: String(row["done"]),
    by: String(row["doer"]),
    step: JSON.parse(String(row["step"])) as RecordedStep["step"],
  };
}
