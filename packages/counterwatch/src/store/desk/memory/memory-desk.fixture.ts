/** The desk's store in memory: the oracle that both adapters are compared with. */
import type {
  Account,
  DeskFinding,
  FindingState,
  Incident,
  RecordedStep,
  Suppression,
} from "../../../incidents/desk/case.ts";
import type {
  Advance,
  AuditRow,
  DayCount,
  DeskStore,
  Facet,
  OpenWork,
  Page,
  StoredEvent,
} from "../../../incidents/desk/desk-store.ts";
import type { Choice, FindingQuery } from "../../../incidents/desk/finding-query.ts";
import { foldIncident } from "../../../incidents/desk/incident-fold.ts";
import type { IncidentQuery } from "../../../incidents/desk/incident-query.ts";
import { checkCounter, type Passkey } from "../../../incidents/desk/passkey.ts";
import { suppressedBy } from "../../../incidents/desk/suppression.ts";
import type { Notice } from "../../../incidents/notices/notice.ts";
import type { Teller } from "../../../incidents/notices/outbox.ts";
import type { RetentionStore } from "../../../incidents/desk/retention-store.ts";
import { CounterwatchError, severityRank } from "../../../model/index.ts";
import { MemoryOutbox } from "./memory-outbox.fixture.ts";
import { countedIncidents, incidentsMatching } from "./memory-incidents.fixture.ts";
import { MemoryLookUps } from "./memory-look-ups.fixture.ts";

type Kept = DeskFinding & { readonly events: readonly string[] };
const FACETS = ["detector", "severity", "state", "operator", "owner"] as const;

