/** The desk's store over a database, whichever it is: which statements belong into one transaction. */
import type {
  Account,
  FindingState,
  Incident,
  RecordedStep,
  Suppression,
} from "../../incidents/desk/case.ts";
import type { Advance, AuditRow, DeskStore } from "../../incidents/desk/desk-store.ts";
import type { FindingQuery } from "../../incidents/desk/finding-query.ts";
import type { Notice } from "../../incidents/notices/notice.ts";
import type { Teller } from "../../incidents/notices/outbox.ts";
import type { IncidentQuery } from "../../incidents/desk/incident-query.ts";
import type { LookUpStore } from "../../incidents/desk/look-up-store.ts";
import type { RetentionStore } from "../../incidents/desk/retention-store.ts";
import type { Passkey } from "../../incidents/desk/passkey.ts";
import { accounts, saveAccount, setPassword, suppress, suppressions } from "./account-sql.ts";
import { addAudit, auditTrail, signInsOf } from "./audit-sql.ts";
import {
  activityOf,
  addEvents,
  dayCounts,
  eventsBetween,
  eventsById,
  eventsOf,
  firstLeafSince,
} from "./event-sql.ts";
import {
  facets,
  findingById,
  findings,
  findingsOf,
  moveFindings,
  setStates,
  settleSuppressed,
  tellFindings,
} from "./finding-sql.ts";
import {
  addSteps,
  fillIncidents,
  incidentPage,
  incidentsOf,
  openIncidentsOf,
  pieces,
  projectIncidents,
  unmaskTries,
} from "./incident-sql.ts";
import { incidentFacets } from "./incident-filter-sql.ts";
import { fillMatters, lookUpsIn } from "./look-up-sql.ts";
import { migrate } from "./migrations.ts";
import { openWork } from "./open-work-sql.ts";
import { addNotices, heldFindings, shownAgain, SqlOutbox } from "./outbox-sql.ts";
import type { Paging } from "./paging.ts";
import { retentionIn } from "./retention-sql.ts";
import { addPasskey, passkeyById, passkeysOf, removePasskey, usePasskey } from "./passkey-sql.ts";
import type { SqlDriver, SqlSession } from "./sql-driver.ts";

/** Brings the schema up to date. The driver is the store's from now on. Without a teller nobody is told anything. */
export async function openDesk(driver: SqlDriver, teller?: Teller): Promise<DeskStore> {
  await migrate(driver);
  await fillMatters(driver);
  await fillIncidents(driver);
  return new SqlDesk(driver, teller);
}

class SqlDesk implements DeskStore {
  readonly lookUps: LookUpStore;
  readonly retention: RetentionStore;
  readonly outbox: SqlOutbox;
  readonly #driver: SqlDriver;
  readonly #teller: Teller | undefined;

  constructor(driver: SqlDriver, teller: Teller | undefined) {
    this.#driver = driver;
    this.#teller = teller;
    this.outbox = new SqlOutbox(driver);
    this.lookUps = lookUpsIn(driver);
    this.retention = retentionIn(driver);
  }

  async position(): Promise<number> {
    const [row] = await this.#driver.all("SELECT value FROM desk WHERE key = 'position'");
    return Number(row?.["value"] ?? 0);
  }

