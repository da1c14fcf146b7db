/** Tokens in `Authorization: Bearer …` (RFC 6750), known here by their SHA-256. */
import { createHash, timingSafeEqual } from "node:crypto";

/** In constant time, for a token that does not exist, too. `print`: SHA-256 of the token that is asked for, hex; undefined: there is none. */
export function bearerFits(authorization: string | undefined, print: string | undefined): boolean {
  const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "";
  const given = createHash("sha256").update(token).digest();
  const wanted = Buffer.from(print ?? "0".repeat(64), "hex");
  return timingSafeEqual(given, wanted) && print !== undefined;
}
