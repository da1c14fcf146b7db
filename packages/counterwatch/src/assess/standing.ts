/**
 * Where registered partners stand among everyone in view: rank, effective set, bits, by the attacker who learned most, seen from either
 * of the two and taking the worse. Surroundings are read once a person and dropped before the next.
 */
import { ATTACKERS } from "./attackers.ts";
import { backgroundOf, type Degrees } from "./background.ts";
import type { Evidence } from "./pair-evidence.ts";
import { suspects } from "./candidate-nats.ts";
import { type Belief, beliefs, type Ceiling } from "./posterior.ts";
import { ReferenceTally } from "./reference.ts";
import type { Sight } from "./sight.ts";
import { Neighbourhood } from "./surroundings.ts";
import type { View } from "./view.ts";

export interface Standing {
  /** Highest probability that any attacker gives the tie. */
  readonly probability: number;
  /** The same by attacker, in the order of `ATTACKERS`, each from the side from which it is higher. */
  readonly byAttacker: readonly number[];
  /** Place from 1; undefined where one of the two is not in view. */
  readonly rank: number | undefined;
  readonly effectiveSet: number;
  readonly bits: number;
  readonly attacker: string | undefined;
  /** Bits that there were to learn at all. */
  readonly whole: number;
}

interface Pair {
  readonly a: number;
  readonly b: number;
}

/** One standing a pair, in the order of the pairs. `evidences` are what `pairEvidence` says of them. */
export function standings(
  sight: Sight,
  view: View,
  pairs: readonly Pair[],
  evidences: readonly (readonly Evidence[])[],
): Standing[] {
  const pseudonyms = view.pseudonyms.size;
  const background = backgroundOf(sight, pseudonyms);
  const { calls, transfers, stays } = background;
  const ofMembers = new Map(
    [calls, transfers, stays].map((degrees) => [degrees, memberDegrees(sight, degrees)]),
  );
  const degreeOf = (degrees: Degrees, node: number): number =>
    (node < pseudonyms ? degrees.of[node] : ofMembers.get(degrees)?.[node - pseudonyms]) as number;
  const partners = new Map<number, { other: number; index: number }[]>();
  const note = (member: number, other: number, index: number): void => {
    if ((sight.own[member]?.length ?? 0) === 0 || (sight.own[other]?.length ?? 0) === 0) return;
    const known = partners.get(member);
    if (known === undefined) partners.set(member, [{ other, index }]);
    else known.push({ other, index });
  };
  for (const [index, { a, b }] of pairs.entries()) {
    note(a, b, index);
    note(b, a, index);
  }
  const neighbourhood = new Neighbourhood(sight, background, [...partners.keys()], view.placeCount);
  const found: Belief[][] = pairs.map(() => []);
  for (const [member, asked] of partners) {
    const answers = beliefs(
      { background, degreeOf },
      pseudonyms + member,
      neighbourhood.of(member),
      asked.map(({ other }) => pseudonyms + other),
      asked.map(({ index }) => ceilingOf(evidences[index] ?? [])),
    );
    for (const [at, { index }] of asked.entries()) found[index]?.push(...(answers[at] ?? []));
  }
  const people = suspects(background);
  return found.map((all) => worst(all, people));
}

/** A member's degree is that of all their identifiers together. */
function memberDegrees({ roster }: Sight, { of }: Degrees): number[] {
  return roster.parties.map((parties) => {
    let sum = 0;
    for (const party of parties) sum += of[party] as number;
    return sum;
  });
}

function worst(all: readonly Belief[], people: number): Standing {
  const whole = Math.log2(people);
  const [first] = all;
  if (first === undefined)
    return {
      probability: 0,
      byAttacker: [],
      rank: undefined,
      effectiveSet: people,
      bits: 0,
      attacker: undefined,
      whole,
    };
  // Of attackers who learned alike the first of the list is named.
  const most = all.reduce((best, belief) => (belief.probability > best.probability ? belief : best), first);
  return {
    probability: most.probability,
    byAttacker: ATTACKERS.map(({ name }) =>
      Math.max(...all.filter(({ attacker }) => attacker === name).map(({ probability }) => probability)),
    ),
    rank: 1 + Math.floor(Math.min(...all.map(({ before }) => before))),
    effectiveSet: Math.min(...all.map(({ effectiveSet }) => effectiveSet)),
    bits: most.bits,
    attacker: most.bits > 0 ? most.attacker : undefined,
    whole,
  };
}

function ceilingOf(evidence: readonly Evidence[]): Ceiling {
  const tally = new ReferenceTally();
  for (const { what } of evidence) tally.add(what);
  if (tally.isDirect)
    return {
      calls: Number.POSITIVE_INFINITY,
      transfers: Number.POSITIVE_INFINITY,
      circles: Number.POSITIVE_INFINITY,
      meetings: Number.POSITIVE_INFINITY,
      things: Number.POSITIVE_INFINITY,
    };
  const { meetings, circles, addresses } = tally.nats();
  return { calls: 0, transfers: 0, circles, meetings, things: addresses };
}
