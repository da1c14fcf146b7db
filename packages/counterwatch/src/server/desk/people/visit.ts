/**
 * The browser that asks: its session, and the sign-in that it has begun. Two cookies, which no script can read: the session's is sent
 * by this site's own pages alone (SameSite=Strict), that of a sign-in also when an issuer sends the browser back (Lax).
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Account } from "../../../incidents/desk/case.ts";
import { CounterwatchError } from "../../../model/index.ts";
import type { DeskService } from "../desk-service.ts";
import { Challenges } from "./challenges.ts";
import type { OidcIssuer } from "./oidc-issuer.ts";
import type { RelyingParty } from "./relying-party.ts";
import type { Means, Sessions } from "./sessions.ts";
import type { WrongPasswords } from "./wrong-passwords.ts";

/** How people of this server sign in; the same for every visit. */
export interface SignInHouse {
  readonly desk: DeskService;
  readonly sessions: Sessions;
  readonly wrong: WrongPasswords;
  readonly challenges: Challenges;
  /** Whether the password is this account's; the same work for a name that does not exist. */
  verify(account: Account | undefined, password: string): Promise<boolean>;
  /** Cookies only over TLS. */
  readonly secure: boolean;
  /** Undefined: no passkeys here. */
  readonly party: RelyingParty | undefined;
  /** Undefined: no issuer was configured. */
  readonly issuer: OidcIssuer | undefined;
}

const SESSION = "counterwatch";
const SIGN_IN = "counterwatch-sign-in";
const SIGN_IN_SECONDS = 600;

export class Visit {
  readonly house: SignInHouse;
  readonly #context: Context;

  constructor(house: SignInHouse, context: Context) {
    this.house = house;
    this.#context = context;
  }

  get token(): string | undefined {
    return getCookie(this.#context, this.#sessionCookie);
  }

  /** Over TLS the browser itself refuses the cookie from a neighbouring host or from a page without TLS (RFC 6265bis, 4.1.3.2). */
  get #sessionCookie(): string {
    return this.house.secure ? `__Host-${SESSION}` : SESSION;
  }

  /** Otherwise a neighbouring host could give the browser a sign-in that it began itself, and have somebody go on as that other person. */
  get #signInCookie(): string {
    return this.house.secure ? `__Host-${SIGN_IN}` : SIGN_IN;
  }

  /** Whoever is signed in and may still be. */
  async account(): Promise<Account | undefined> {
    const { token } = this;
    const name = token === undefined ? undefined : this.house.sessions.accountOf(token);
    const account = name === undefined ? undefined : await this.accountNamed(name);
    return account === undefined || account.disabled ? undefined : account;
  }

  async accountNamed(name: string): Promise<Account | undefined> {
    return (await this.house.desk.store.accounts()).find((account) => account.name === name);
  }

  /** A new session, always; the one that the browser had ends. */
  begin({ name, roles }: Account, means: Means, idToken?: string): Pick<Account, "name" | "roles"> {
    const { sessions, secure } = this.house;
    if (this.token !== undefined) sessions.close(this.token);
    const cookie = { httpOnly: true, sameSite: "Strict", path: "/", secure } as const;
    setCookie(this.#context, this.#sessionCookie, sessions.open(name, means, idToken), cookie);
    return { name, roles };
  }

  end(): void {
    const { secure, sessions } = this.house;
    if (this.token !== undefined) sessions.close(this.token);
    deleteCookie(this.#context, this.#sessionCookie, { path: "/", secure });
  }

  /** Remembers what a sign-in that begins here must come back with. */
  keep(purpose: string, value: unknown): void {
    const { challenges, secure } = this.house;
    const holder = Challenges.random();
    challenges.keep(holder, purpose, value);
    const cookie = { httpOnly: true, sameSite: "Lax", path: "/", secure } as const;
    setCookie(this.#context, this.#signInCookie, holder, { ...cookie, maxAge: SIGN_IN_SECONDS });
  }

  /** Once, and for this browser alone. */
  take<T>(purpose: string): T | undefined {
    const { challenges, secure } = this.house;
    const holder = getCookie(this.#context, this.#signInCookie);
    if (holder === undefined) return undefined;
    deleteCookie(this.#context, this.#signInCookie, { path: "/", secure });
    return challenges.take<T>(holder, purpose);
  }

  /** The token of a session whose owner gave a password or a passkey a moment ago. Throws `refused`. */
  proven(): string {
    const { token } = this;
    if (token !== undefined && this.house.sessions.isProven(token)) return token;
    throw new CounterwatchError("refused", "it is not known that this is still you", {
      remedy: "Give your password or a passkey once more.",
    });
  }

  redirect(path: string): Response {
    return this.#context.redirect(path, 303);
  }

  async audit(by: string, action: string, detail?: string): Promise<void> {
    const { store, now } = this.house.desk;
    await store.audit({ at: now(), by, action, target: undefined, detail });
  }
}
