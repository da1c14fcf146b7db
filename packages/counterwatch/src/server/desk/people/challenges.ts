/**
 * What the server has to remember between the beginning of a sign-in and its end: a challenge, or what was sent to an issuer. Each is
 * for one holder (a cookie, or a session), for one purpose, once, for five minutes. Who holds it is kept as a hash.
 */
import { createHash, randomBytes } from "node:crypto";

const LIFE = 5 * 60_000;
/** Anybody may begin to sign in: beyond it the eldest is forgotten, and its owner begins again. */
const MOST = 10_000;

interface Kept {
  readonly value: unknown;
  readonly until: number;
}

export class Challenges {
  readonly #clock: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** 32 random bytes, base64url. */
  static random(): string {
    return randomBytes(32).toString("base64url");
  }

  /** One at a time for each holder and purpose: the one before ends. */
  keep(holder: string, purpose: string, value: unknown): void {
    const [eldest] = this.#kept.keys();
    if (this.#kept.size >= MOST && eldest !== undefined) this.#kept.delete(eldest);
    const key = print(holder, purpose);
    this.#kept.delete(key);
    this.#kept.set(key, { value, until: this.#clock() + LIFE });
  }

  /** Once: it is gone, whatever comes of it. Undefined: never kept, used, or over. */
  take<T>(holder: string, purpose: string): T | undefined {
    const key = print(holder, purpose);
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    return kept === undefined || kept.until < this.#clock() ? undefined : (kept.value as T);
  }
}

function print(holder: string, purpose: string): string {
  return createHash("sha256").update(`${purpose}\n${holder}`).digest("base64");
}
