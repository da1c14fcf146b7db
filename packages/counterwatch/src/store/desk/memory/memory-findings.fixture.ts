/** Findings in memory, with what their incidents make of them. */
import type { DeskFinding, FindingState, RecordedStep } from "../../../incidents/desk/case.ts";
import type { Advance, Facet, OpenWork, OpenWorkQuery } from "../../../incidents/desk/desk-store.ts";
import type { Choice, FindingQuery } from "../../../incidents/desk/finding-query.ts";
import { CounterwatchError, severityRank } from "../../../model/index.ts";
import { facetsOf, later, pageOf, type Paging } from "./memory-order.fixture.ts";

export type Kept = DeskFinding & { readonly events: readonly string[] };

const FACETS = ["detector", "severity", "state", "operator", "owner"] as const;

export class MemoryFindings {
  readonly #byId = new Map<string, Kept>();

  get byId(): ReadonlyMap<string, Kept> {
    return this.#byId;
  }

  tell({ findings, suppressed, now }: Advance, homes: ReadonlyMap<string, string>): void {
    for (const { finding, events } of findings) {
      const before = this.#byId.get(finding.id);
      const incident = before?.incident ?? homes.get(finding.id);
      if (incident === undefined) throw new CounterwatchError("internal", "a finding belongs to an incident");
      this.#byId.set(finding.id, {
        ...finding,
        learned: before?.learned ?? now,
        changed: now,
        state: stateOf(before?.state, suppressed.has(finding.id)),
        incident,
        ...(before?.owner !== undefined && { owner: before.owner }),
        events,
      });
    }
  }

  page(query: FindingQuery, page: Paging) {
    const { items, ...rest } = pageOf(this.#matching(query).toSorted(order(query.sort)), page);
    return { ...rest, items: items.map(withoutEvents) };
  }

  facets(query: FindingQuery): Record<(typeof FACETS)[number], Facet[]> {
    const anything: Choice<never> = { only: [], not: [] };
    const facet = (field: (typeof FACETS)[number]) => {
      const counts = new Map<string, number>();
      for (const finding of this.#matching({ ...query, [field]: anything })) {
        const value = finding[field] ?? "";
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return facetsOf(counts);
    };
    return Object.fromEntries(FACETS.map((field) => [field, facet(field)])) as Record<
      (typeof FACETS)[number],
      Facet[]
    >;
  }

  open({ learned, stories, without = [] }: OpenWorkQuery): Pick<OpenWork, "findings" | "oldest"> {
    const counts = new Map<string, OpenWork["findings"][number]>();
    const others = [...this.#byId.values()].filter(({ operator }) => !without.includes(operator));
    for (const finding of others) {
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
    return {
      findings: [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
      oldest: others
        .filter(({ state, owner }) => state === "new" && owner === undefined)
        .toSorted((a, b) => later(b.learned, a.learned) || (a.id < b.id ? -1 : 1))
        .slice(0, 20)
        .map(withoutEvents),
    };
  }

  /** Whether an incident has a finding of one of these operators. */
  isOf(id: string, operators: readonly string[]): boolean {
    return [...this.#byId.values()].some(
      ({ incident, operator }) => incident === id && operators.includes(operator),
    );
  }

  /** What was split off or merged away belongs elsewhere from now on. */
  move(steps: readonly RecordedStep[]): void {
    for (const { incident, step } of steps)
      if (step.do === "split" || step.do === "merged")
        for (const [id, finding] of this.#byId)
          if (step.do === "split" ? step.findings.includes(id) : finding.incident === incident)
            this.#byId.set(id, { ...finding, incident: step.into });
  }

  setStates(states: ReadonlyMap<string, FindingState>, changed: string): void {
    for (const [id, state] of states) {
      const finding = this.#byId.get(id);
      if (finding !== undefined) this.#byId.set(id, { ...finding, state, changed });
    }
  }

  setOwner(incident: string, owner: string | undefined): void {
    for (const [id, { owner: _before, ...finding }] of this.#byId)
      if (finding.incident === incident)
        this.#byId.set(id, { ...finding, ...(owner !== undefined && { owner }) });
  }

  /** Gives those that changed, as they were. */
  settleSuppressed(
    isSuppressed: (finding: Kept) => boolean,
    changed: string,
  ): (readonly [Kept, FindingState])[] {
    const settled: (readonly [Kept, FindingState])[] = [];
    for (const [id, finding] of this.#byId) {
      const state = stateOf(finding.state, isSuppressed(finding));
      if (state === finding.state) continue;
      this.#byId.set(id, { ...finding, state, changed });
      settled.push([finding, state]);
    }
    return settled;
  }

  #matching(query: FindingQuery): Kept[] {
    return [...this.#byId.values()].filter(
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

function chosen({ only, not }: Choice, value: string): boolean {
  return (only.length === 0 || only.includes(value)) && !not.includes(value);
}

function order(sort: FindingQuery["sort"]): (a: DeskFinding, b: DeskFinding) => number {
  return (a, b) =>
    (sort === "urgency" ? severityRank(b.severity) - severityRank(a.severity) : 0) ||
    later(sort === "time" ? a.time : a.learned, sort === "time" ? b.time : b.learned) ||
    (a.id < b.id ? -1 : 1);
}
