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
import {
  type Assessment,
  type Exposure,
  type ExposureLink,
  RANKS,
  SET_SIZES,
  SYSTEMS,
  type System,
} from "../model/index.ts";
import type { Finding } from "./chain.ts";
import { type Examined, examine } from "./examination.ts";
import { personSeen, withRelation } from "./people.ts";
import { type PseudonymousRegister, rosterOf } from "./register-view.ts";
import { type Sight, sightOf } from "./sight.ts";
import type { Standing } from "./standing.ts";
import { reachOf, type Unseen, upperTier, worse } from "./upper.ts";
import { kindOf, systemOf, type View } from "./view.ts";

const LN2 = Math.log(2);

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
  const reaches = given.gaps.map((gap) =>
    reachOf(gap, (subject) => {
      const number = view.pseudonyms.find(subject);
      return (
        (number === undefined ? undefined : roster.holders.get(number)) ??
        membersHolding(register, roster, subject)
      );
    }),
  );
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

/** A subject of a gap whom no shown row names is still looked for in the register. */
function membersHolding(
  register: PseudonymousRegister,
  { numberOf }: { numberOf: ReadonlyMap<string, number> },
  subject: string,
): number[] {
  return register.people
    .filter(({ parties }) => parties.some(({ id }) => id === subject))
    .map(({ member }) => numberOf.get(member) as number);
}

function exposureOf(
  sight: Sight,
  { from, to, kind }: { from: string; to: string; kind: string },
  { tier, chain, known }: Finding,
  upper: Exposure["upper"],
  { rank, effectiveSet, bits, attacker, whole }: Standing,
): Exposure {
  return {
    from,
    to,
    relation: kind,
    tier,
    upper,
    rank: RANKS[rankBucket(rank)] as Exposure["rank"],
    effectiveSet: SET_SIZES[setBucket(effectiveSet)] as Exposure["effectiveSet"],
    bits: tenth(tier === "certain" ? Math.max(bits, whole) : bits),
    ...(attacker !== undefined && { attacker }),
    chain: chain.map(({ row, nats }) => linkOf(sight, row, nats)),
    ...instantField("knownSince", known),
  };
}

function linkOf({ columns, shownAt, lookupOf, idOf }: Sight, row: number, nats: number): ExposureLink {
  const form = columns.forms[row] as number;
  const lookup = lookupOf(row);
  return {
    row: idOf(row),
    ...(lookup !== undefined && { lookup }),
    system: systemOf(form),
    kind: kindOf(form),
    ...instantField("happened", columns.times[row] as number),
    ...instantField("shown", shownAt(row)),
    bits: tenth(nats / LN2),
  };
}

function viewOf({ columns, rows, shownAt }: Sight, view: View, given: AssessmentGiven): Assessment["view"] {
  const counts = new Uint32Array(SYSTEMS.length);
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    counts[SYSTEMS.indexOf(systemOf(columns.forms[row] as number))]! += 1;
    const shown = shownAt(row);
    if (!Number.isFinite(shown)) continue;
    if (shown < from) from = shown;
    if (shown > to) to = shown;
  }
  const lookups = new Set([...view.lookupNames, ...(given.lookups?.keys() ?? [])]);
  const bySystem: Partial<Record<System, number>> = {};
  for (const [index, system] of SYSTEMS.entries())
    if (counts[index] !== 0) bySystem[system] = counts[index] as number;
  return {
    lookups: lookups.size,
    rows: rows.length,
    rejected: given.rejected,
    bySystem,
    ...instantField("from", from),
    ...instantField("to", to),
  };
}

function instantField<K extends string>(name: K, ms: number): { [key in K]?: string } {
  return (Number.isFinite(ms) ? { [name]: new Date(ms).toISOString() } : {}) as { [key in K]?: string };
}

/** Index in `RANKS` of a place counted from 1; undefined: not in view. */
function rankBucket(rank: number | undefined): number {
  return rank === undefined ? 4 : rank <= 1 ? 0 : rank <= 5 ? 1 : rank <= 20 ? 2 : 3;
}

/** Index in `SET_SIZES`. */
function setBucket(size: number): number {
  return size < 1.5 ? 0 : size <= 5 ? 1 : size <= 20 ? 2 : size <= 100 ? 3 : 4;
}

/** To 0.1, and never −0. */
function tenth(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