export class MemoryDesk implements DeskStore {
  readonly outbox = new MemoryOutbox((row) => this.#audit.push(row));
  readonly #teller: Teller | undefined;
  #position = 0;
  readonly #events = new Map<string, StoredEvent>();
  readonly lookUps = new MemoryLookUps(() => this.#events.values());
  readonly retention: RetentionStore = {
    sources: async () => [...new Set([...this.#events.values()].map(({ event }) => event.source))].toSorted(),
    leavesPast: async (source, { before, from, below }, limit) =>
      [...this.#events.values()]
        .filter(
          ({ event, leaf }) => event.source === source && leaf >= from && leaf < below && event.time < before,
        )
        .map(({ leaf }) => leaf)
        .toSorted((a, b) => a - b)
        .slice(0, limit),
    leavesById: async (ids) => (await this.eventsById(ids)).map(({ leaf }) => leaf),
    heldFindings: async (closed, after, limit) =>
      [...this.#findings.values()]
        .filter(
          ({ id, state, changed }) =>
            id > after && state !== "suppressed" && (state !== "closed" || changed >= closed),
        )
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map(({ id, since, events }) => ({ id, since, events })),
    present: async (leaves) => [...this.#events.values()].filter(({ leaf }) => leaves.includes(leaf)).length,
    forget: async (leaves) => {
      const gone = new Set(leaves);
      for (const [id, { leaf }] of this.#events) if (gone.has(leaf)) this.#events.delete(id);
    },
  };
  readonly #findings = new Map<string, Kept>();
  readonly #steps = new Map<string, RecordedStep[]>();
  readonly #suppressions: Suppression[] = [];
  readonly #accounts = new Map<string, Account>();
  readonly #passkeys = new Map<string, Passkey>();
  readonly #audit: AuditRow[] = [];

  constructor(teller?: Teller) {
    this.#teller = teller;
  }

  async position(): Promise<number> {
    return this.#position;
  }

  async advance({ position, events, findings, suppressed, steps, now }: Advance): Promise<void> {
    for (const event of events) this.#events.set(event.event.id, event);
    const homes = new Map(
      steps.flatMap(({ incident, step }) =>
        step.do === "opened"
          ? step.findings.map((finding) => [finding, incident] as const)
          : step.do === "finding-added"
            ? [[step.finding, incident] as const]
            : [],
      ),
    );
    const notices = this.#teller?.ofFindings({
      findings,
      before: this.#findings,
      suppressed,
      homes,
      now,
    });
    for (const { finding, events: ids } of findings) {
      const before = this.#findings.get(finding.id);
      const incident = before?.incident ?? homes.get(finding.id);
      if (incident === undefined) throw new CounterwatchError("internal", "a finding belongs to an incident");
      this.#findings.set(finding.id, {
        ...finding,
        learned: before?.learned ?? now,
        changed: now,
        state: stateOf(before?.state, suppressed.has(finding.id)),
        incident,
        ...(before?.owner !== undefined && { owner: before.owner }),
        events: ids,
      });
    }
    for (const step of steps) this.#append(step);
    this.#position = position;
    await this.#tell(notices);
  }

  async findings(
    query: FindingQuery,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<Page<DeskFinding>> {
    const all = this.#matching(query).toSorted(order(query.sort));
    const from = after === undefined ? 0 : Number(after);
    return {
      items: all.slice(from, from + limit).map(withoutEvents),
      total: all.length,
      next: from + limit < all.length ? String(from + limit) : undefined,
    };
  }

  async facets(query: FindingQuery) {
    const anything: Choice<never> = { only: [], not: [] };
    return Object.fromEntries(
      FACETS.map((field) => {
        const counts = new Map<string, number>();
        for (const finding of this.#matching({ ...query, [field]: anything })) {
          const value = finding[field] ?? "";
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        return [field, ordered(counts)];
      }),
    ) as Record<(typeof FACETS)[number], Facet[]>;
  }

  async finding(id: string): Promise<Kept | undefined> {
    return this.#findings.get(id);
  }

  async eventsById(ids: readonly string[]): Promise<StoredEvent[]> {
    return ids.flatMap((id) => this.#events.get(id) ?? []).toSorted((a, b) => a.leaf - b.leaf);
  }

  async eventsOf(
    operator: string,
    { limit, before }: { limit: number; before?: string | undefined },
  ): Promise<StoredEvent[]> {
    return [...this.#events.values()]
      .filter(
        ({ event, leaf }) =>
          event.operator.id === operator && (before === undefined || leaf < Number(before)),
      )
      .toSorted((a, b) => b.leaf - a.leaf)
      .slice(0, limit);
  }

  async activity(operator: string | undefined) {
    const counts = new Map<string, number>();
    let total = 0;
    for (const { event } of this.#events.values()) {
      if (operator !== undefined && event.operator.id !== operator) continue;
      total++;
      const day = event.time.slice(0, 10);
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    const days = [...counts]
      .map(([value, count]) => ({ value, count }))
      .toSorted((a, b) => (a.value < b.value ? -1 : 1));
    return { days, total };
  }

  async dayCounts(): Promise<DayCount[]> {
    const all = [...this.#events.values()].map(({ event }) => event);
    const newest = Math.max(...all.map(({ time }) => Date.parse(time)));
    const since = all.length === 0 ? "" : new Date(newest - 99 * 86_400_000).toISOString().slice(0, 10);
    const counts = new Map<string, number>();
    for (const { source, time } of all) {
      const key = JSON.stringify([source, time.slice(0, 10)]);
      if (time >= since) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts]
      .map(([key, count]) => {
        const [source, day] = JSON.parse(key) as [string, string];
        return { source, day, count };
      })
      .toSorted((a, b) => b.count - a.count || (a.source + a.day < b.source + b.day ? -1 : 1));
  }

  async eventsBetween(leaf: number, end: number): Promise<StoredEvent[]> {
    return [...this.#events.values()]
      .filter((each) => each.leaf >= leaf && each.leaf < Math.min(end, leaf + 2000))
      .toSorted((a, b) => a.leaf - b.leaf);
  }

  async firstLeafSince(time: string): Promise<number | undefined> {
    const leaves = [...this.#events.values()]
      .filter(({ event }) => event.time >= time)
      .map(({ leaf }) => leaf);
    return leaves.length === 0 ? undefined : Math.min(...leaves);
  }

  async openWork({ learned, stories }: { learned: string; stories: string }): Promise<OpenWork> {
    const counts = new Map<string, OpenWork["findings"][number]>();
    for (const finding of this.#findings.values()) {
      const { severity, state } = finding;
      const owned = finding.owner !== undefined;
      const key = [severity, state, Number(owned)].join(" ");
      const known = counts.get(key) ?? { severity, state, owned, count: 0, fresh: 0, stories: 0 };
      counts.set(key, {
        ...known,
        count: known.count + 1,
        fresh: known.fresh + Number(finding.learned >= learned),
        stories: known.stories + Number(finding.detector.startsWith("story/") && finding.time >= stories),
      });
    }
    const { items } = await this.incidents({}, { limit: Number.MAX_SAFE_INTEGER });
    return {
      findings: [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
      oldest: [...this.#findings.values()]
        .filter(({ state, owner }) => state === "new" && owner === undefined)
        .toSorted((a, b) => later(b.learned, a.learned) || (a.id < b.id ? -1 : 1))
        .slice(0, 20)
        .map(withoutEvents),
      proposed: items
        .filter(({ state }) => state === "close-proposed")
        .toSorted((a, b) => later(b.changed, a.changed) || (a.id < b.id ? -1 : 1)),
      closed: items.filter((each) => !isOpen(each) && each.changed >= learned).length,
    };
  }

  async incident(id: string): Promise<Incident | undefined> {
    const steps = this.#steps.get(id);
    return steps === undefined ? undefined : foldIncident(steps, (finding) => this.#findings.get(finding));
  }

  async incidents(
    query: IncidentQuery,
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<Page<Incident>> {
    const matching = incidentsMatching(await this.#incidents(), [...this.#findings.values()], query);
    const all = matching.toSorted((a, b) =>
      a.changed === b.changed ? (a.id < b.id ? -1 : 1) : a.changed < b.changed ? 1 : -1,
    );
    const from = after === undefined ? 0 : Number(after);
    return {
      items: all.slice(from, from + limit),
      total: all.length,
      next: from + limit < all.length ? String(from + limit) : undefined,
    };
  }

  async incidentFacets(query: IncidentQuery) {
    return countedIncidents(await this.#incidents(), [...this.#findings.values()], query);
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
    for (const { incident, step } of steps)
      if (step.do === "split" || step.do === "merged")
        for (const [id, finding] of this.#findings)
          if (step.do === "split" ? step.findings.includes(id) : finding.incident === incident)
            this.#findings.set(id, { ...finding, incident: step.into });
    for (const [id, state] of states) {
      const finding = this.#findings.get(id);
      if (finding !== undefined) this.#findings.set(id, { ...finding, state, changed: audit.at });
    }
    for (const { incident } of steps) {
      const owner = (await this.incident(incident))?.owner;
      for (const [id, { owner: _before, ...finding }] of this.#findings)
        if (finding.incident === incident)
          this.#findings.set(id, { ...finding, ...(owner !== undefined && { owner }) });
    }
    const touched = await Promise.all(
      [...new Set(steps.map(({ incident }) => incident))].map((id) => this.incident(id)),
    );
    await this.#tell(
      this.#teller?.ofSteps(
        steps,
        touched.flatMap((each) => each ?? []),
      ),
    );
    this.#audit.push(audit);
  }

  async suppressions(): Promise<Suppression[]> {
    return [...this.#suppressions];
  }
  async suppress(suppression: Suppression, audit: AuditRow): Promise<void> {
    this.#suppressions.push(suppression);
    this.#audit.push(audit);
  }
  async settleSuppressed(now: string): Promise<string[]> {
    const changed: string[] = [];
    const shown: Kept[] = [];
    for (const [id, finding] of this.#findings) {
      const state = stateOf(finding.state, suppressedBy(finding, this.#suppressions, now) !== undefined);
      if (state === finding.state) continue;
      this.#findings.set(id, { ...finding, state, changed: now });
      changed.push(id);
      if (state === "new") shown.push(finding);
    }
    await this.#tell(
      this.#teller?.ofFindings({
        findings: shown.map((finding) => ({ finding, events: [] })),
        before: new Map(shown.map(({ id, severity, state }) => [id, { severity, state }])),
        suppressed: new Set(),
        homes: new Map(shown.map(({ id, incident }) => [id, incident])),
        now,
      }),
    );
    return changed.toSorted();
  }
  async accounts(): Promise<Account[]> {
    return [...this.#accounts.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
  async saveAccount(account: Account, audit: AuditRow): Promise<void> {
    this.#accounts.set(account.name, account);
    this.#audit.push(audit);
  }
  async setPassword(name: string, password: string, audit: AuditRow): Promise<void> {
    const account = this.#accounts.get(name);
    if (account === undefined) throw new CounterwatchError("not-found", "there is no such account");
    await this.saveAccount({ ...account, password }, audit);
  }
  async passkeysOf(account: string): Promise<Passkey[]> {
    return [...this.#passkeys.values()]
      .filter((passkey) => passkey.account === account)
      .toSorted((a, b) => later(b.made, a.made) || (a.id < b.id ? -1 : 1));
  }
  async passkey(id: string): Promise<Passkey | undefined> {
    return this.#passkeys.get(id);
  }
  async addPasskey(passkey: Passkey, audit: AuditRow): Promise<void> {
    if (this.#passkeys.has(passkey.id)) throw new CounterwatchError("conflict", "it is known already");
    this.#passkeys.set(passkey.id, passkey);
    this.#audit.push(audit);
  }
  async usePasskey(id: string, counter: number, audit: AuditRow): Promise<void> {
    const passkey = this.#passkeys.get(id);
    if (passkey === undefined) throw new CounterwatchError("not-found", "there is no such passkey");
    checkCounter(passkey.counter, counter);
    this.#passkeys.set(id, { ...passkey, counter, used: audit.at });
    this.#audit.push(audit);
  }
  async removePasskey(account: string, id: string, audit: AuditRow): Promise<void> {
    if (this.#passkeys.get(id)?.account !== account)
      throw new CounterwatchError("not-found", "there is no such passkey");
    this.#passkeys.delete(id);
    this.#audit.push(audit);
  }
  async audit(row: AuditRow): Promise<void> {
    this.#audit.push(row);
  }
  async auditTrail({ limit, after }: { limit: number; after?: string | undefined }): Promise<Page<AuditRow>> {
    const all = this.#audit.toReversed();
    const from = after === undefined ? 0 : Number(after);
    return {
      items: all.slice(from, from + limit),
      total: all.length,
      next: from + limit < all.length ? String(from + limit) : undefined,
    };
  }
  async signInsOf(account: string, limit: number): Promise<string[]> {
    return this.#audit
      .filter(({ by, action }) => by === account && action === "sign-in")
      .map(({ at }) => at)
      .toReversed()
      .slice(0, limit);
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

  #matching(query: FindingQuery): Kept[] {
    return [...this.#findings.values()].filter(
      (finding) =>
        FACETS.every((field) => chosen(query[field], finding[field] ?? "")) &&
        query.words.every((word) => finding.explanation.toLowerCase().includes(word.toLowerCase())) &&
        !(query.without ?? []).includes(finding.operator) &&
        (query.since === undefined || finding.learned >= query.since) &&
        (query.until === undefined || finding.learned < query.until),
    );
  }
}

/** Work that was begun goes on, whatever is suppressed. */
function stateOf(before: FindingState | undefined, suppressed: boolean): FindingState {
  return before === undefined || before === "new" || before === "suppressed"
    ? suppressed
      ? "suppressed"
      : "new"
    : before;
}

function withoutEvents(kept: Kept): DeskFinding {
  const { events: _events, ...finding } = kept;
  return finding;
}

function isOpen({ state }: Incident): boolean {
  return state !== "closed" && state !== "merged";
}

function chosen({ only, not }: Choice, value: string): boolean {
  return (only.length === 0 || only.includes(value)) && !not.includes(value);
}

function later(a: string, b: string): number {
  return a === b ? 0 : a < b ? 1 : -1;
}

function order(sort: FindingQuery["sort"]): (a: DeskFinding, b: DeskFinding) => number {
  return (a, b) =>
    (sort === "urgency" ? severityRank(b.severity) - severityRank(a.severity) : 0) ||
    later(sort === "time" ? a.time : a.learned, sort === "time" ? b.time : b.learned) ||
    (a.id < b.id ? -1 : 1);
}

function ordered(counts: ReadonlyMap<string, number>): Facet[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
