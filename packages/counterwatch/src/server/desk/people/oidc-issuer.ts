/**
 * Signing in through an OpenID Connect issuer (OpenID Connect Core 1.0, code flow) by openid-client: PKCE (RFC 7636), state and nonce,
 * each for one attempt; the ID token's signature is checked, whatever the connection was. Discovery over https; http for this machine alone.
 *
 * The issuer is asked when somebody begins, not at the start: where it is down, passwords and passkeys go on.
 */
import type { Configuration, IDToken } from "openid-client";
import type { Role } from "../../../incidents/desk/case.ts";
import { CounterwatchError } from "../../../model/index.ts";

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Undefined: a public client, held by PKCE alone. */
  readonly clientSecret: string | undefined;
  /** Where the issuer sends browsers back to. */
  readonly redirect: URL;
  /** Claim with the account's name. */
  readonly accountClaim: string;
  /** Claim from which an account that is not there is made; undefined: accounts must exist. */
  readonly createFrom: string | undefined;
  /** Roles by value of that claim. */
  readonly roles: Readonly<Record<string, readonly Role[]>>;
}

/** What has to come back. */
export interface BegunSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface ClaimedAccount {
  /** As the issuer has it: nobody has looked whether there is such an account. */
  readonly name: string;
  /** Undefined: the issuer's word on roles is not asked for. */
  readonly roles: readonly Role[] | undefined;
  readonly idToken: string;
}

const TIMEOUT_SECONDS = 5;
const MOST_VALUES = 500;
const library = () => import("openid-client");

export class OidcIssuer {
  readonly #settings: OidcSettings;
  #discovered: Promise<Configuration> | undefined;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  /** The address to send the browser to. Throws `unavailable` where the issuer does not answer. */
  async begin(): Promise<{ readonly url: string; readonly kept: BegunSignIn }> {
    const oidc = await library();
    const configuration = await this.#configuration();
    const kept = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#settings.redirect.href,
      scope: "openid profile",
      response_type: "code",
      state: kept.state,
      nonce: kept.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
      code_challenge_method: "S256",
    });
    return { url: url.href, kept };
  }

  /** `query`: what the browser came back with. Throws `refused` where anything does not fit, `unavailable`. */
  async finish(query: URLSearchParams, kept: BegunSignIn): Promise<ClaimedAccount> {
    const { authorizationCodeGrant } = await library();
    const configuration = await this.#configuration();
    const back = new URL(this.#settings.redirect);
    back.search = query.toString();
    const tokens = await authorizationCodeGrant(configuration, back, {
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      pkceCodeVerifier: kept.verifier,
      idTokenExpected: true,
    }).catch((cause: unknown) => {
      throw isSilence(cause) ? silent(cause) : refused("the issuer's answer does not hold", cause);
    });
    const claims = tokens.claims();
    if (claims === undefined || tokens.id_token === undefined)
      throw refused("the issuer named nobody", undefined);
    return { ...this.#accountOf(claims), idToken: tokens.id_token };
  }

  /** Where to sign out at the issuer, too (OpenID Connect RP-Initiated Logout 1.0); undefined where it offers none. */
  async endUrl(idToken: string): Promise<string | undefined> {
    const { buildEndSessionUrl } = await library();
    const configuration = await this.#configuration().catch(() => undefined);
    if (configuration?.serverMetadata().end_session_endpoint === undefined) return undefined;
    return buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      post_logout_redirect_uri: `${this.#settings.redirect.origin}/`,
    }).href;
  }

  #accountOf(claims: IDToken): Pick<ClaimedAccount, "name" | "roles"> {
    const { accountClaim, createFrom, roles } = this.#settings;
    const name = claims[accountClaim];
    if (typeof name !== "string") throw refused(`the issuer gives no claim "${accountClaim}"`, undefined);
    if (createFrom === undefined) return { name, roles: undefined };
    const claimed: unknown = claims[createFrom];
    const values = (Array.isArray(claimed) ? claimed : [claimed]).slice(0, MOST_VALUES);
    const given = values.flatMap((value) =>
      typeof value === "string" && Object.hasOwn(roles, value) ? (roles[value] ?? []) : [],
    );
    return { name, roles: [...new Set(given)] };
  }

  /** Asked for again where it failed. */
  #configuration(): Promise<Configuration> {
    this.#discovered ??= this.#discover().catch((cause: unknown) => {
      this.#discovered = undefined;
      throw silent(cause);
    });
    return this.#discovered;
  }

  async #discover(): Promise<Configuration> {
    const oidc = await library();
    const { issuer, clientId, clientSecret } = this.#settings;
    const loopback = issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : [];
    return await oidc.discovery(
      issuer,
      clientId,
      clientSecret === undefined ? {} : { client_secret: clientSecret },
      clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
      { timeout: TIMEOUT_SECONDS, execute: [...loopback, oidc.enableNonRepudiationChecks] },
    );
  }
}

/** The network's trouble, as against an answer that does not fit. */
function isSilence(cause: unknown): boolean {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return code === "OAUTH_TIMEOUT" || (cause instanceof TypeError && message === "fetch failed");
}

function silent(cause: unknown): CounterwatchError {
  return new CounterwatchError("unavailable", "the issuer that signs people in does not answer", {
    remedy: "Sign in with a password or a passkey, or try again later.",
    cause,
  });
}

function refused(message: string, cause: unknown): CounterwatchError {
  return new CounterwatchError("refused", message, { remedy: "Begin again at the sign-in page.", cause });
}
