/** Signing in and out: by password, by passkey, through an issuer. Open to anybody, each in its own way guarded. */
import { z } from "zod";
import { checkRoles, isAccountName } from "../../../incidents/desk/account.ts";
import type { Account } from "../../../incidents/desk/case.ts";
import { CounterwatchError } from "../../../model/index.ts";
import * as answers from "../answers/people.ts";
import { openRoute, type OpenRoute } from "../route.ts";
import { Challenges } from "./challenges.ts";
import type { BegunSignIn, ClaimedAccount } from "./oidc-issuer.ts";
import { passwordChecked } from "./password-check.ts";
import { type Assertion, assertionSchema } from "./relying-party.ts";
import type { Visit } from "./visit.ts";

const PASSKEY = "passkey";
const OIDC = "oidc";

export const passwordBody = z.strictObject({ name: z.string().max(64), password: z.string().max(256) });

export const SIGN_IN_ROUTES: readonly OpenRoute[] = [
  openRoute({
    method: "GET",
    path: "/api/sign-in-means",
    answer: answers.signInMeans,
    summary: "How people may sign in here",
    handle: async ({ visit: { house } }) => ({
      password: true,
      passkey: house.party !== undefined,
      oidc: house.issuer !== undefined,
    }),
  }),
  openRoute({
    method: "GET",
    path: "/api/session",
    answer: answers.session,
    summary: "Who is signed in",
    async handle({ visit }) {
      const account = await visit.account();
      return account === undefined
        ? Response.json({ error: "nobody is signed in" }, { status: 401 })
        : { name: account.name, roles: account.roles };
    },
  }),
  openRoute({
    method: "POST",
    path: "/api/session",
    answer: answers.session,
    summary: "Sign in with a password",
    body: passwordBody,
    async handle({ visit, body: { name, password } }) {
      const account = await passwordChecked(visit, name, password);
      if (account instanceof Response) return account;
      await visit.audit(name, "sign-in");
      return visit.begin(account, "password");
    },
  }),
  openRoute({
    method: "DELETE",
    path: "/api/session",
    answer: answers.signedOut,
    summary: "Sign out; `issuer`: where to sign out at the issuer, too",
    async handle({ visit }) {
      const { sessions, issuer } = visit.house;
      const idToken = visit.token === undefined ? undefined : sessions.idTokenOf(visit.token);
      visit.end();
      if (idToken === undefined || issuer === undefined) return {};
      return { issuer: await issuer.endUrl(idToken) };
    },
  }),
  openRoute({
    method: "POST",
    path: "/api/sign-in/passkey/challenge",
    answer: answers.webAuthnOptions,
    summary: "What to ask a passkey",
    async handle({ visit }) {
      const { party } = visit.house;
      if (party === undefined) throw absent("passkeys");
      const challenge = Challenges.random();
      visit.keep(PASSKEY, challenge);
      return await party.assertionOptions(challenge);
    },
  }),
  openRoute({
    method: "POST",
    path: "/api/sign-in/passkey",
    answer: answers.session,
    summary: "Sign in with a passkey",
    body: assertionSchema,
    async handle({ visit, body }) {
      const account = await passkeyChecked(visit, body);
      await visit.audit(account.name, "sign-in", "passkey");
      return visit.begin(account, "passkey");
    },
  }),
  openRoute({
    method: "POST",
    path: "/api/sign-in/oidc",
    answer: answers.issuerAddress,
    summary: "Begin to sign in through the issuer: the address to go to",
    async handle({ visit }) {
      const { issuer } = visit.house;
      if (issuer === undefined) throw absent("an issuer");
      const { url, kept } = await issuer.begin();
      visit.keep(OIDC, kept);
      return { url };
    },
  }),
  openRoute({
    method: "GET",
    path: "/api/sign-in/oidc/callback",
    summary: "Where the issuer sends the browser back to",
    query: { code: "the issuer's", state: "the issuer's", iss: "the issuer's", error: "the issuer's" },
    async handle({ visit, query }) {
      const { issuer } = visit.house;
      if (issuer === undefined) throw absent("an issuer");
      const kept = visit.take<BegunSignIn>(OIDC);
      if (kept === undefined) return visit.redirect("/?sign-in=expired");
      try {
        const claimed = await issuer.finish(query, kept);
        const account = await accountOf(visit, claimed);
        if (typeof account === "string") return visit.redirect(`/?sign-in=${account}`);
        await visit.audit(account.name, "sign-in", "oidc");
        visit.begin(account, "oidc", claimed.idToken);
        return visit.redirect("/");
      } catch (cause) {
        if (!(cause instanceof CounterwatchError)) throw cause;
        return visit.redirect(`/?sign-in=${cause.code === "unavailable" ? "unreachable" : "refused"}`);
      }
    },
  }),
];

/** The account whose passkey answered the challenge that this browser was given. Throws `refused`. */
export async function passkeyChecked(visit: Visit, assertion: Assertion): Promise<Account> {
  const { party, desk } = visit.house;
  if (party === undefined) throw absent("passkeys");
  const challenge = visit.take<string>(PASSKEY);
  if (challenge === undefined)
    throw new CounterwatchError("refused", "this sign-in was not begun here, or is over", {
      remedy: "Begin again.",
    });
  const passkey = await desk.store.passkey(assertion.id);
  const account = passkey === undefined ? undefined : await visit.accountNamed(passkey.account);
  if (passkey === undefined || account === undefined || account.disabled)
    throw new CounterwatchError("refused", "this passkey opens nothing here", {
      remedy: "Sign in another way, or ask an administrator.",
    });
  try {
    const counter = await party.asserted(assertion, challenge, passkey);
    const audit = { at: desk.now(), by: account.name, action: "passkey.used", target: passkey.name };
    await desk.store.usePasskey(passkey.id, counter, { ...audit, detail: undefined });
  } catch (cause) {
    if (cause instanceof CounterwatchError && cause.code === "refused")
      await visit.audit(account.name, "sign-in.failed", `passkey: ${cause.message}`);
    throw cause;
  }
  return account;
}

/** The account that the issuer speaks of, made or changed where its roles are the issuer's; or why there is none. */
async function accountOf(
  visit: Visit,
  { name, roles }: ClaimedAccount,
): Promise<Account | "unknown" | "disabled"> {
  const { store, now } = visit.house.desk;
  const known = await visit.accountNamed(name);
  if (known?.disabled === true) return "disabled";
  if (known !== undefined && (roles === undefined || known.rolesFrom !== "oidc")) return known;
  if (roles === undefined || !isAccountName(name) || (known === undefined && roles.length === 0))
    return "unknown";
  checkRoles(roles);
  if (known !== undefined && roles.join(" ") === known.roles.join(" ")) return known;
  const account: Account = {
    ...(known ?? { name, operators: [], administers: [], password: undefined, disabled: false }),
    roles,
    rolesFrom: "oidc",
  };
  const audit = { at: now(), by: name, action: "account.save", target: name };
  await store.saveAccount(account, { ...audit, detail: `${roles.join(" ")}, as the issuer says` });
  return account;
}

function absent(what: string): CounterwatchError {
  return new CounterwatchError("not-found", `this server was not given ${what} to sign in with`);
}
