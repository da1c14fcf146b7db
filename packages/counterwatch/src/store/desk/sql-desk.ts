/** The desk's store over a database, whichever it is. */
import type {
  Account,
  FindingState,
  Incident,
  RecordedStep,
  Suppression,
} from "../../incidents/desk/case.ts";
import type { Advance, AuditRow, DeskStore, OpenWorkQuery } from "../../incidents/desk/desk-store.ts";
import type { FindingQuery } from "../../incidents/desk/finding-query.ts";
import type { Teller } from "../../incidents/notices/outbox.ts";
import type { IncidentQuery } from "../../incidents/desk/incident-query.ts";
import type { LookUpStore } from "../../incidents/desk/look-up-store.ts";
import type { RetentionStore } from "../../incidents/desk/retention-store.ts";
import type { Passkey } from "../../incidents/desk/passkey.ts";
import { accounts, saveAccount, setPassword, suppress, suppressions } from "./account-sql.ts";
import { auditTrail, signInsOf } from "./audit-sql.ts";
import { DeskTransactions } from "./desk-transactions.ts";
import { activityOf, dayCounts, eventsBetween, eventsById, eventsOf, firstLeafSince } from "./event-sql.ts";
import { facets, findingById, findings } from "./finding-sql.ts";
import { fillIncidents, incidentPage, incidentsOf, openIncidentsOf, unmaskTries } from "./incident-sql.ts";
import { incidentFacets } from "./incident-filter-sql.ts";
import { fillMatters, lookUpsIn } from "./look-up-sql.ts";
import { migrate } from "./migrations.ts";
import { openWork } from "./open-work-sql.ts";
import { SqlOutbox } from "./outbox-sql.ts";
import type { Paging } from "./paging.ts";
import { retentionIn } from "./retention-sql.ts";
import { addPasskey, passkeyById, passkeysOf, removePasskey, usePasskey } from "./passkey-sql.ts";
import type { SqlDriver } from "./sql-driver.ts";

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
  readonly #transactions: DeskTransactions;

  constructor(driver: SqlDriver, teller: Teller | undefined) {
    this.#driver = driver;
    this.#transactions = new DeskTransactions(driver, teller);
    this.outbox = new SqlOutbox(driver);
    this.lookUps = lookUpsIn(driver);
    this.retention = retentionIn(driver);
  }

  async position(): Promise<number> {
    const [row] = await this.#driver.all("SELECT value FROM desk WHERE key = 'position'");
    return Number(row?.["value"] ?? 0);
  }

  advance(advance: Advance) {
    return this.#transactions.advance(advance);
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

  openWork(asked: OpenWorkQuery) {
    return openWork(this.#driver, asked);
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

  record(steps: readonly RecordedStep[], states: ReadonlyMap<string, FindingState>, audit: AuditRow) {
    return this.#transactions.record(steps, states, audit);
  }

  suppressions() {
    return suppressions(this.#driver);
  }

  suppress(suppression: Suppression, audit: AuditRow) {
    return this.#transactions.audited(audit, (session) => suppress(session, suppression));
  }

  settleSuppressed(now: string) {
    return this.#transactions.settleSuppressed(now);
  }

  accounts() {
    return accounts(this.#driver);
  }

  saveAccount(account: Account, audit: AuditRow) {
    return this.#transactions.audited(audit, (session) => saveAccount(session, account));
  }

  setPassword(name: string, password: string, audit: AuditRow) {
    return this.#transactions.audited(audit, (session) => setPassword(session, name, password));
  }

  passkeysOf(account: string) {
    return passkeysOf(this.#driver, account);
  }

  passkey(id: string) {
    return passkeyById(this.#driver, id);
  }

  addPasskey(passkey: Passkey, audit: AuditRow) {
    return this.#transactions.audited(audit, (session) => addPasskey(session, passkey));
  }

  usePasskey(id: string, counter: number, audit: AuditRow) {
    return this.#transactions.audited(audit, (session) => usePasskey(session, id, counter, audit.at));
  }

  removePasskey(account: string, id: string, audit: AuditRow) {
    return this.#transactions.audited(audit, (session) => removePasskey(session, account, id));
  }

  audit(row: AuditRow) {
    return this.#transactions.audited(row, async () => {});
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
}
