/**
 * An edit of the register: what is added and what is removed. It is hashed with a salt of its own: identifiers have few
 * possible values, and an unsalted hash in a ledger could be tried out.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "@counterwatch/evidence";
import { z } from "zod";
import {
  canonicalMembers,
  checkDocument,
  documentSchema,
  identifierKey,
  type RegisterDocument,
  type RegisteredMember,
  refusal,
  relationSchema,
} from "./document.ts";

const ids = z.array(z.string().min(1).max(64)).max(1_000_000).default([]);

const removalSchema = z.strictObject({
  people: ids.describe("Internal ids; their relations go with them."),
  decoys: ids,
  identifiers: z
    .array(z.strictObject({ member: z.string(), type: z.string(), id: z.string().min(1).max(256) }))
    .max(1_000_000)
    .default([]),
  relations: z
    .array(relationSchema.omit({ kind: true }))
    .max(1_000_000)
    .default([]),
});

/** A whole document is an edit that adds; `remove` takes away first. */
export const editInputSchema = documentSchema.extend({ remove: removalSchema.optional() });

export const editSchema = z.strictObject({
  format: z.literal("counterwatch-register-edit/v1"),
  register: z.string().regex(/^[0-9a-f]{32}$/),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  add: documentSchema,
  remove: removalSchema,
});

export type Edit = z.output<typeof editSchema>;
type EditInput = z.output<typeof editInputSchema>;

/** `salt`: 32 random bytes. `country` completes national phone numbers. Throws `format-damaged`. */
export function makeEdit(
  input: EditInput,
  { register, salt, country }: { register: string; salt: Uint8Array; country: string | undefined },
): Edit {
  const { remove, ...add } = input;
  const removal = remove ?? removalSchema.parse({});
  return {
    format: "counterwatch-register-edit/v1",
    register,
    salt: Buffer.from(salt).toString("hex"),
    add: {
      ...add,
      people: canonicalMembers(add.people, "people", country),
      decoys: canonicalMembers(add.decoys, "decoys", country),
    },
    remove: {
      ...removal,
      identifiers: removal.identifiers.map(({ member, type, id }) => {
        const [canonical] = canonicalMembers(
          [{ id: member, identifiers: [{ type, id }] } as RegisteredMember],
          "people",
          country,
        );
        return { member, type, id: canonical?.identifiers[0]?.id ?? id };
      }),
    },
  };
}

/** SHA-256 over a domain and the canonical JSON (RFC 8785) of the edit with its salt, hex. */
export function editHash(edit: Edit): string {
  return createHash("sha256")
    .update("counterwatch/register-edit/v1\n")
    .update(canonicalJson(edit))
    .digest("hex");
}

/** The document after the edit. Throws `format-damaged` where it removes what is not there or breaks a rule of the document. */
export function applyEdit(document: RegisterDocument, { add, remove }: Edit): RegisterDocument {
  const gone = new Set(remove.people);
  const people = new Map(document.people.map((person) => [person.id, person]));
  const decoys = new Map(document.decoys.map((decoy) => [decoy.id, decoy]));
  for (const [at, id] of remove.people.entries())
    if (!people.delete(id)) throw absent(`remove.people[${at}]`);
  for (const [at, id] of remove.decoys.entries())
    if (!decoys.delete(id)) throw absent(`remove.decoys[${at}]`);
  for (const [at, { member, type, id }] of remove.identifiers.entries()) {
    const place = `remove.identifiers[${at}]`;
    const list = people.has(member) ? people : decoys;
    const found = list.get(member);
    const left = found?.identifiers.filter((each) => !(each.type === type && each.id === id)) ?? [];
    if (found === undefined || left.length === found.identifiers.length) throw absent(place);
    if (left.length === 0)
      throw refusal(`${place} is the last one of this member`, "Remove the member itself instead.");
    list.set(member, { id: member, identifiers: left });
  }
  let relations = document.relations.filter(({ from, to }) => !gone.has(from) && !gone.has(to));
  for (const [at, { from, to }] of remove.relations.entries()) {
    const left = relations.filter((each) => !(each.from === from && each.to === to));
    if (left.length === relations.length) throw absent(`remove.relations[${at}]`);
    relations = left;
  }
  merge(people, add.people);
  merge(decoys, add.decoys);
  const after = new Map(
    [...relations, ...add.relations].map((each) => [`${each.from}\0${each.to}\0${each.kind}`, each]),
  );
  const edited: RegisterDocument = {
    version: 1,
    people: [...people.values()],
    relations: [...after.values()],
    decoys: [...decoys.values()],
  };
  checkDocument(edited);
  return edited;
}

/** A known id gains identifiers, a new one enters. */
function merge(members: Map<string, RegisteredMember>, added: readonly RegisteredMember[]): void {
  for (const { id, identifiers } of added) {
    const all = new Map(
      [...(members.get(id)?.identifiers ?? []), ...identifiers].map((each) => [
        identifierKey(each.type, each.id),
        each,
      ]),
    );
    members.set(id, { id, identifiers: [...all.values()] });
  }
}

function absent(place: string) {
  return refusal(`${place} names something that the register does not hold`, "Check it, or leave it out.");
}
