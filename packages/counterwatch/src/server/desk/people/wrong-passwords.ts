/**
 * Lock-out: after five wrong passwords for a name, each further attempt must wait twice as long as the one before, at most a quarter
 * of an hour. The wait is by name alone: an attacker has many addresses. It locks no passkey and no issuer out.
 *
 * Kept in memory: whoever can restart the server needs no password. A restart gives five more tries a name, no more.
 */
const FREE_TRIES = 5;
const LONGEST_WAIT = 15 * 60_000;
/** Names that are remembered for their wrong passwords. */
const MOST_NAMES = 10_000;

export class WrongPasswords {
  readonly #clock: () => number;
  readonly #failures = new Map<string, { count: number; last: number }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Milliseconds that this name has to wait before another attempt; 0: none. */
  wait(name: string): number {
    const failed = this.#failures.get(name);
    if (failed === undefined || failed.count < FREE_TRIES) return 0;
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (failed.count - FREE_TRIES));
    return Math.max(0, failed.last + wait - this.#clock());
  }

  failed(name: string): void {
    const [eldest] = this.#failures.keys();
    if (this.#failures.size >= MOST_NAMES && eldest !== undefined) this.#failures.delete(eldest);
    const before = this.#failures.get(name);
    this.#failures.delete(name);
    this.#failures.set(name, { count: (before?.count ?? 0) + 1, last: this.#clock() });
  }

  right(name: string): void {
    this.#failures.delete(name);
  }
}
