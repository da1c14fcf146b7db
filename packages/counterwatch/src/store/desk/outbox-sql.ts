/** The outbox in a database. Of one notice only its state, tries and times change; its body goes when it was delivered. */
import type { AuditRow, ToldFinding } from "../../incidents/desk/desk-store.ts";
import type { FindingsAtHand, HeldFinding } from "../../incidents/notices/happenings.ts";
import type { Notice } from "../../incidents/notices/notice.ts";
import type {
  ClaimedNotice,
  Outbox,
  OutboxEntry,
  OutboxFilter,
  OutboxState,
  StoppedTarget,
} from "../../incidents/notices/outbox.ts";
import type { FindingState } from "../../incidents/desk/case.ts";
import { CounterwatchError, type Severity } from "../../model/index.ts";
import { addAudit } from "./audit-sql.ts";
import { pieces } from "./incident-sql.ts";
import { offset, type Paging, pageOf, whole } from "./paging.ts";
import type { SqlDriver, SqlRow, SqlSession, SqlValue } from "./sql-driver.ts";

const COLUMNS = "id, target, kind, about, made, state, attempts, next, reason, changed";

export async function addNotices(session: SqlSession, notices: readonly Notice[]): Promise<void> {
  for (const some of pieces(notices)) {
    const values: SqlValue[] = [];
    const tuples = some.map(({ id, target, kind, about, made, due, body }) => {
      const row = [id, target, kind, about, made, "waiting", 0, due, null, made, JSON.stringify(body)];
      return `(${row.map((each) => `$${values.push(each)}`).join(",")})`;
    });
    await session.run(
      `INSERT INTO outbox (${COLUMNS}, body) VALUES ${tuples.join(",")} ON CONFLICT (id) DO NOTHING`,
      values,
    );
  }
}

/** What is known of these findings before they are told again. */
export async function heldFindings(
  session: SqlSession,
  ids: readonly string[],
): Promise<Map<string, HeldFinding>> {
  const held = new Map<string, HeldFinding>();
  for (const some of pieces(ids)) {
    const places = some.map((_, at) => `$${at + 1}`);
    const rows = await session.all(
      `SELECT id, severity, state FROM findings WHERE id IN (${places.join(",")})`,
      some,
    );
    for (const { id, severity, state } of rows)
      held.set(String(id), { severity: severity as Severity, state: state as FindingState });
  }
  return held;
}

/** Findings that were hidden, and are not any more: as good as new. `ids`: whose state has changed. */
export async function shownAgain(
  session: SqlSession,
  ids: readonly string[],
  now: string,
): Promise<FindingsAtHand> {
  const findings: ToldFinding[] = [];
  const homes = new Map<string, string>();
  const before = new Map<string, HeldFinding>();
  for (const some of pieces(ids)) {
    const places = some.map((_, at) => `$${at + 1}`);
    const rows = await session.all(
      `SELECT id, severity, incident, finding FROM findings WHERE state = 'new' AND id IN (${places.join(",")})`,
      some,
    );
    for (const row of rows) {
      const id = String(row["id"]);
      findings.push({ finding: JSON.parse(String(row["finding"])) as ToldFinding["finding"], events: [] });
      homes.set(id, String(row["incident"]));
      before.set(id, { severity: row["severity"] as Severity, state: "suppressed" });
    }
  }
  return { findings, before, suppressed: new Set(), homes, now };
}

export class SqlOutbox implements Outbox {
  readonly #driver: SqlDriver;

  constructor(driver: SqlDriver) {
    this.#driver = driver;
  }

  async add(notices: readonly Notice[]): Promise<void> {
    await this.#driver.transaction((session) => addNotices(session, notices));
  }

