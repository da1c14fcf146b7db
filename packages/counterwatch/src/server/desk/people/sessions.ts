/**
 * Who is signed in. A session is 32 random bytes of which only the hash is kept; it ends after half an hour without a request and
 * after twelve hours in any case, and a restart ends all of them. Signing in always makes a new one, so that none can be fixed beforehand.
 */
import { createHash, randomBytes } from "node:crypto";

const IDLE = 30 * 60_000;
const WHOLE = 12 * 3_600_000;
/** How long after a password or a passkey was given its owner may change how they sign in. */
const PROOF = 10 * 60_000;
/** Of one account at a time; the eldest ends. */
const MOST_SESSIONS = 20;
const ID_LENGTH = 16;

export type Means = "password" | "passkey" | "oidc";

interface Session {
  readonly account: string;
  readonly means: Means;
  readonly began: number;
  readonly idToken: string | undefined;
  seen: number;
  /** Milliseconds when a password or a passkey was given last; an issuer's word is not one: it may remember people for weeks. */
  proven: number | undefined;
}

/** A session as its owner sees it. */
interface ShownSession {
  /** Names it, and opens nothing. */
  readonly id: string;
  readonly means: Means;
  /** RFC 3339. */
  readonly began: string;
  readonly seen: string;
}

export class Sessions {
  /** Of the wall, in milliseconds. */
  readonly clock: () => number;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** The token for the cookie; it is not kept. */
  open(account: string, means: Means = "password", idToken?: string): string {
    const token = randomBytes(32).toString("base64url");
    const now = this.clock();
    this.#sweep(now);
    const own = [...this.#sessions].filter(([, session]) => session.account === account);
    for (const [key] of own.slice(0, Math.max(0, own.length + 1 - MOST_SESSIONS))) this.#sessions.delete(key);
    const proven = means === "oidc" ? undefined : now;
    this.#sessions.set(print(token), { account, means, began: now, seen: now, proven, idToken });
    return token;
  }

  /** Name of the account, or undefined where there is no such session any more. */
  accountOf(token: string): string | undefined {
    const session = this.#alive(token);
    if (session !== undefined) session.seen = this.clock();
    return session?.account;
  }

  idOf(token: string): string {
    return print(token).slice(0, ID_LENGTH);
  }

  /** What the issuer gave at the sign-in, to sign out there, too. */
  idTokenOf(token: string): string | undefined {
    return this.#alive(token)?.idToken;
  }

  /** Whether its owner has shown lately that it is them. */
  isProven(token: string): boolean {
    const proven = this.#alive(token)?.proven;
    return proven !== undefined && this.clock() - proven <= PROOF;
  }

  prove(token: string): void {
    const session = this.#alive(token);
    if (session !== undefined) session.proven = this.clock();
  }

  /** Of one account, the last used first. */
  of(account: string): ShownSession[] {
    this.#sweep(this.clock());
    return [...this.#sessions]
      .filter(([, session]) => session.account === account)
      .toSorted(([, a], [, b]) => b.seen - a.seen)
      .map(([key, { means, began, seen }]) => ({
        id: key.slice(0, ID_LENGTH),
        means,
        began: new Date(began).toISOString(),
        seen: new Date(seen).toISOString(),
      }));
  }

  close(token: string): void {
    this.#sessions.delete(print(token));
  }

  /** Whether this account had such a session. */
  closeById(account: string, id: string): boolean {
    for (const [key, session] of this.#sessions)
      if (session.account === account && key.slice(0, ID_LENGTH) === id) return this.#sessions.delete(key);
    return false;
  }

  /** All of one account: its password or roles have changed, or it was asked for. */
  closeAll(account: string): void {
    for (const [key, session] of this.#sessions) if (session.account === account) this.#sessions.delete(key);
  }

  #alive(token: string): Session | undefined {
    const key = print(token);
    const session = this.#sessions.get(key);
    if (session === undefined || isOver(session, this.clock())) {
      this.#sessions.delete(key);
      return undefined;
    }
    return session;
  }

  #sweep(now: number): void {
    for (const [key, session] of this.#sessions) if (isOver(session, now)) this.#sessions.delete(key);
  }
}

function isOver({ seen, began }: Session, now: number): boolean {
  return now - seen > IDLE || now - began > WHOLE;
}

function print(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
