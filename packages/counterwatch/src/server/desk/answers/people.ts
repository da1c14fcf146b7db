/** Answers about accounts, sessions and signing in. */
import { z } from "zod";
import { ROLES } from "../../../incidents/desk/case.ts";
import { count, instant, listOf, text, withholdingPage } from "./parts.ts";

const roles = z.array(z.enum(ROLES));

export const session = z.strictObject({ name: text, roles });
export const signedOut = z.strictObject({
  issuer: text.nullish().describe("Where to sign out at the issuer, too."),
});
export const signInMeans = z.strictObject({
  password: z.boolean(),
  passkey: z.boolean(),
  oidc: z.boolean(),
});
export const issuerAddress = z.strictObject({ url: text });
/** WebAuthn Level 3, section 5.1: what the browser's own `parse…FromJSON` takes. */
export const webAuthnOptions = z
  .looseObject({ challenge: text })
  .describe("Options of the Web Authentication API, as JSON.");

const account = z.strictObject({
  name: text,
  roles,
  operators: z.array(text),
  administers: z.array(text),
  rolesFrom: z.literal("oidc").optional(),
  disabled: z.boolean(),
  hasPassword: z.boolean(),
});
export const accountList = listOf(account);
export const accountSaved = z.strictObject({ account });

export const auditPage = withholdingPage(
  z.strictObject({
    at: instant,
    by: text,
    action: text,
    target: text.optional(),
    detail: text.optional(),
  }),
);

export const sessionList = listOf(
  z.strictObject({
    id: text,
    means: z.enum(["password", "passkey", "oidc"]),
    began: instant,
    seen: instant,
    here: z.boolean(),
  }),
);
const passkey = z.strictObject({ id: text, name: text, made: instant, used: instant.optional() });
export const passkeyList = listOf(passkey);
export const passkeyAdded = z.strictObject({ passkey });

export const colleagueList = listOf(z.strictObject({ name: text, roles }));
const share = z.array(z.number()).length(2).describe("Wilson's 95 % interval.");
export const reviewerList = z.strictObject({
  reviewers: z.array(
    z.strictObject({
      reviewer: text,
      closed: count,
      sentBack: count,
      median: z.number(),
      quick: count,
      quickShare: share,
      agreeShare: share,
    }),
  ),
});
