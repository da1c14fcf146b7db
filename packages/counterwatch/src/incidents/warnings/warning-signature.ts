/**
 * What two officers sign when they release a warning or say that it is not needed.
 *
 * Specification: Ed25519 (RFC 8032) over a domain and canonical JSON (RFC 8785) of the deed, the hash of the journal's newest
 * line, and each warning as it then stood: person, incident, basis, deadline. So a signature is for this place of this
 * journal alone, and for nothing that changed since.
 * Limits: two officers who conspire; the journal and the ledger show that they did.
 * Flow: `signedText` spells it, the register's process signs (the domain is added there), `checkSignatures` reads.
 */
import { canonicalJson } from "@counterwatch/evidence";
import { verifyText } from "../../register/cover.ts";
import type { Warning } from "./warning.ts";

/** Added by whoever holds the keys: what signs warnings must not be able to sign anything else. */
export const WARNING_DOMAIN = "counterwatch/warning-signature/v1\n";

export interface SigningOfficer {
  readonly name: string;
  /** Ed25519 public key, hex. */
  readonly key: string;
}

export type SignedDeed =
  | { readonly deed: "release" }
  | { readonly deed: "not-needed"; readonly reason: string; readonly by: string; readonly happened: string };

/** What of a warning is signed. */
export type StandingWarning = Pick<Warning, "id" | "person" | "incident" | "kind" | "basis" | "clock">;

/** `after`: hash of the newest line of the journal. */
export function signedText(deed: SignedDeed, warnings: readonly StandingWarning[], after: string): string {
  return canonicalJson({
    ...deed,
    after,
    warnings: warnings.map(({ id, person, incident, kind, basis, clock }) => ({
      id,
      person,
      incident,
      kind,
      basis,
      deadline: clock.deadline,
    })),
  });
}

/** The sentence that says what is wrong; undefined where two different officers have signed. */
export function checkSignatures(
  text: string,
  signatures: readonly { readonly officer: string; readonly signature: string }[],
  officers: readonly SigningOfficer[],
): string | undefined {
  const signed = new Set<string>();
  for (const { officer, signature } of signatures) {
    const key = officers.find(({ name }) => name === officer)?.key;
    if (key === undefined || !verifyText(WARNING_DOMAIN + text, signature, key))
      return "a signature is not an officer's, or is for something else";
    signed.add(key);
  }
  return signed.size < 2 ? "two different officers must sign" : undefined;
}
