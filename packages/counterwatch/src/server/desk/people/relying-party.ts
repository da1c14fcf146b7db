/**
 * Passkeys (WebAuthn Level 3) by SimpleWebAuthn: what the browser is asked for, and whether what comes back holds. Discoverable
 * credentials, and the authenticator must have verified its owner (PIN, fingerprint): a passkey stands for two factors.
 *
 * Attestation is not asked for and hardly taken: its certificates may name addresses that a verifier fetches, and no request leaves
 * this server. "none" and self-attestation have none.
 */
import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { z } from "zod";
import type { Passkey } from "../../../incidents/desk/passkey.ts";
import { CounterwatchError } from "../../../model/index.ts";

const bytes = z
  .string()
  .max(32_768)
  .regex(/^[\w-]*$/, "expected base64url");
const id = z
  .string()
  .min(1)
  .max(1366)
  .regex(/^[\w-]+$/, "expected base64url");
const common = {
  id,
  rawId: id,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}).default({}),
};
export const registrationSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
});
export const assertionSchema = z.object({
  ...common,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.optional(),
  }),
});
export type Registration = z.output<typeof registrationSchema>;
export type Assertion = z.output<typeof assertionSchema>;

/** EdDSA, ES256, RS256 of the COSE registry. */
const ALGORITHMS = [-8, -7, -257];
/** Loaded where somebody uses a passkey. */
const library = () => import("@simplewebauthn/server");

export class RelyingParty {
  readonly #id: string;
  readonly #origin: string;

  private constructor(origin: URL) {
    this.#id = origin.hostname;
    this.#origin = origin.origin;
  }

  /** Undefined where browsers make no passkeys: an address of numbers is nobody's name. */
  static at(origin: URL): RelyingParty | undefined {
    return isIP(origin.hostname.replace(/^\[|\]$/g, "")) === 0 ? new RelyingParty(origin) : undefined;
  }

  /** For `navigator.credentials.create`; its `challenge` is to be remembered. */
  async registrationOptions(account: string, known: readonly Passkey[], challenge: string) {
    const { generateRegistrationOptions } = await library();
    return await generateRegistrationOptions({
      rpName: "Counterwatch",
      rpID: this.#id,
      userName: account,
      userDisplayName: account,
      userID: handleOf(account),
      challenge: Buffer.from(challenge, "base64url"),
      attestationType: "none",
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: known.map((passkey) => ({ id: passkey.id, transports: [...passkey.transports] })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
  }

  /** Throws `refused` where the answer is not one to this challenge from this origin. */
  async registered(
    { response, ...credential }: Registration,
    challenge: string,
  ): Promise<Pick<Passkey, "id" | "publicKey" | "counter" | "transports">> {
    const { verifyRegistrationResponse } = await library();
    const { transports, ...rest } = response;
    const { registrationInfo } = await holding(async () => {
      await refuseCertificates(response.attestationObject);
      return await verifyRegistrationResponse({
        response: { ...credential, response: rest },
        expectedChallenge: challenge,
        expectedOrigin: this.#origin,
        expectedRPID: this.#id,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      });
    });
    if (registrationInfo === undefined) throw notHolding();
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      id,
      publicKey: Buffer.from(publicKey).toString("base64url"),
      counter,
      transports: transports ?? [],
    };
  }

  /** For `navigator.credentials.get`: whatever passkey of this place the browser's owner chooses. */
  async assertionOptions(challenge: string) {
    const { generateAuthenticationOptions } = await library();
    return await generateAuthenticationOptions({
      rpID: this.#id,
      challenge: Buffer.from(challenge, "base64url"),
      userVerification: "required",
    });
  }

  /** The counter as it is now. Throws `refused`. */
  async asserted(assertion: Assertion, challenge: string, passkey: Passkey): Promise<number> {
    const { verifyAuthenticationResponse } = await library();
    const { userHandle, ...rest } = assertion.response;
    if (
      userHandle !== undefined &&
      userHandle !== Buffer.from(handleOf(passkey.account)).toString("base64url")
    )
      throw notHolding();
    const { verified, authenticationInfo } = await holding(() =>
      verifyAuthenticationResponse({
        response: { ...assertion, response: rest },
        expectedChallenge: challenge,
        expectedOrigin: this.#origin,
        expectedRPID: this.#id,
        requireUserVerification: true,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
          // The store compares counters, in the transaction that writes the new one.
          counter: 0,
        },
      }),
    );
    if (!verified) throw notHolding();
    return authenticationInfo.newCounter;
  }
}

/** What an authenticator keeps of the account: no name that a lost one would tell. */
function handleOf(account: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(`counterwatch passkey v1\n${account}`).digest());
}

async function refuseCertificates(attestation: string): Promise<void> {
  const { decodeAttestationObject } = await import("@simplewebauthn/server/helpers");
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestation, "base64url")));
  const format = decoded.get("fmt");
  if (format === "none" || (format === "packed" && decoded.get("attStmt").get("x5c") === undefined)) return;
  throw notHolding();
}

/** Whatever the library finds wrong, down to CBOR that is none, is one refusal. */
async function holding<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof CounterwatchError ? cause : notHolding(cause);
  }
}

function notHolding(cause?: unknown): CounterwatchError {
  return new CounterwatchError("refused", "this passkey's answer does not hold", {
    remedy: "Begin again, in the browser that shows this page.",
    cause,
  });
}
