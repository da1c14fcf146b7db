/**
 * Whether an assessment names people by internal ids alone. It comes from elsewhere and stays on a server whose readers are not the
 * register's: whatever looks like somebody's number does not come in, whoever sends it.
 */
import { findIdentifiers } from "../../intake/free-text.ts";
import type { Assessment } from "../../model/index.ts";

/** As the register writes internal ids. */
const INTERNAL = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const RELATION = /^[a-z][a-z-]{0,31}$/;
/** Ids of rows and look-ups are a source's own, never a person's. */
const LONGEST_ID = 256;

/** The sentence that says what is wrong, never with the value. */
export function internalIdTrouble({ people, relations, gaps, incident }: Assessment): string | undefined {
  const members = new Set([
    ...people.map(({ member }) => member),
    ...relations.flatMap(({ from, to }) => [from, to]),
  ]);
  for (const member of members)
    if (!INTERNAL.test(member) || /^\d{7,}$/.test(member) || holdsIdentifier(member))
      return "a person is not named by an internal id of a register";
  for (const { relation, chain } of relations) {
    if (!RELATION.test(relation)) return "a kind of relation is not a short word such as handler-source";
    for (const { row, lookup = "" } of chain)
      if (row.length > LONGEST_ID || lookup.length > LONGEST_ID) return "an id of a row is too long";
  }
  for (const { explanation } of gaps)
    if (explanation.length > 2000 || holdsIdentifier(explanation))
      return "an explanation of a gap holds what looks like an identifier";
  return incident.length > 128 ? "the incident's name is too long" : undefined;
}

/** Short words with digits may look like plates, and internal ids and sources' names are such words. */
function holdsIdentifier(text: string): boolean {
  return findIdentifiers(text, undefined, []).some(({ type }) => type !== undefined && type !== "plate");
}
