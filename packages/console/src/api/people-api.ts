/** What people do to their own account, and how they sign in besides a password. */
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import type { SubjectType } from "../../../counterwatch/src/model/index.ts";
import type { Reviewing } from "../../../counterwatch/src/incidents/desk/reviewing.ts";
import type { Means } from "../../../counterwatch/src/server/desk/people/sessions.ts";
import { ask, get, part } from "./asking.ts";
import type { Role, Session } from "./shapes.ts";

export type { Reviewing, SubjectType };

export interface SignInMeans {
  readonly password: boolean;
  readonly passkey: boolean;
  readonly oidc: boolean;
}

export interface OwnPasskey {
  readonly id: string;
  readonly name: string;
  readonly made: string;
  readonly used?: string | undefined;
}

interface OwnSession {
  readonly id: string;
  readonly means: Means;
  readonly began: string;
  readonly seen: string;
  readonly here: boolean;
}

export type Unmasked = "operator" | "subjects";

interface UnmaskGrants {
  readonly operatorsHidden: boolean;
  readonly grants: readonly { readonly what: Unmasked; readonly left: number; readonly until: string }[];
}

export type Candidate =
  | { readonly what: "operator"; readonly candidate: string }
  | { readonly what: "subjects"; readonly type: SubjectType; readonly candidate: string };

type List<T> = { readonly items: readonly T[] };
type CreationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];
type RequestOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];

async function passkeyAnswer() {
  const optionsJSON = await ask<RequestOptions>("POST", "sign-in/passkey/challenge");
  return await startAuthentication({ optionsJSON });
}

export const peopleApi = {
  means: () => get<SignInMeans>("sign-in-means"),
  signInWithPasskey: async () => ask<Session>("POST", "sign-in/passkey", await passkeyAnswer()),
  /** Where the browser has to go. */
  beginIssuer: () => ask<{ readonly url: string }>("POST", "sign-in/oidc"),

  provePassword: (password: string) => ask<object>("POST", "session/proof", { password }),
  provePasskey: async () => ask<object>("POST", "session/proof", { passkey: await passkeyAnswer() }),
  changePassword: (old: string, password: string) =>
    ask<Session>("POST", "session/password", { old, password }),

  passkeys: () => get<List<OwnPasskey>>("passkeys"),
  async addPasskey(name: string): Promise<object> {
    const optionsJSON = await ask<CreationOptions>("POST", "passkeys/challenge");
    const registration = await startRegistration({ optionsJSON });
    return await ask<object>("POST", "passkeys", { name, registration });
  },
  removePasskey: (id: string) => ask<object>("DELETE", `passkeys/${part(id)}`),

  sessions: () => get<List<OwnSession>>("sessions"),
  endSession: (id: string) => ask<object>("DELETE", `sessions/${part(id)}`),
  endSessions: () => ask<object>("DELETE", "sessions"),

  /** For administrators and auditors. */
  toldTargets: () => get<{ readonly targets: readonly { readonly name: string }[] }>("notifications?limit=1"),
  keptSpans: () =>
    get<{ readonly rules: readonly { readonly source: string; readonly span: string }[] }>("retention"),

  colleagues: () => get<List<{ readonly name: string; readonly roles: readonly Role[] }>>("colleagues"),
  reviewers: () => get<{ readonly reviewers: readonly Reviewing[] }>("reviewers"),

  unmaskGrants: (incident: string) => get<UnmaskGrants>(`incidents/${part(incident)}/unmask`),
  tryCandidate: (incident: string, candidate: Candidate) =>
    ask<{ readonly matched: boolean; readonly left: number; readonly until: string }>(
      "POST",
      `incidents/${part(incident)}/unmask`,
      candidate,
    ),
};
