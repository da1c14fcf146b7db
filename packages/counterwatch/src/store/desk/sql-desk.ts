/** The desk's store over a database, whichever it is. */
import type {
  Account,
  DeskFinding,
  FindingState,
  Incident,
  RecordedStep,
  Suppression,
} from "../../incidents/desk/case.ts";
import type {
  Advance,
  AuditRow,
  DeskStore,
  Facet,
  Page,
  StoredEvent,
  ToldFinding,
} from "../../incidents/desk/desk-store.ts";
import type { FindingQuery } from "../../incidents/desk/finding-query.ts";
import { type AccessEvent, CounterwatchError, type Finding, severityRank } from "../../model/index.ts";
import { orderOf, whereOf } from "./finding-sql.ts";
import { addSteps, idsOf, incidentsOf, pieces, projectIncidents } from "./incident-sql.ts";
import { migrate } from "./migrations.ts";
import type { SqlDriver, SqlRow, SqlSession, SqlValue } from "./sql-driver.ts";

type Paging = { readonly limit: number; readonly after?: string | undefined };

const FACETS = ["detector", "severity", "state", "operator", "owner"] as const;
const FACET_VALUES = 200;
const EVENT_COLUMNS = [
  "leaf",
  "id",
  "received",
  "time",
  "source",
  "system",
  "action",
  "operator",
  "unit",
  "body",
];

/** Brings the schema up to date. The driver is the store's from now on. */
export async function openDesk(driver: SqlDriver): Promise<DeskStore> {
  await migrate(driver);
  return new SqlDesk(driver);
}

class SqlDesk implements DeskStore {
  readonly #driver: SqlDriver;

  constructor(driver: SqlDriver) {
    this.#driver = driver;
  }

  async position(): Promise<number> {
    const [row] = await this.#driver.all("SELECT value FROM desk WHERE key = 'position'");
    return Number(row?.["value"] ?? 0);
  }

