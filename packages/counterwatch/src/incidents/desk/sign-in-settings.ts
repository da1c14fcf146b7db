/** `signIn` of counterwatch.yaml: how people sign in besides passwords and passkeys. */
import { z } from "zod";
import { ROLES } from "./case.ts";

const text = z.string().min(1);
const claim = text.max(256);

const oidcSchema = z
  .strictObject({
    issuer: z
      .url()
      .refine(isGuarded, "expected https://…, or http:// on this machine alone")
      .describe("The issuer's address, as its discovery document names it."),
    clientId: text,
    clientSecretFile: text
      .describe("File with the client's secret. Default: none, a public client held by PKCE.")
      .optional(),
    accountClaim: claim
      .describe(
        "Claim with the name of the account, e.g. preferred_username: one that people cannot change themselves at the issuer.",
      )
      .default("preferred_username"),
    createFrom: claim
      .describe(
        "Claim from which an account that is not there is made, and its roles kept, e.g. groups. Default: accounts must exist.",
      )
      .optional(),
    roles: z
      .record(text, z.array(z.enum(ROLES)).min(1))
      .describe("Roles by value of the claim `createFrom`.")
      .optional(),
  })
  .refine(({ createFrom, roles }) => (createFrom === undefined) === (roles === undefined), {
    message: "createFrom and roles go together",
    path: ["roles"],
  })
  .describe("An OpenID Connect issuer.");

export const signInSchema = z
  .strictObject({ oidc: oidcSchema.optional() })
  .describe("How people sign in to `serve`, besides passwords and passkeys.");

export type SignInSettings = z.output<typeof signInSchema>;

/** Paths as `place` makes them of what stands in the file. */
export function withSecretPath(settings: SignInSettings, place: (path: string) => string): SignInSettings {
  const file = settings.oidc?.clientSecretFile;
  if (settings.oidc === undefined || file === undefined) return settings;
  return { ...settings, oidc: { ...settings.oidc, clientSecretFile: place(file) } };
}

/** Codes and secrets go over it. */
export function isGuarded(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || /^127(\.\d{1,3}){3}$/.test(hostname) || hostname === "[::1]";
}