  claim(
    target: string,
    { now, until, limit }: { readonly now: string; readonly until: string; readonly limit: number },
  ): Promise<ClaimedNotice[]> {
    return this.#driver.transaction(async (session) => {
      const rows = await session.all(
        `SELECT ${COLUMNS}, body FROM outbox WHERE target = $1 AND state = 'waiting' AND next <= $2 ORDER BY next, id LIMIT ${whole(limit)}`,
        [target, now],
      );
      for (const { id } of rows)
        await session.run(
          "UPDATE outbox SET attempts = attempts + 1, next = $1, changed = $2 WHERE id = $3",
          [until, now, String(id)],
        );
      return rows.map((row) => ({
        ...entryOf(row),
        attempts: Number(row["attempts"]) + 1,
        next: until,
        changed: now,
        body: JSON.parse(String(row["body"])) as ClaimedNotice["body"],
      }));
    });
  }

  async settle(ids: readonly string[], settling: Parameters<Outbox["settle"]>[1], now: string) {
    await this.#driver.transaction(async (session) => {
      for (const id of ids)
        if (settling.state === "delivered")
          await session.run(
            "UPDATE outbox SET state = 'delivered', reason = NULL, body = '', changed = $1 WHERE id = $2",
            [now, id],
          );
        else
          await session.run(
            "UPDATE outbox SET state = $1, next = coalesce($2, next), reason = $3, changed = $4 WHERE id = $5",
            [settling.state, settling.state === "waiting" ? settling.next : null, settling.reason, now, id],
          );
    });
  }

  async due(): Promise<Map<string, string>> {
    const rows = await this.#driver.all(
      "SELECT target, min(next) AS next FROM outbox WHERE state = 'waiting' GROUP BY target",
    );
    return new Map(rows.map(({ target, next }) => [String(target), String(next)]));
  }

  async entries({ state, target }: OutboxFilter, { limit, after }: Paging) {
    const values: SqlValue[] = [];
    const parts: string[] = [];
    if (state !== undefined) parts.push(`state = $${values.push(state)}`);
    if (target !== undefined) parts.push(`target = $${values.push(target)}`);
    const where = parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`;
    const from = offset(after);
    const [count] = await this.#driver.all(`SELECT count(*) AS total FROM outbox ${where}`, values);
    const rows = await this.#driver.all(
      `SELECT ${COLUMNS} FROM outbox ${where} ORDER BY changed DESC, id LIMIT ${whole(limit)} OFFSET ${from}`,
      values,
    );
    return pageOf(rows.map(entryOf), Number(count?.["total"] ?? 0), from, limit);
  }

  async counts() {
    const rows = await this.#driver.all(
      "SELECT target, state, count(*) AS count, min(made) AS eldest FROM outbox GROUP BY target, state ORDER BY target, state",
    );
    return rows.map(({ target, state, count, eldest }) => ({
      target: String(target),
      state: state as OutboxState,
      count: Number(count),
      eldest: String(eldest),
    }));
  }

  async retry(id: string, audit: AuditRow): Promise<void> {
    await this.#driver.transaction(async (session) => {
      const [row] = await session.all("SELECT state FROM outbox WHERE id = $1", [id]);
      refuseUnlessDead(row?.["state"] as OutboxState | undefined);
      await session.run(
        "UPDATE outbox SET state = 'waiting', attempts = 0, next = $1, changed = $1 WHERE id = $2",
        [audit.at, id],
      );
      await addAudit(session, audit);
    });
  }

  async stopped(): Promise<StoppedTarget[]> {
    const rows = await this.#driver.all("SELECT * FROM stopped_targets ORDER BY target");
    return rows.map((row) => ({
      target: String(row["target"]),
      address: String(row["address"]),
      since: String(row["since"]),
      reason: String(row["reason"]),
    }));
  }

  async stop({ target, address, since, reason }: StoppedTarget): Promise<void> {
    await this.#driver.run(
      `INSERT INTO stopped_targets (target, address, since, reason) VALUES ($1, $2, $3, $4)
       ON CONFLICT (target) DO UPDATE SET address = excluded.address, since = excluded.since, reason = excluded.reason`,
      [target, address, since, reason],
    );
  }

  async resume(target: string): Promise<void> {
    await this.#driver.run("DELETE FROM stopped_targets WHERE target = $1", [target]);
  }
}

/** What was delivered, or waits, is not told once more by hand. Throws `not-found`, `conflict`. */
export function refuseUnlessDead(state: OutboxState | undefined): void {
  if (state === undefined) throw new CounterwatchError("not-found", "there is no such notice");
  if (state !== "dead")
    throw new CounterwatchError("conflict", `this notice is ${state}`, {
      remedy: "Only one that was given up can be tried again.",
    });
}

function entryOf(row: SqlRow): OutboxEntry {
  const text = (key: string) => String(row[key]);
  return {
    id: text("id"),
    target: text("target"),
    kind: row["kind"] as OutboxEntry["kind"],
    about: text("about"),
    made: text("made"),
    state: row["state"] as OutboxState,
    attempts: Number(row["attempts"]),
    next: text("next"),
    reason: row["reason"] === null ? undefined : text("reason"),
    changed: text("changed"),
  };
}