  async advance({ position, events, findings, suppressed, steps, now }: Advance): Promise<void> {
    await this.#driver.transaction(async (session) => {
      await session.insert("events", EVENT_COLUMNS, events.map(eventRow));
      await addSteps(session, steps);
      const homes = homesOf(steps);
      for (const some of pieces(findings)) await tell(session, some, homes, suppressed, now);
      await projectIncidents(session, [...new Set(steps.map(({ incident }) => incident))]);
      await put(session, "position", String(position));
    });
  }

  async findings(query: FindingQuery, { limit, after }: Paging): Promise<Page<DeskFinding>> {
    const { sql, values } = whereOf(query);
    const from = offset(after);
    const [count] = await this.#driver.all(`SELECT count(*) AS total FROM findings ${sql}`, values);
    const rows = await this.#driver.all(
      `SELECT * FROM findings ${sql} ${orderOf(query)} LIMIT ${whole(limit)} OFFSET ${from}`,
      values,
    );
    return pageOf(rows.map(findingOf), Number(count?.["total"] ?? 0), from, limit);
  }

  async facets(query: FindingQuery) {
    const facets: [(typeof FACETS)[number], Facet[]][] = [];
    for (const field of FACETS) {
      const { sql, values } = whereOf(query, field);
      const rows = await this.#driver.all(
        `SELECT coalesce(${field}, '') AS value, count(*) AS count FROM findings ${sql} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${FACET_VALUES}`,
        values,
      );
      facets.push([field, rows.map(facetOf)]);
    }
    return Object.fromEntries(facets) as Record<(typeof FACETS)[number], Facet[]>;
  }

  async finding(id: string) {
    const [row] = await this.#driver.all("SELECT * FROM findings WHERE id = $1", [id]);
    return row === undefined
      ? undefined
      : { ...findingOf(row), events: JSON.parse(String(row["events"])) as string[] };
  }

  async eventsById(ids: readonly string[]): Promise<StoredEvent[]> {
    if (ids.length === 0) return [];
    const places = ids.slice(0, 1000).map((_, at) => `$${at + 1}`);
    const rows = await this.#driver.all(
      `SELECT leaf, received, body FROM events WHERE id IN (${places.join(",")}) ORDER BY leaf`,
      ids.slice(0, 1000),
    );
    return rows.map(eventOf);
  }

  async eventsOf(
    operator: string,
    { limit, before }: { readonly limit: number; readonly before?: string | undefined },
  ) {
    const rows = await this.#driver.all(
      `SELECT leaf, received, body FROM events WHERE operator = $1 AND leaf < $2 ORDER BY leaf DESC LIMIT ${whole(limit)}`,
      [operator, before === undefined ? Number.MAX_SAFE_INTEGER : offset(before)],
    );
    return rows.map(eventOf);
  }

  async activity(operator: string | undefined) {
    const rows = await this.#driver.all(
      `SELECT substr(time, 1, 10) AS value, count(*) AS count FROM events ${operator === undefined ? "" : "WHERE operator = $1"} GROUP BY 1 ORDER BY 1`,
      operator === undefined ? [] : [operator],
    );
    const days = rows.map(facetOf);
    return { days, total: days.reduce((sum, { count }) => sum + count, 0) };
  }

  async incident(id: string): Promise<Incident | undefined> {
    return (await incidentsOf(this.#driver, [id]))[0];
  }

  async incidents(
    { open, owner }: { readonly open?: boolean | undefined; readonly owner?: string | undefined },
    { limit, after }: Paging,
  ): Promise<Page<Incident>> {
    const values: (string | number)[] = [];
    const parts: string[] = [];
    if (open !== undefined) parts.push(`open = $${values.push(open ? 1 : 0)}`);
    if (owner !== undefined) parts.push(`owner = $${values.push(owner)}`);
    const where = parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`;
    const from = offset(after);
    const [count] = await this.#driver.all(`SELECT count(*) AS total FROM incidents ${where}`, values);
    const rows = await this.#driver.all(
      `SELECT id FROM incidents ${where} ORDER BY changed DESC, id LIMIT ${whole(limit)} OFFSET ${from}`,
      values,
    );
    return pageOf(await incidentsOf(this.#driver, idsOf(rows)), Number(count?.["total"] ?? 0), from, limit);
  }

  async openIncidentsOf(operator: string): Promise<Incident[]> {
    const rows = await this.#driver.all(
      `SELECT DISTINCT i.id AS id FROM incidents i JOIN findings f ON f.incident = i.id WHERE i.open = 1 AND f.operator = $1 ORDER BY 1`,
      [operator],
    );
    return await incidentsOf(this.#driver, idsOf(rows));
  }

  async record(
    steps: readonly RecordedStep[],
    states: ReadonlyMap<string, FindingState>,
    audit: AuditRow,
  ): Promise<void> {
    await this.#driver.transaction(async (session) => {
      await addSteps(session, steps);
      for (const [id, state] of states)
        await session.run("UPDATE findings SET state = $1, changed = $2 WHERE id = $3", [
          state,
          audit.at,
          id,
        ]);
      for (const { incident, step } of steps)
        if (step.do === "split" || step.do === "merged")
          await move(
            session,
            step.do === "split" ? step.findings : await findingsOf(session, incident),
            step.into,
          );
      const touched = [...new Set(steps.map((each) => each.incident))];
      for (const { id, owner } of await projectIncidents(session, touched))
        if (owner !== undefined)
          await session.run("UPDATE findings SET owner = $1 WHERE incident = $2", [owner, id]);
      await addAudit(session, audit);
    });
  }

  async suppressions(): Promise<Suppression[]> {
    const rows = await this.#driver.all("SELECT suppression FROM suppressions ORDER BY id");
    return rows.map(({ suppression }) => JSON.parse(String(suppression)) as Suppression);
  }

  async suppress(suppression: Suppression, audit: AuditRow): Promise<void> {
    await this.#driver.transaction(async (session) => {
      await session.run("INSERT INTO suppressions (id, suppression) VALUES ($1, $2)", [
        suppression.id,
        JSON.stringify(suppression),
      ]);
      await addAudit(session, audit);
    });
  }

  async accounts(): Promise<Account[]> {
    const rows = await this.#driver.all("SELECT account FROM accounts ORDER BY name");
    return rows.map(({ account }) => JSON.parse(String(account)) as Account);
  }

  async saveAccount(account: Account, audit: AuditRow): Promise<void> {
    await this.#driver.transaction(async (session) => {
      await session.run(
        "INSERT INTO accounts (name, account) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET account = excluded.account",
        [account.name, JSON.stringify(account)],
      );
      await addAudit(session, audit);
    });
  }

  async audit(row: AuditRow): Promise<void> {
    await this.#driver.transaction((session) => addAudit(session, row));
  }

  async auditTrail({ limit, after }: Paging): Promise<Page<AuditRow>> {
    const from = offset(after);
    const [count] = await this.#driver.all("SELECT count(*) AS total FROM audit");
    const rows = await this.#driver.all(
      `SELECT * FROM audit ORDER BY number DESC LIMIT ${whole(limit)} OFFSET ${from}`,
    );
    return pageOf(rows.map(auditOf), Number(count?.["total"] ?? 0), from, limit);
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }
}

/** New findings begin; those that are there grow, and keep what people made of them. */
async function tell(
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

async function addAudit(session: SqlSession, { at, by, action, target, detail }: AuditRow): Promise<void> {
  const [row] = await session.all("SELECT coalesce(max(number), 0) AS newest FROM audit");
  await session.run(
    "INSERT INTO audit (number, done, doer, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6)",
    [Number(row?.["newest"]) + 1, at, by, action, target ?? null, detail ?? null],
  );
}

async function put(session: SqlSession, key: string, value: string): Promise<void> {
  await session.run(
    "INSERT INTO desk (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    [key, value],
  );
}

async function findingsOf(session: SqlSession, incident: string): Promise<string[]> {
  return idsOf(await session.all("SELECT id FROM findings WHERE incident = $1", [incident]));
}

async function move(session: SqlSession, findings: readonly string[], into: string): Promise<void> {
  for (const finding of findings)
    await session.run("UPDATE findings SET incident = $1 WHERE id = $2", [into, finding]);
}

function homesOf(steps: readonly RecordedStep[]): Map<string, string> {
  const homes = new Map<string, string>();
  for (const { incident, step } of steps) {
    if (step.do === "opened") for (const finding of step.findings) homes.set(finding, incident);
    if (step.do === "finding-added") homes.set(step.finding, incident);
  }
  return homes;
}

function eventRow({ leaf, received, event }: StoredEvent) {
  const { id, time, source, system, action, operator } = event;
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
  ];
}

function eventOf(row: SqlRow): StoredEvent {
  return {
    leaf: Number(row["leaf"]),
    received: String(row["received"]),
    event: JSON.parse(String(row["body"])) as AccessEvent,
  };
}

function findingOf(row: SqlRow): DeskFinding {
  return {
    ...(JSON.parse(String(row["finding"])) as Omit<Finding, "events">),
    learned: String(row["learned"]),
    changed: String(row["changed"]),
    state: row["state"] as FindingState,
    incident: String(row["incident"]),
    ...(row["owner"] !== null && { owner: String(row["owner"]) }),
  };
}

function auditOf(row: SqlRow): AuditRow {
  const text = (key: string) => (row[key] === null ? undefined : String(row[key]));
  return {
    at: String(row["done"]),
    by: String(row["doer"]),
    action: String(row["action"]),
    target: text("target"),
    detail: text("detail"),
  };
}

function facetOf(row: SqlRow): Facet {
  return { value: String(row["value"]), count: Number(row["count"]) };
}

function pageOf<T>(items: readonly T[], total: number, from: number, limit: number): Page<T> {
  return { items, total, next: from + limit < total ? String(from + limit) : undefined };
}

function offset(after: string | undefined): number {
  return after === undefined ? 0 : whole(Number(after));
}

function whole(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new CounterwatchError("usage", "a page is not one of ours", { remedy: "Begin at the first page." });
}
