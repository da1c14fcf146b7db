/** How people may sign in to this server, from its address and counterwatch.yaml. */
import { readFileSync } from "node:fs";
import { isGuarded } from "../../../incidents/desk/sign-in-settings.ts";
import { CounterwatchError } from "../../../model/index.ts";
import type { DeskDoor } from "../../../server/desk/dispatcher.ts";
import { OidcIssuer } from "../../../server/desk/people/oidc-issuer.ts";
import { RelyingParty } from "../../../server/desk/people/relying-party.ts";
import { fileTrouble } from "../../../store/file-trouble.ts";
import type { Settings } from "../../settings.ts";

const CALLBACK = "/api/sign-in/oidc/callback";
/** A file that is longer holds something else. */
const LONGEST_SECRET = 4096;

/** `origin`: where browsers see the server, `https://desk.example`. Throws `usage`, `config`, and what reading the secret throws. */
export function signInMeans(origin: string | undefined, { signIn }: Settings): Required<DeskDoor>["means"] {
  if (origin === undefined) {
    if (signIn?.oidc !== undefined)
      throw new CounterwatchError("config", "signIn.oidc needs the address that browsers come to", {
        remedy:
          "Start with --origin https://…, and give the issuer that address with /api/sign-in/oidc/callback.",
      });
    return { origin: undefined, party: undefined, issuer: undefined };
  }
  const own = originOf(origin);
  const oidc = signIn?.oidc;
  const issuer =
    oidc === undefined
      ? undefined
      : new OidcIssuer({
          issuer: new URL(oidc.issuer),
          clientId: oidc.clientId,
          clientSecret: oidc.clientSecretFile === undefined ? undefined : secretIn(oidc.clientSecretFile),
          redirect: new URL(CALLBACK, own),
          accountClaim: oidc.accountClaim,
          createFrom: oidc.createFrom,
          roles: oidc.roles ?? {},
        });
  return { origin: own, party: RelyingParty.at(own), issuer };
}

function originOf(text: string): URL {
  const isOrigin = URL.canParse(text) && isGuarded(text) && new URL(text).href === `${new URL(text).origin}/`;
  if (!isOrigin)
    throw new CounterwatchError("usage", `--origin: "${text.slice(0, 100)}" is not an address of a server`, {
      remedy: "Write it as https://desk.example, or http://localhost:8470 on this machine alone.",
    });
  return new URL(text);
}

function secretIn(path: string): string {
  let secret: string;
  try {
    secret = readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable");
  }
  if (secret !== "" && secret.length <= LONGEST_SECRET) return secret;
  throw new CounterwatchError("config", "this file holds no client secret", { place: { file: path } });
}
