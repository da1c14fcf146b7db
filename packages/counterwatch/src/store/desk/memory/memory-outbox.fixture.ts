/** The outbox in memory: what the databases are compared with. */
import type { AuditRow } from "../../../incidents/desk/desk-store.ts";
import type { Notice } from "../../../incidents/notices/notice.ts";
import type {
  ClaimedNotice,
  Outbox,
  OutboxEntry,
  OutboxFilter,
  Settling,
  StoppedTarget,
} from "../../../incidents/notices/outbox.ts";
import { refuseUnlessDead } from "../outbox-sql.ts";

export class MemoryOutbox implements Outbox {
  readonly #entries = new Map<string, ClaimedNotice>();
  readonly #stopped = new Map<string, StoppedTarget>();
  readonly #audited: (row: AuditRow) => void;

  constructor(audited: (row: AuditRow) => void) {
    this.#audited = audited;
  }

  async add(notices: readonly Notice[]): Promise<void> {
    for (const { due, ...notice } of notices)
      if (!this.#entries.has(notice.id))
        this.#entries.set(notice.id, {
          ...notice,
          state: "waiting",
          attempts: 0,
          next: due,
          reason: undefined,
          changed: notice.made,
        });
  }

  async claim(
    target: string,
    { now, until, limit }: { now: string; until: string; limit: number },
  ): Promise<ClaimedNotice[]> {
    return [...this.#entries.values()]
      .filter((entry) => entry.target === target && entry.state === "waiting" && entry.next <= now)
      .toSorted((a, b) => compare(a.next, b.next) || compare(a.id, b.id))
      .slice(0, limit)
      .map((entry) => this.#put({ ...entry, attempts: entry.attempts + 1, next: until, changed: now }));
  }

  async settle(ids: readonly string[], settling: Settling, now: string): Promise<void> {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry === undefined) continue;
      this.#put({
        ...entry,
        state: settling.state,
        reason: settling.state === "delivered" ? undefined : settling.reason,
        next: settling.state === "waiting" ? settling.next : entry.next,
        changed: now,
      });
    }
  }

  async due(): Promise<Map<string, string>> {
    const due = new Map<string, string>();
    for (const { target, state, next } of this.#entries.values())
      if (state === "waiting" && next < (due.get(target) ?? "~")) due.set(target, next);
    return due;
  }

  async entries(
    { state, target }: OutboxFilter,
    { limit, after }: { limit: number; after?: string | undefined },
  ) {
    const all = [...this.#entries.values()]
      .filter((entry) => state === undefined || entry.state === state)
      .filter((entry) => target === undefined || entry.target === target)
      .toSorted((a, b) => compare(b.changed, a.changed) || compare(a.id, b.id))
      .map(({ body: _body, ...entry }): OutboxEntry => entry);
    const from = Number(after ?? 0);
    const next = from + limit < all.length ? String(from + limit) : undefined;
    return { items: all.slice(from, from + limit), total: all.length, next };
  }

  async counts() {
    const groups = new Map<string, ClaimedNotice[]>();
    for (const entry of this.#entries.values()) {
      const key = `${entry.target}\n${entry.state}`;
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    return [...groups.values()]
      .map((entries) => {
        const [{ target, state }] = entries as [ClaimedNotice];
        const [eldest = ""] = entries.map(({ made }) => made).toSorted();
        return { target, state, count: entries.length, eldest };
      })
      .toSorted((a, b) => compare(a.target, b.target) || compare(a.state, b.state));
  }

  async retry(id: string, audit: AuditRow): Promise<void> {
    const entry = this.#entries.get(id);
    refuseUnlessDead(entry?.state);
    this.#put({
      ...(entry as ClaimedNotice),
      state: "waiting",
      attempts: 0,
      next: audit.at,
      changed: audit.at,
    });
    this.#audited(audit);
  }

  async stopped(): Promise<StoppedTarget[]> {
    return [...this.#stopped.values()].toSorted((a, b) => compare(a.target, b.target));
  }

  async stop(stopped: StoppedTarget): Promise<void> {
    this.#stopped.set(stopped.target, stopped);
  }

  async resume(target: string): Promise<void> {
    this.#stopped.delete(target);
  }

  #put(entry: ClaimedNotice): ClaimedNotice {
    this.#entries.set(entry.id, entry);
    return entry;
  }
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
