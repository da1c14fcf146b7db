import { readId } from "../event-parts.ts";
import type { Identifiers } from "../identifiers.ts";

/** A digest behind a name: it holds letters and digits in no order that an identifier has, and every row has another one. */
const DIGEST = /^(?:[a-z][a-z-]{0,40}:)?(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{16,64}$/;

/** As ids of events are read; a digest is kept unsearched, which is a third of the time of a row. */
export function readRowId(raw: string, identifiers: Identifiers, own: readonly string[]): string | undefined {
  return DIGEST.test(raw) ? raw : readId(identifiers, raw, own);
}

/**
 * The look-up that a row names. Not searched for the row's own subjects: the look-up has others. Such a name is in memory alone until
 * it is known to be one of an incident's, whose ids have been read with their own subjects; see `sameLookUp`.
 */
export function readLookUp(raw: string, identifiers: Identifiers): string | undefined {
  return readId(identifiers, raw, []);
}

/** The ids under which an incident may know a look-up that a row names: as it is, or hidden because it holds its own subject. */
export function sameLookUp(name: string, identifiers: Identifiers): readonly string[] {
  return [name, identifiers.pseudonym("account", name)];
}
