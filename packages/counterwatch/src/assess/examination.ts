/**
 * Each registered relation examined: what its own rows give, and where the two stand among everyone in view. Probabilities stay in this
 * room; an assessment says tiers and buckets.
 */
import { type Finding, judge } from "./chain.ts";
import { pairEvidence } from "./pair-evidence.ts";
import type { Sight } from "./sight.ts";
import { type Standing, standings } from "./standing.ts";
import type { View } from "./view.ts";

export interface Examined {
  /** Members, by their numbers in the roster. */
  readonly a: number;
  readonly b: number;
  readonly found: Finding;
  readonly standing: Standing;
}

/** In the order of the register's relations. */
export function examine(sight: Sight, view: View): Examined[] {
  const pairs = sight.roster.relations.map(({ from, to }) => ({
    a: sight.roster.numberOf.get(from) as number,
    b: sight.roster.numberOf.get(to) as number,
  }));
  const evidences = pairs.map(({ a, b }) => pairEvidence(sight, a, b));
  const all = standings(sight, view, pairs, evidences);
  return pairs.map(({ a, b }, index) => ({
    a,
    b,
    found: judge(evidences[index] ?? [], firstRow(sight, a, b)),
    standing: all[index] as Standing,
  }));
}

/** The row that named either of the two first. */
function firstRow({ own, shownAt }: Sight, a: number, b: number): { row: number; known: number } | undefined {
  const [one, other] = [own[a]?.[0], own[b]?.[0]].filter((row) => row !== undefined);
  if (one === undefined) return undefined;
  const row = other !== undefined && shownAt(other) < shownAt(one) ? other : one;
  return { row, known: shownAt(row) };
}
