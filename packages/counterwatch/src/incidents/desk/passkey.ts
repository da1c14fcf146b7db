/** A passkey (WebAuthn Level 3) of an account: what the server keeps of it is public. */
import { CounterwatchError } from "../../model/index.ts";
import type { AuditRow } from "./desk-store.ts";

export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly account: string;
  /** What its owner calls it. */
  readonly name: string;
  /** COSE_Key (RFC 9052), base64url. */
  readonly publicKey: string;
  /** Signature counter that was told last; 0 for authenticators that do not count. */
  readonly counter: number;
  readonly transports: readonly string[];
  /** RFC 3339. */
  readonly made: string;
  readonly used: string | undefined;
}

/** Part of the desk's store; each change in one transaction with its audit row. */
export interface PasskeyStore {
  /** The eldest first. */
  passkeysOf(account: string): Promise<readonly Passkey[]>;
  passkey(id: string): Promise<Passkey | undefined>;
  /** Throws `conflict` where the id is known: nobody takes over another one's. */
  addPasskey(passkey: Passkey, audit: AuditRow): Promise<void>;
  /** Throws `refused` where the counter did not go on, `not-found` where it was removed meanwhile. */
  usePasskey(id: string, counter: number, audit: AuditRow): Promise<void>;
  /** Throws `not-found` where this account has no such passkey. */
  removePasskey(account: string, id: string, audit: AuditRow): Promise<void>;
}

/**
 * WebAuthn Level 3, 6.1.1: a counter that does not go on tells of a copy of the authenticator. Both zero: it does not count.
 * Throws `refused`.
 */
export function checkCounter(before: number, now: number): void {
  if ((before > 0 || now > 0) && now <= before)
    throw new CounterwatchError("refused", "this passkey's counter did not go on", {
      remedy: "There may be a copy of it: sign in another way and remove it.",
    });
}
