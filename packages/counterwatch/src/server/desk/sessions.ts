/**
 * Who is signed in. A session is 32 random bytes of which only the hash is kept; it ends after half an hour without a request and
 * after twelve hours in any case, and a restart ends all of them. Signing in always makes a new one, so that none can be fixed beforehand.
 *
 * Lock-out: after five wrong passwords for a name, each further attempt must wait twice as long as the one before, at most a quarter
 * of an hour. The wait is by name alone: an attacker has many addresses.
 */
import { createHash, randomBytes } from "node:crypto";

const IDLE = 30 * 60_000;
const WHOLE = 12 * 3_600_000;
const FREE_TRIES = 5;
const LONGEST_WAIT = 15 * 60_000;
/** Names that are remembered for their wrong passwords. */
const MOST_NAMES = 10_000;

interface Session {
  readonly account: string;
  readonly began: number;
  seen: number;
}

export class Sessions {
  readonly #clock: () => number;
  readonly #sessions = new Map<string, Session>();
  readonly #failures = new Map<string, { count: number; last: number }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The token for the cookie; it is not kept. */
  open(account: string): string {
    const token = randomBytes(32).toString("base64url");
    const now = this.#clock();
    this.#sessions.set(print(token), { account, began: now, seen: now });
    this.#failures.delete(account);
    return token;
  }

  /** Name of the account, or undefined where there is no such session any more. */
  accountOf(token: string): string | undefined {
    const key = print(token);
    const session = this.#sessions.get(key);
    if (session === undefined) return undefined;
    const now = this.#clock();
    if (now - session.seen > IDLE || now - session.began > WHOLE) {
      this.#sessions.delete(key);
      return undefined;
    }
    session.seen = now;
    return session.account;
  }

  close(token: string): void {
    this.#sessions.delete(print(token));
  }

  /** All of one account: its password or roles have changed. */
  closeAll(account: string): void {
    for (const [key, session] of this.#sessions) if (session.account === account) this.#sessions.delete(key);
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
}

function print(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
