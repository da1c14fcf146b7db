/** The desk's store in memory: the oracle that both adapters are compared with. */
import type { FindingState, Incident, RecordedStep, Suppression } from "../../../incidents/desk/case.ts";
import type {
  Advance,
  AuditRow,
  DeskStore,
  OpenWork,
  OpenWorkQuery,
} from "../../../incidents/desk/desk-store.ts";
import { foldIncident } from "../../../incidents/desk/incident-fold.ts";
import type { IncidentQuery } from "../../../incidents/desk/incident-query.ts";
import { suppressedBy } from "../../../incidents/desk/suppression.ts";
import type { Notice } from "../../../incidents/notices/notice.ts";
import type { Teller } from "../../../incidents/notices/outbox.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { MemoryEvents } from "./memory-events.fixture.ts";
import { MemoryFindings } from "./memory-findings.fixture.ts";
import { countedIncidents, incidentsMatching } from "./memory-incidents.fixture.ts";
import { MemoryLookUps } from "./memory-look-ups.fixture.ts";
import { later, pageOf, type Paging } from "./memory-order.fixture.ts";
import { MemoryOutbox } from "./memory-outbox.fixture.ts";
import { MemoryPeople } from "./memory-people.fixture.ts";

export class MemoryDesk implements DeskStore {
  readonly #teller: Teller | undefined;
  #position = 0;
  readonly #events = new MemoryEvents();
  readonly #findings = new MemoryFindings();
  readonly #people = new MemoryPeople();
  readonly #steps = new Map<string, RecordedStep[]>();
  readonly #suppressions: Suppression[] = [];
  readonly outbox = new MemoryOutbox((row) => void this.#people.audit(row));
  readonly lookUps = new MemoryLookUps(() => this.#events.values());
  readonly retention = this.#events.retention(() => this.#findings.byId.values());

  eventsById: DeskStore["eventsById"] = (ids) => this.#events.byId(ids);
  eventsOf: DeskStore["eventsOf"] = (operator, page) => this.#events.of(operator, page);
  activity: DeskStore["activity"] = (operator) => this.#events.activity(operator);
  dayCounts: DeskStore["dayCounts"] = () => this.#events.dayCounts();
  eventsBetween: DeskStore["eventsBetween"] = (leaf, end) => this.#events.between(leaf, end);
  firstLeafSince: DeskStore["firstLeafSince"] = (time) => this.#events.firstLeafSince(time);

  findings: DeskStore["findings"] = async (query, page) => this.#findings.page(query, page);
  facets: DeskStore["facets"] = async (query) => this.#findings.facets(query);
  finding: DeskStore["finding"] = async (id) => this.#findings.byId.get(id);

  accounts: DeskStore["accounts"] = () => this.#people.accounts();
  saveAccount: DeskStore["saveAccount"] = (account, audit) => this.#people.saveAccount(account, audit);
  setPassword: DeskStore["setPassword"] = (...given) => this.#people.setPassword(...given);
  passkeysOf: DeskStore["passkeysOf"] = (account) => this.#people.passkeysOf(account);
  passkey: DeskStore["passkey"] = (id) => this.#people.passkey(id);
  addPasskey: DeskStore["addPasskey"] = (passkey, audit) => this.#people.addPasskey(passkey, audit);
  usePasskey: DeskStore["usePasskey"] = (...given) => this.#people.usePasskey(...given);
  removePasskey: DeskStore["removePasskey"] = (...given) => this.#people.removePasskey(...given);
  audit: DeskStore["audit"] = (row) => this.#people.audit(row);
  auditTrail: DeskStore["auditTrail"] = (page) => this.#people.auditTrail(page);
  signInsOf: DeskStore["signInsOf"] = (account, limit) => this.#people.signInsOf(account, limit);

  constructor(teller?: Teller) {
    this.#teller = teller;
  }

  async position(): Promise<number> {
    return this.#position;
  }

  async advance(advance: Advance): Promise<void> {
    const { position, events, findings, suppressed, steps, now } = advance;
    this.#events.add(events);
    const homes = new Map(
      steps.flatMap(({ incident, step }) =>
        step.do === "opened"
          ? step.findings.map((finding) => [finding, incident] as const)
          : step.do === "finding-added"
            ? [[step.finding, incident] as const]
            : [],
      ),
    );
    const before = this.#findings.byId;
    const notices = this.#teller?.ofFindings({ findings, before, suppressed, homes, now });
    this.#findings.tell(advance, homes);
    for (const step of steps) this.#append(step);
    this.#position = position;
    await this.#tell(notices);
  }

  async openWork(asked: OpenWorkQuery): Promise<OpenWork> {
    const { items } = await this.incidents({}, { limit: Number.MAX_SAFE_INTEGER });
    return {
      ...this.#findings.open(asked),
      proposed: items
        .filter(({ state }) => state === "close-proposed")
        .toSorted((a, b) => later(b.changed, a.changed) || (a.id < b.id ? -1 : 1)),
      closed: items.filter(
        (each) =>
          !isOpen(each) &&
          each.changed >= asked.learned &&
          !this.#findings.isOf(each.id, asked.without ?? []),
      ).length,
    };
  }

  async incident(id: string): Promise<Incident | undefined> {
    const steps = this.#steps.get(id);
    return steps === undefined
      ? undefined
      : foldIncident(steps, (finding) => this.#findings.byId.get(finding));
  }

  async incidents(query: IncidentQuery, page: Paging) {
    const matching = incidentsMatching(await this.#incidents(), [...this.#findings.byId.values()], query);
    const sorted = matching.toSorted((a, b) => later(a.changed, b.changed) || (a.id < b.id ? -1 : 1));
    return pageOf(sorted, page);
  }

  async incidentFacets(query: IncidentQuery) {
    return countedIncidents(await this.#incidents(), [...this.#findings.byId.values()], query);
  }

  async unmaskTries(since: string): Promise<RecordedStep[]> {
    return [...this.#steps.values()]
      .flat()
      .filter(({ at, step }) => step.do === "unmask-tried" && at >= since)
      .toSorted((a, b) => later(b.at, a.at) || later(b.incident, a.incident) || a.number - b.number);
  }

  async openIncidentsOf(operator: string): Promise<Incident[]> {
    const { items } = await this.incidents({ open: true }, { limit: Number.MAX_SAFE_INTEGER });
    return items
      .filter(({ operators }) => operators.includes(operator))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  async record(
    steps: readonly RecordedStep[],
    states: ReadonlyMap<string, FindingState>,
    audit: AuditRow,
  ): Promise<void> {
    for (const { incident, number } of steps)
      if (number < (this.#steps.get(incident)?.length ?? 0))
        throw new CounterwatchError("conflict", "somebody else was quicker", {
          remedy: "Load the page again.",
        });
    for (const step of steps) this.#append(step);
    this.#findings.move(steps);
    this.#findings.setStates(states, audit.at);
    for (const { incident } of steps)
      this.#findings.setOwner(incident, (await this.incident(incident))?.owner);
    const touched = await Promise.all(
      [...new Set(steps.map(({ incident }) => incident))].map((id) => this.incident(id)),
    );
    const incidents = touched.flatMap((each) => each ?? []);
    await this.#tell(this.#teller?.ofSteps(steps, incidents));
    await this.audit(audit);
  }

  async suppressions(): Promise<Suppression[]> {
    return [...this.#suppressions];
  }

  async suppress(suppression: Suppression, audit: AuditRow): Promise<void> {
    this.#suppressions.push(suppression);
    await this.audit(audit);
  }

  async settleSuppressed(now: string): Promise<string[]> {
    const settled = this.#findings.settleSuppressed(
      (finding) => suppressedBy(finding, this.#suppressions, now) !== undefined,
      now,
    );
    const shown = settled.flatMap(([finding, state]) => (state === "new" ? [finding] : []));
    await this.#tell(
      this.#teller?.ofFindings({
        findings: shown.map((finding) => ({ finding, events: [] })),
        before: new Map(shown.map(({ id, severity, state }) => [id, { severity, state }])),
        suppressed: new Set(),
        homes: new Map(shown.map(({ id, incident }) => [id, incident])),
        now,
      }),
    );
    return settled.map(([{ id }]) => id).toSorted();
  }

  async close(): Promise<void> {}

  async #tell(notices: readonly Notice[] = []): Promise<void> {
    await this.outbox.add(notices);
    if (notices.length > 0) this.#teller?.stored();
  }

  async #incidents(): Promise<Incident[]> {
    return (await Promise.all([...this.#steps.keys()].map((id) => this.incident(id)))).flatMap(
      (each) => each ?? [],
    );
  }

  #append(step: RecordedStep): void {
    const steps = this.#steps.get(step.incident) ?? [];
    if (step.number !== steps.length) throw new CounterwatchError("conflict", "somebody else was quicker");
    steps.push(step);
    this.#steps.set(step.incident, steps);
  }
}

function isOpen({ state }: Incident): boolean {
  return state !== "closed" && state !== "merged";
}
