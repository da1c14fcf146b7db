/** Free text in a journal: short, one line, and no identifier of anybody in it, as far as its form can tell. */
import { z } from "zod";
import { findIdentifiers } from "../../intake/free-text.ts";

const LONGEST_REASON = 300;
// oxlint-disable-next-line no-control-regex -- what a terminal would obey
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Why something was done. */
export const reasonSchema = plain(LONGEST_REASON).describe(
  "Why, in a sentence without names or numbers of people.",
);

/** An office or an officer, by the name that the house uses. */
export const officeSchema = plain(64).describe("An office, e.g. duty officer.");

/** The name of an account of a running server. */
export const accountSchema = z.string().regex(/^[a-z][a-z0-9._-]{0,63}$/);

/** Who says it: an office, or at a desk an account, whose name may look like a plate. */
export const speakerSchema = officeSchema.or(accountSchema);

function plain(longest: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !CONTROL.test(text), "must be one line without control characters")
    .refine(
      (text) => findIdentifiers(text, undefined, []).every(({ type }) => type === undefined),
      "holds what looks like an identifier of a person: write it without",
    );
}
