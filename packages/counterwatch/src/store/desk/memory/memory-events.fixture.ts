/** Look-ups in memory, with what retention asks of them. */
import type { DayCount, StoredEvent } from "../../../incidents/desk/desk-store.ts";
import type { RetentionStore } from "../../../incidents/desk/retention-store.ts";
import type { Kept } from "./memory-findings.fixture.ts";

export class MemoryEvents {
  readonly #byId = new Map<string, StoredEvent>();

  add(events: readonly StoredEvent[]): void {
    for (const event of events) this.#byId.set(event.event.id, event);
  }

  values(): Iterable<StoredEvent> {
    return this.#byId.values();
  }

  async byId(ids: readonly string[]): Promise<StoredEvent[]> {
    return ids.flatMap((id) => this.#byId.get(id) ?? []).toSorted((a, b) => a.leaf - b.leaf);
  }

  async of(
    operator: string,
    { limit, before }: { limit: number; before?: string | undefined },
  ): Promise<StoredEvent[]> {
    return this.#all()
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
    for (const { event } of this.#byId.values()) {
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
    const all = this.#all().map(({ event }) => event);
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

  async between(leaf: number, end: number): Promise<StoredEvent[]> {
    return this.#all()
      .filter((each) => each.leaf >= leaf && each.leaf < Math.min(end, leaf + 2000))
      .toSorted((a, b) => a.leaf - b.leaf);
  }

  async firstLeafSince(time: string): Promise<number | undefined> {
    const leaves = this.#all()
      .filter(({ event }) => event.time >= time)
      .map(({ leaf }) => leaf);
    return leaves.length === 0 ? undefined : Math.min(...leaves);
  }

  retention(findings: () => Iterable<Kept>): RetentionStore {
    return {
      sources: async () => [...new Set(this.#all().map(({ event }) => event.source))].toSorted(),
      leavesPast: async (source, { before, from, below }, limit) =>
        this.#all()
          .filter(
            ({ event, leaf }) =>
              event.source === source && leaf >= from && leaf < below && event.time < before,
          )
          .map(({ leaf }) => leaf)
          .toSorted((a, b) => a - b)
          .slice(0, limit),
      leavesById: async (ids) => (await this.byId(ids)).map(({ leaf }) => leaf),
      heldFindings: async (closed, after, limit) =>
        [...findings()]
          .filter(
            ({ id, state, changed }) =>
              id > after && state !== "suppressed" && (state !== "closed" || changed >= closed),
          )
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .slice(0, limit)
          .map(({ id, since, events }) => ({ id, since, events })),
      present: async (leaves) => this.#all().filter(({ leaf }) => leaves.includes(leaf)).length,
      forget: async (leaves) => {
        const gone = new Set(leaves);
        for (const [id, { leaf }] of this.#byId) if (gone.has(leaf)) this.#byId.delete(id);
      },
    };
  }

  #all(): StoredEvent[] {
    return [...this.#byId.values()];
  }
}
