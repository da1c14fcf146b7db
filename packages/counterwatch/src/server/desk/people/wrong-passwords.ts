/**
 * Lock-out: after five wrong passwords for a name, each further attempt must wait twice as long as the one before, at most a quarter
 * of an hour. The wait is by name alone: an attacker has many addresses. It locks no passkey and no issuer out.
 *
 * Kept in memory, and after a restart recalled from the trail, which has the failures of names that exist: whoever can make the server
 * stumble gets no more tries by it.
 */
import type { AuditRow, DeskStore } from "../../../incidents/desk/desk-store.ts";
import { allOf } from "../paging.ts";

const FREE_TRIES = 5;
const LONGEST_WAIT = 15 * 60_000;
/** Names that are remembered for their wrong passwords. */
const MOST_NAMES = 10_000;
/** How far back the trail is read, in milliseconds and rows. */
const RECALLED = 86_400_000;
const MOST_RECALLED = 5000;

export class WrongPasswords {
  readonly #clock: () => number;
  readonly #failures = new Map<string, { count: number; last: number }>();

  #recalled: Promise<void> | undefined;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Before the first answer; a store that does not answer is asked again. */
  async recall(store: Pick<DeskStore, "auditTrail">): Promise<void> {
    this.#recalled ??= this.#recall(store).catch((cause: unknown) => {
      this.#recalled = undefined;
      throw cause;
    });
    await this.#recalled;
  }

  /** Milliseconds that this name has to wait before another attempt; 0: none. */
  wait(name: string): number {
    const failed = this.#failures.get(name);
    if (failed === undefined || failed.count < FREE_TRIES) return 0;
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (failed.count - FREE_TRIES));
    return Math.max(0, failed.last + wait - this.#clock());
  }

  failed(name: string): void {
    this.#failedAt(name, this.#clock());
  }

  right(name: string): void {
    this.#failures.delete(name);
  }

  #failedAt(name: string, last: number): void {
    const [eldest] = this.#failures.keys();
    if (this.#failures.size >= MOST_NAMES && eldest !== undefined) this.#failures.delete(eldest);
    const before = this.#failures.get(name);
    this.#failures.delete(name);
    this.#failures.set(name, { count: (before?.count ?? 0) + 1, last });
  }

  async #recall(store: Pick<DeskStore, "auditTrail">): Promise<void> {
    const since = this.#clock() - RECALLED;
    const rows: AuditRow[] = [];
    for await (const row of allOf((page) => store.auditTrail(page))) {
      if (Date.parse(row.at) < since || rows.length >= MOST_RECALLED) break;
      rows.push(row);
    }
    for (const { at, by, action, detail } of rows.toReversed()) {
      // Passkeys and the issuer say so in the detail: neither has to do with passwords.
      if (detail !== undefined) continue;
      if (action === "sign-in.failed") this.#failedAt(by, Date.parse(at));
      if (action === "sign-in") this.right(by);
    }
  }
}
