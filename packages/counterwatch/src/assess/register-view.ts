/**
 * The register as an assessment takes it: internal ids with their pseudonyms, and the relations between them. This is the only
 * way in: whoever is not in it cannot be asked about, and a relation that it does not hold cannot be submitted.
 */
import { CounterwatchError, type Pseudonym, type SubjectType } from "../model/index.ts";
import type { PseudonymTable } from "./pseudonym-table.ts";

export interface PseudonymousRegister {
  readonly id: string;
  readonly version: number;
  readonly people: readonly {
    /** Internal id. */
    readonly member: string;
    readonly parties: readonly { readonly type: SubjectType; readonly id: Pseudonym }[];
  }[];
  readonly relations: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
}

type RegisteredRelation = PseudonymousRegister["relations"][number];

/** Members in the order of their ids, with the pseudonyms that the rows name. */
export interface Roster {
  readonly members: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** Pseudonym numbers of each member. */
  readonly parties: readonly ReadonlySet<number>[];
  /** Members who hold a pseudonym: nearly always one. */
  readonly holders: ReadonlyMap<number, readonly number[]>;
  readonly relations: readonly RegisteredRelation[];
}

/** Throws `register` for a member named twice and for a relation of, or to, somebody who is not in the register. */
export function rosterOf(register: PseudonymousRegister, pseudonyms: PseudonymTable): Roster {
  const people = register.people.toSorted((a, b) => (a.member < b.member ? -1 : 1));
  const members = people.map(({ member }) => member);
  const numberOf = new Map(members.map((member, number) => [member, number]));
  if (numberOf.size < members.length) throw refusal("a person stands in it twice");
  for (const [index, { from, to }] of register.relations.entries()) {
    if (!numberOf.has(from) || !numberOf.has(to))
      throw refusal(`relations[${index}] names a person who is not in it`);
    if (from === to) throw refusal(`relations[${index}] relates a person to themselves`);
  }
  const holders = new Map<number, number[]>();
  const parties = people.map(({ parties }, member) => {
    const own = new Set<number>();
    for (const { id } of parties) {
      const pseudonym = pseudonyms.find(id);
      if (pseudonym === undefined || own.has(pseudonym)) continue;
      own.add(pseudonym);
      const known = holders.get(pseudonym);
      if (known === undefined) holders.set(pseudonym, [member]);
      else known.push(member);
    }
    return own;
  });
  return { members, numberOf, parties, holders, relations: register.relations };
}

function refusal(what: string): CounterwatchError {
  return new CounterwatchError("register", `The register cannot be assessed: ${what}.`, {
    remedy:
      "Only registered people and their registered relations can be assessed. Correct the register by an edit.",
  });
}
