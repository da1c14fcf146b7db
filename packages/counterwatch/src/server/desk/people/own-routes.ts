/** What people do to their own account: password, passkeys, sessions. */
import { z } from "zod";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "../../../incidents/desk/account.ts";
import type { Account } from "../../../incidents/desk/case.ts";
import type { Passkey } from "../../../incidents/desk/passkey.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { nothing } from "../answers/parts.ts";
import * as answers from "../answers/people.ts";
import { missing } from "../refusals.ts";
import { route, type Route } from "../route.ts";
import { Challenges } from "./challenges.ts";
import { passwordChecked } from "./password-check.ts";
import { assertionSchema, registrationSchema } from "./relying-party.ts";
import { passkeyChecked } from "./sign-in-routes.ts";
import type { Visit } from "./visit.ts";

const REGISTRATION = "registration";
const MOST_PASSKEYS = 20;

const password = z.string().max(LONGEST_PASSWORD);
const name = z.string().trim().min(1).max(64);

export const OWN_ROUTES: readonly Route[] = [
  route({
    method: "POST",
    path: "/api/session/proof",
    answer: nothing,
    summary:
      "Show that it is still you, by password or passkey, before what a thief of the session must not do",
    roles: "signed-in",
    body: z.union([z.strictObject({ password }), z.strictObject({ passkey: assertionSchema })]),
    async handle({ visit, account, body }) {
      const shown =
        "password" in body
          ? await passwordChecked(visit, account.name, body.password)
          : await passkeyChecked(visit, body.passkey);
      if (shown instanceof Response) return asProof(shown);
      if (shown.name !== account.name)
        throw new CounterwatchError("refused", "this is another account's passkey");
      visit.house.sessions.prove(visit.token ?? "");
      return {};
    },
  }),
  route({
    method: "POST",
    path: "/api/session/password",
    answer: answers.session,
    summary: "Change the own password; every other session of the account ends",
    roles: "signed-in",
    body: z.strictObject({
      old: password,
      password: password.min(SHORTEST_PASSWORD, `at least ${SHORTEST_PASSWORD} characters`),
    }),
    async handle({ visit, account, body, desk }) {
      const shown = await passwordChecked(visit, account.name, body.old);
      if (shown instanceof Response) return asProof(shown);
      await desk.store.setPassword(
        account.name,
        await desk.hashPassword(body.password),
        row(visit, account, "password.change"),
      );
      visit.house.sessions.closeAll(account.name);
      return visit.begin(account, "password");
    },
  }),
  route({
    method: "GET",
    path: "/api/sessions",
    answer: answers.sessionList,
    summary: "The own sessions, the last used first",
    roles: "signed-in",
    handle: async ({ visit: { house, token = "" }, account }) => ({
      items: house.sessions
        .of(account.name)
        .map((session) => ({ ...session, here: session.id === house.sessions.idOf(token) })),
    }),
  }),
  route({
    method: "DELETE",
    path: "/api/sessions",
    answer: nothing,
    summary: "Sign out everywhere, here too",
    roles: "signed-in",
    async handle({ visit, account }) {
      visit.house.sessions.closeAll(account.name);
      visit.end();
      await visit.audit(account.name, "sign-out.everywhere");
      return {};
    },
  }),
  route({
    method: "DELETE",
    path: "/api/sessions/:id",
    answer: nothing,
    summary: "End one of the own sessions",
    roles: "signed-in",
    async handle({ visit, account, params }) {
      if (!visit.house.sessions.closeById(account.name, params["id"] ?? ""))
        throw missing("session of yours");
      return {};
    },
  }),
  route({
    method: "GET",
    path: "/api/passkeys",
    answer: answers.passkeyList,
    summary: "The own passkeys",
    roles: "signed-in",
    handle: async ({ account, desk }) => ({
      items: (await desk.store.passkeysOf(account.name)).map(shown),
    }),
  }),
  route({
    method: "POST",
    path: "/api/passkeys/challenge",
    answer: answers.webAuthnOptions,
    summary: "What to ask an authenticator for, to make a passkey",
    roles: "signed-in",
    async handle({ visit, account, desk }) {
      const token = visit.proven();
      const known = await desk.store.passkeysOf(account.name);
      const challenge = Challenges.random();
      const options = await partyOf(visit).registrationOptions(account.name, known, challenge);
      visit.house.challenges.keep(token, REGISTRATION, challenge);
      return options;
    },
  }),
  route({
    method: "POST",
    path: "/api/passkeys",
    answer: answers.passkeyAdded,
    summary: "Add a passkey",
    roles: "signed-in",
    body: z.strictObject({ name, registration: registrationSchema }),
    async handle({ visit, account, body, desk }) {
      const challenge = visit.house.challenges.take<string>(visit.proven(), REGISTRATION);
      if (challenge === undefined)
        throw new CounterwatchError("refused", "this was not begun here, or is over", {
          remedy: "Begin again.",
        });
      if ((await desk.store.passkeysOf(account.name)).length >= MOST_PASSKEYS)
        throw new CounterwatchError("refused", `an account has at most ${MOST_PASSKEYS} passkeys`, {
          remedy: "Remove one first.",
        });
      const passkey: Passkey = {
        ...(await partyOf(visit).registered(body.registration, challenge)),
        account: account.name,
        name: body.name,
        made: desk.now(),
        used: undefined,
      };
      await desk.store.addPasskey(passkey, row(visit, account, "passkey.add", body.name));
      return { passkey: shown(passkey) };
    },
  }),
  route({
    method: "DELETE",
    path: "/api/passkeys/:id",
    answer: nothing,
    summary: "Remove one of the own passkeys",
    roles: "signed-in",
    async handle({ visit, account, params, desk }) {
      visit.proven();
      const id = params["id"] ?? "";
      const known = (await desk.store.passkeysOf(account.name)).find((each) => each.id === id);
      await desk.store.removePasskey(account.name, id, row(visit, account, "passkey.remove", known?.name));
      return {};
    },
  }),
];

function row(visit: Visit, { name: by }: Account, action: string, target?: string) {
  return { at: visit.house.desk.now(), by, action, target, detail: undefined };
}

/** Whoever is signed in stays so after a wrong password: 401 would say otherwise. */
function asProof(answer: Response): Response {
  return answer.status === 401 ? Response.json({ error: "the password is wrong" }, { status: 403 }) : answer;
}

function partyOf({ house: { party } }: Visit) {
  if (party !== undefined) return party;
  throw new CounterwatchError("not-found", "this server was not given passkeys to sign in with", {
    remedy: "Start it with --origin.",
  });
}

function shown({ id, name: called, made, used }: Passkey) {
  return { id, name: called, made, used };
}
