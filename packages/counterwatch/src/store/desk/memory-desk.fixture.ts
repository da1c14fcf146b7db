/** The desk's store in memory: the oracle that both adapters are compared with. */
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
} from "../../incidents/desk/desk-store.ts";
import type { Choice, FindingQuery } from "../../incidents/desk/finding-query.ts";
import { foldIncident } from "../../incidents/desk/incident-fold.ts";
import { CounterwatchError, severityRank } from "../../model/index.ts";

type Kept = DeskFinding & { readonly events: readonly string[] };
const FACETS = ["detector", "severity", "state", "operator", "owner"] as const;

export class MemoryDesk implements DeskStore {
  #position = 0;
  readonly #events = new Map<string, StoredEvent>();
  readonly #findings = new Map<string, Kept>();
  readonly #steps = new Map<string, RecordedStep[]>();
  readonly #suppressions: Suppression[] = [];
  readonly #accounts = new Map<string, Account>();
  readonly #audit: AuditRow[] = [];

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

  async incident(id: string): Promise<Incident | undefined> {
    const steps = this.#steps.get(id);
    return steps === undefined ? undefined : foldIncident(steps, (finding) => this.#findings.get(finding));
  }

  async incidents(
    { open, owner }: { open?: boolean | undefined; owner?: string | undefined },
    { limit, after }: { limit: number; after?: string | undefined },
  ): Promise<Page<Incident>> {
    const all = (await Promise.all([...this.#steps.keys()].map((id) => this.incident(id))))
      .flatMap((each) => each ?? [])
      .filter((each) => open === undefined || isOpen(each) === open)
      .filter((each) => owner === undefined || each.owner === owner)
      .toSorted((a, b) =>
        a.changed === b.changed ? (a.id < b.id ? -1 : 1) : a.changed < b.changed ? 1 : -1,
      );
    const from = after === undefined ? 0 : Number(after);
    return {
      items: all.slice(from, from + limit),
      total: all.length,
      next: from + limit < all.length ? String(from + limit) : undefined,
    };
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
    for (const [id, state] of states) {
      const finding = this.#findings.get(id);
      if (finding !== undefined) this.#findings.set(id, { ...finding, state, changed: audit.at });
    }
    for (const { incident } of steps) {
      const owner = (await this.incident(incident))?.owner;
      for (const [id, finding] of this.#findings)
        if (finding.incident === incident && owner !== undefined)
          this.#findings.set(id, { ...finding, owner });
    }
    this.#audit.push(audit);
  }

  async suppressions(): Promise<Suppression[]> {
    return [...this.#suppressions];
  }
  async suppress(suppression: Suppression, audit: AuditRow): Promise<void> {
    this.#suppressions.push(suppression);
    this.#audit.push(audit);
  }
  async accounts(): Promise<Account[]> {
    return [...this.#accounts.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
  async saveAccount(account: Account, audit: AuditRow): Promise<void> {
    this.#accounts.set(account.name, account);
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
  async close(): Promise<void> {}

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
