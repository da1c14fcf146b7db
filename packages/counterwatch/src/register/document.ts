/**
 * What the sealed register holds: people by internal ids, their identifiers, who must not be connected with whom, decoys.
 * Names have no field, so none can be entered. The shape is the one that `counterwatch simulate` writes, plus decoys.
 *
 * Errors name positions (`people[3].identifiers[0]`), never a value.
 */
import { z } from "zod";
import { canonicalise } from "../intake/canonical.ts";
import { CounterwatchError, SUBJECT_TYPES, type SubjectType } from "../model/index.ts";

/** Beyond these a file is refused unread; a protecting agency's list is thousands. */
const MOST_PEOPLE = 200_000;
const MOST_IDENTIFIERS = 1_000_000;
const MOST_RELATIONS = 1_000_000;
const MOST_OF_ONE_PERSON = 1000;

const memberId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/,
    "expected an internal id: up to 64 letters, digits, and . _ : -",
  );

const identifierSchema = z.strictObject({ type: z.enum(SUBJECT_TYPES), id: z.string().min(1).max(256) });

const memberSchema = z.strictObject({
  id: memberId,
  identifiers: z.array(identifierSchema).min(1).max(MOST_OF_ONE_PERSON),
});

export const relationSchema = z.strictObject({
  from: memberId,
  to: memberId,
  kind: z.string().regex(/^[a-z][a-z-]{0,31}$/, "expected a short word such as family or handler-source"),
});

export const documentSchema = z.strictObject({
  version: z.literal(1),
  people: z.array(memberSchema).max(MOST_PEOPLE).default([]),
  relations: z.array(relationSchema).max(MOST_RELATIONS).default([]),
  decoys: z.array(memberSchema).max(MOST_PEOPLE).default([]),
});

type Identifier = z.output<typeof identifierSchema>;
export type RegisteredMember = z.output<typeof memberSchema>;
/** Two registered people who must not be connected with each other. */
export type Relation = z.output<typeof relationSchema>;
export type RegisterDocument = z.output<typeof documentSchema>;

export interface RegisterCounts {
  readonly people: number;
  readonly identifiers: number;
  readonly relations: number;
  readonly decoys: number;
}

export const EMPTY_DOCUMENT: RegisterDocument = { version: 1, people: [], relations: [], decoys: [] };

export function countsOf({ people, relations, decoys }: RegisterDocument): RegisterCounts {
  const identifiers = people.reduce((sum, person) => sum + person.identifiers.length, 0);
  return { people: people.length, identifiers, relations: relations.length, decoys: decoys.length };
}

/** Canonical form of every identifier, as look-ups have it. Throws `format-damaged` for one that singles out nobody. */
export function canonicalMembers(
  members: readonly RegisteredMember[],
  list: "people" | "decoys",
  country: string | undefined,
): RegisteredMember[] {
  return members.map((member, at) => {
    const seen = new Map<string, Identifier>();
    for (const [index, { type, id }] of member.identifiers.entries()) {
      const canonical = canonicalise(type, id, country);
      const where = `${list}[${at}].identifiers[${index}]`;
      if (canonical === undefined || canonical.partial)
        throw refusal(
          `${where} (${type}) does not single out one subject`,
          "Give it whole, without wildcards.",
        );
      seen.set(identifierKey(type, canonical.value), { type, id: canonical.value });
    }
    return { id: member.id, identifiers: [...seen.values()].toSorted(byIdentifier) };
  });
}

/** Ids are unique, relations end at people, no decoy is a person's identifier, no internal id is an identifier. */
export function checkDocument(document: RegisterDocument): void {
  const people = uniqueIds(document.people, "people");
  const decoys = uniqueIds(document.decoys, "decoys");
  for (const id of decoys)
    if (people.has(id))
      throw refusal("a decoy has the internal id of a person", "Give the decoy another id.");
  const owned = new Set<string>();
  for (const person of document.people)
    for (const { type, id } of person.identifiers) owned.add(identifierKey(type, id));
  if (owned.size > MOST_IDENTIFIERS)
    throw refusal(`the register would hold more than ${MOST_IDENTIFIERS} identifiers`, "Split it.");
  for (const [at, decoy] of document.decoys.entries())
    if (decoy.identifiers.some(({ type, id }) => owned.has(identifierKey(type, id))))
      throw refusal(`decoys[${at}] has an identifier of a registered person`, "A decoy must be nobody's.");
  for (const [at, { from, to }] of document.relations.entries())
    if (!people.has(from) || !people.has(to) || from === to)
      throw refusal(
        `relations[${at}] does not lead from one registered person to another`,
        "Add both people first.",
      );
  refuseSpeakingIds(document);
}

/** Internal ids stand in findings and reports. One that is an identifier in disguise would carry it there. */
function refuseSpeakingIds({ people, decoys }: RegisterDocument): void {
  const identifiers = new Set<string>();
  for (const { identifiers: list } of [...people, ...decoys])
    for (const { id } of list) identifiers.add(bare(id));
  for (const [list, members] of [["people", people] as const, ["decoys", decoys] as const])
    for (const [at, { id }] of members.entries())
      if (identifiers.has(bare(id)))
        throw refusal(
          `the internal id of ${list}[${at}] is itself an identifier`,
          "Internal ids are shown in findings: use ids that mean nothing outside your house.",
        );
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function uniqueIds(members: readonly RegisteredMember[], list: string): Set<string> {
  const ids = new Set<string>();
  for (const [at, { id }] of members.entries()) {
    if (ids.has(id)) throw refusal(`${list}[${at}] repeats an internal id`, "Give each an id of its own.");
    ids.add(id);
  }
  return ids;
}

export function identifierKey(type: SubjectType, id: string): string {
  return `${type}\0${id}`;
}

function byIdentifier(a: Identifier, b: Identifier): number {
  return identifierKey(a.type, a.id) < identifierKey(b.type, b.id) ? -1 : 1;
}

export function refusal(message: string, remedy: string): CounterwatchError {
  return new CounterwatchError("format-damaged", message, { remedy });
}