  async advance({ position, events, findings: told, suppressed, steps, now }: Advance): Promise<void> {
    let notices: readonly Notice[] = [];
    await this.#driver.transaction(async (session) => {
      await addEvents(session, events);
      await addSteps(session, steps);
      const homes = homesOf(steps);
      if (this.#teller !== undefined) {
        const ids = told.map(({ finding }) => finding.id);
        const before = await heldFindings(session, ids);
        notices = this.#teller.ofFindings({ findings: told, before, suppressed, homes, now });
        await addNotices(session, notices);
      }
      for (const some of pieces(told)) await tellFindings(session, some, homes, suppressed, now);
      await projectIncidents(session, [...new Set(steps.map(({ incident }) => incident))]);
      await put(session, "position", String(position));
    });
    if (notices.length > 0) this.#teller?.stored();
  }

  findings(query: FindingQuery, page: Paging) {
    return findings(this.#driver, query, page);
  }

  facets(query: FindingQuery) {
    return facets(this.#driver, query);
  }

  finding(id: string) {
    return findingById(this.#driver, id);
  }

  eventsById(ids: readonly string[]) {
    return eventsById(this.#driver, ids);
  }

  eventsOf(operator: string, page: { readonly limit: number; readonly before?: string | undefined }) {
    return eventsOf(this.#driver, operator, page);
  }

  activity(operator: string | undefined) {
    return activityOf(this.#driver, operator);
  }

  dayCounts() {
    return dayCounts(this.#driver);
  }

  eventsBetween(leaf: number, end: number) {
    return eventsBetween(this.#driver, leaf, end);
  }

  firstLeafSince(time: string) {
    return firstLeafSince(this.#driver, time);
  }

  openWork(since: { readonly learned: string; readonly stories: string }) {
    return openWork(this.#driver, since);
  }

  async incident(id: string): Promise<Incident | undefined> {
    return (await incidentsOf(this.#driver, [id]))[0];
  }

  incidents(query: IncidentQuery, page: Paging) {
    return incidentPage(this.#driver, query, page);
  }

  incidentFacets(query: IncidentQuery) {
    return incidentFacets(this.#driver, query);
  }

  unmaskTries(since: string) {
    return unmaskTries(this.#driver, since);
  }

  openIncidentsOf(operator: string) {
    return openIncidentsOf(this.#driver, operator);
  }

  async record(
    steps: readonly RecordedStep[],
    states: ReadonlyMap<string, FindingState>,
    audit: AuditRow,
  ): Promise<void> {
    let notices: readonly Notice[] = [];
    await this.#driver.transaction(async (session) => {
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
      notices = this.#teller?.ofSteps(steps, incidents) ?? [];
      await addNotices(session, notices);
      await addAudit(session, audit);
    });
    if (notices.length > 0) this.#teller?.stored();
  }

  suppressions() {
    return suppressions(this.#driver);
  }

  suppress(suppression: Suppression, audit: AuditRow) {
    return this.#audited(audit, (session) => suppress(session, suppression));
  }

  async settleSuppressed(now: string): Promise<string[]> {
    let notices: readonly Notice[] = [];
    const changed = await this.#driver.transaction(async (session) => {
      const ids = await settleSuppressed(session, await suppressions(session), now);
      notices = this.#teller?.ofFindings(await shownAgain(session, ids, now)) ?? [];
      await addNotices(session, notices);
      return ids;
    });
    if (notices.length > 0) this.#teller?.stored();
    return changed;
  }

  accounts() {
    return accounts(this.#driver);
  }

  saveAccount(account: Account, audit: AuditRow) {
    return this.#audited(audit, (session) => saveAccount(session, account));
  }

  setPassword(name: string, password: string, audit: AuditRow) {
    return this.#audited(audit, (session) => setPassword(session, name, password));
  }

  passkeysOf(account: string) {
    return passkeysOf(this.#driver, account);
  }

  passkey(id: string) {
    return passkeyById(this.#driver, id);
  }

  addPasskey(passkey: Passkey, audit: AuditRow) {
    return this.#audited(audit, (session) => addPasskey(session, passkey));
  }

  usePasskey(id: string, counter: number, audit: AuditRow) {
    return this.#audited(audit, (session) => usePasskey(session, id, counter, audit.at));
  }

  removePasskey(account: string, id: string, audit: AuditRow) {
    return this.#audited(audit, (session) => removePasskey(session, account, id));
  }

  audit(row: AuditRow) {
    return this.#audited(row, async () => {});
  }

  auditTrail(page: Paging) {
    return auditTrail(this.#driver, page);
  }

  signInsOf(account: string, limit: number) {
    return signInsOf(this.#driver, account, limit);
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }

  /** What somebody does, and that they did it: both or neither. */
  async #audited(audit: AuditRow, work: (session: SqlSession) => Promise<void>): Promise<void> {
    await this.#driver.transaction(async (session) => {
      await work(session);
      await addAudit(session, audit);
    });
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
