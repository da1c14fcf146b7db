/**
 * What the desk writes in one transaction, and what is told of it with it: both or neither. Whoever sends notices is woken when they are
 * durable.
 */
import type { FindingState, RecordedStep } from "../../incidents/desk/case.ts";
import type { Advance, AuditRow } from "../../incidents/desk/desk-store.ts";
import type { Notice } from "../../incidents/notices/notice.ts";
import type { Teller } from "../../incidents/notices/outbox.ts";
import { suppressions } from "./account-sql.ts";
import { addAudit } from "./audit-sql.ts";
import { addEvents } from "./event-sql.ts";
import { findingsOf, moveFindings, setStates, settleSuppressed, tellFindings } from "./finding-sql.ts";
import { addSteps, pieces, projectIncidents } from "./incident-sql.ts";
import { addNotices, heldFindings, shownAgain } from "./outbox-sql.ts";
import type { SqlDriver, SqlSession } from "./sql-driver.ts";

export class DeskTransactions {
  readonly #driver: SqlDriver;
  readonly #teller: Teller | undefined;

  constructor(driver: SqlDriver, teller: Teller | undefined) {
    this.#driver = driver;
    this.#teller = teller;
  }

  async advance({ position, events, findings: told, suppressed, steps, now }: Advance): Promise<void> {
    await this.#telling(async (session, tell) => {
      await addEvents(session, events);
      await addSteps(session, steps);
      const homes = homesOf(steps);
      if (this.#teller !== undefined) {
        const ids = told.map(({ finding }) => finding.id);
        const before = await heldFindings(session, ids);
        await tell(this.#teller.ofFindings({ findings: told, before, suppressed, homes, now }));
      }
      for (const some of pieces(told)) await tellFindings(session, some, homes, suppressed, now);
      await projectIncidents(session, [...new Set(steps.map(({ incident }) => incident))]);
      await put(session, "position", String(position));
    });
  }

  async record(
    steps: readonly RecordedStep[],
    states: ReadonlyMap<string, FindingState>,
    audit: AuditRow,
  ): Promise<void> {
    await this.#telling(async (session, tell) => {
      await addSteps(session, steps);
      await setStates(session, states, audit.at);
      for (const { incident, step } of steps)
        if (step.do === "split" || step.do === "merged")
          await moveFindings(
            session,
            step.do === "split" ? step.findings : await findingsOf(session, incident),
            step.into,
          );
      const touched = [...new Set(steps.map((each) => each.incident))];
      const incidents = await projectIncidents(session, touched);
      // What was split off or merged away belongs to whoever is on the incident that holds it now, or to nobody.
      for (const { id, owner } of incidents)
        await session.run("UPDATE findings SET owner = $1 WHERE incident = $2", [owner ?? null, id]);
      await tell(this.#teller?.ofSteps(steps, incidents) ?? []);
      await addAudit(session, audit);
    });
  }

  async settleSuppressed(now: string): Promise<string[]> {
    return await this.#telling(async (session, tell) => {
      const ids = await settleSuppressed(session, await suppressions(session), now);
      await tell(this.#teller?.ofFindings(await shownAgain(session, ids, now)) ?? []);
      return ids;
    });
  }

  /** What somebody does, and that they did it. */
  async audited(audit: AuditRow, work: (session: SqlSession) => Promise<void>): Promise<void> {
    await this.#driver.transaction(async (session) => {
      await work(session);
      await addAudit(session, audit);
    });
  }

  async #telling<T>(
    work: (session: SqlSession, tell: (notices: readonly Notice[]) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    let told = 0;
    const done = await this.#driver.transaction(
      async (session) =>
        await work(session, async (notices) => {
          await addNotices(session, notices);
          told += notices.length;
        }),
    );
    if (told > 0) this.#teller?.stored();
    return done;
  }
}

async function put(session: SqlSession, key: string, value: string): Promise<void> {
  await session.run(
    "INSERT INTO desk (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    [key, value],
  );
}

function homesOf(steps: readonly RecordedStep[]): Map<string, string> {
  const homes = new Map<string, string>();
  for (const { incident, step } of steps) {
    if (step.do === "opened") for (const finding of step.findings) homes.set(finding, incident);
    if (step.do === "finding-added") homes.set(step.finding, incident);
  }
  return homes;
}
