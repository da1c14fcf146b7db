import { z } from "zod";

declare const pseudonymBrand: unique symbol;

/**
 * A keyed, typed stand-in for an identifier: `p1_` and 24 hexadecimal digits (96 bits).
 * The brand makes the compiler refuse a raw identifier where a pseudonym is expected; only
 * `intake/pseudonymiser.ts` makes new ones, and `readPseudonym` re-reads those that were written.
 */
export type Pseudonym = string & { readonly [pseudonymBrand]: true };

export const PSEUDONYM_PATTERN = /^p1_[0-9a-f]{24}$/;

export const pseudonymSchema = z
  .string()
  .regex(PSEUDONYM_PATTERN)
  .transform((text) => text as Pseudonym)
  .describe("Keyed pseudonym of an identifier: HMAC-SHA-256 under the site key, cut to 96 bits.");

/** A pseudonym that was written earlier, or undefined where `text` is anything else. */
export function readPseudonym(text: string): Pseudonym | undefined {
  return PSEUDONYM_PATTERN.test(text) ? (text as Pseudonym) : undefined;
}

/** The short form that people see: eight digits identify a subject within one report. */
export function shortPseudonym(pseudonym: string): string {
  return PSEUDONYM_PATTERN.test(pseudonym) ? pseudonym.slice(3, 11) : pseudonym;
}
