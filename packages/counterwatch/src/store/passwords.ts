/**
 * Passwords by Argon2id (RFC 9106; parameters of the OWASP cheat sheet: 19 MiB, two passes, one lane). Hashing runs off the main
 * thread. A name that does not exist costs the same as one that does.
 */
import { hash, verify } from "@node-rs/argon2";

const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let nobody: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), PARAMETERS);
}

/** `hashed`: as `hashPassword` made it; undefined for an account that has none or does not exist. */
export async function passwordFits(hashed: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword("nobody's password");
  const fits = await verify(hashed ?? (await nobody), password.normalize("NFC"));
  return fits && hashed !== undefined;
}
