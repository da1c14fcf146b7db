/**
 * After a breach: how far was each registered relation exposed, by which rows, since when? DESIGN section 7; docs/design/exposure.md has
 * the mathematics, its figures and its limits.
 *
 *     rows ─ View ─┐
 *     register ────┴ Sight ── pair evidence ── tier, chain, since when     (own rows against a fixed reference: never falls)
 *                      └───── surroundings ─── rank, set, bits             (everyone in view: falls when others look likelier)
 *
 * Restraint: the only people who can be asked about are those of the register, the only pairs its relations. No string of the output
 * comes from anywhere but the register, the ids of rows and look-ups, the gaps as given, and fixed words.
 */
import { createHash } from "node:crypto";
import type { Assessment, Exposure } from "../model/index.ts";
import { type Examined, examine } from "./examination.ts";
import { personSeen, withRelation } from "./people.ts";
import { type PseudonymousRegister, rosterOf } from "./register-view.ts";
import { sightOf } from "./sight.ts";
import { reachOf, type Unseen, upperTier, worse } from "./upper.ts";
import type { View } from "./view.ts";
import { exposureOf, instantField, viewOf } from "./wording.ts";

export interface AssessmentGiven {
  /** Id of the incident. */
  readonly incident: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly assessed: string;
  /** Rows that could not be read. */
  readonly rejected: number;
  /** What the logs do not show. Explanations must name nobody. */
  readonly gaps: readonly Unseen[];
  /** The incident's look-ups: id to the time at which it showed its rows (RFC 3339). Rows with a time of their own keep it. */
  readonly lookups?: ReadonlyMap<string, string>;
}

/**
 * Throws `register` where the register names a person twice or relates somebody who is not in it. Pure: the same rows in any order,
 * under any pseudonyms of unregistered people, give the same assessment byte for byte.
 */
export function assess(view: View, register: PseudonymousRegister, given: AssessmentGiven): Assessment {
  const roster = rosterOf(register, view.pseudonyms);
  const sight = sightOf(view, roster, given.lookups ?? new Map());
  const byParty =
    given.gaps.length === 0 ? new Map<string, number[]>() : membersByParty(register, roster.numberOf);
  const reaches = given.gaps.map((gap) => reachOf(gap, (subject) => byParty.get(subject) ?? []));
  const people = roster.members.map((_, member) => personSeen(sight, member));
  const examined = examine(sight, view);
  const uppers = people.map(({ tier }) => tier);
  const relations = roster.relations.map((relation, index): Exposure => {
    const { a, b, found, standing } = examined[index] as Examined;
    const upper = upperTier(found.tier, reaches, a, b, (member) => people[member]?.placed ?? false);
    for (const member of [a, b]) {
      people[member] = withRelation(people[member] as (typeof people)[number], found.tier, found.known);
      uppers[member] = worse(uppers[member] ?? "none", upper);
    }
    return exposureOf(sight, relation, found, upper, standing);
  });
  const rows = viewOf(sight, view, given);
  const id = createHash("sha256")
    .update(
      JSON.stringify([
        "counterwatch assessment v1",
        given.incident,
        register.id,
        register.version,
        sight.rows.length,
        sight.print,
      ]),
    )
    .digest("hex");
  return {
    version: 1,
    id: `a1_${id.slice(0, 24)}`,
    incident: given.incident,
    assessed: given.assessed,
    register: { id: register.id, version: register.version },
    view: rows,
    gaps: given.gaps.map(({ what, lookups, explanation }) => ({ what, lookups, explanation })),
    relations,
    people: roster.members.map((member, number) => {
      const { tier, recordsShown, movement, known } = people[number] as (typeof people)[number];
      const reached = reaches.some(({ members }) => members === undefined || members.has(number));
      const upper = worse(worse(uppers[number] ?? "none", tier), reached ? "possible" : "none");
      return { member, tier, upper, recordsShown, movement, ...instantField("knownSince", known) };
    }),
  };
}

/** Members by all their pseudonyms, whether or not a row names them: a gap's subject may stand in no row. */
function membersByParty(
  register: PseudonymousRegister,
  numberOf: ReadonlyMap<string, number>,
): Map<string, number[]> {
  const members = new Map<string, number[]>();
  for (const { member, parties } of register.people)
    for (const { id } of parties)
      members.set(id, [...(members.get(id) ?? []), numberOf.get(member) as number]);
  return members;
}
