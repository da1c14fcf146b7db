/**
 * What an attacker who reads the whole view would believe of one registered person's contacts, asked about registered partners only.
 *
 * With N people to suspect (those in view, at least `PEOPLE`) and evidence of L nats for a candidate c, who seeks one contact believes
 *
 *     P(c) = (½/N)·exp L_c / (½ + ½·(N − |C|)/N + Σ_C (½/N)·exp L),
 *
 * the first ½ being "not in view" and C the candidates who share anything with the person; who draws the circle believes
 * odds(c) = (TIES/N)·exp L_c. L sums the kinds of evidence that the attacker reads; a kind without a coincidence adds nothing.
 * The partner's L is kept at or below what the reference allows (reference.ts), so that no posterior contradicts a tier.
 */
import { ATTACKERS, type Attacker, type EvidenceKind } from "./attackers.ts";
import { type Ground, type Nats, natsOfAll, suspects } from "./candidate-nats.ts";
import { PEOPLE, TIES } from "./reference.ts";
import type { Surroundings } from "./surroundings.ts";

const LN2 = Math.log(2);
/** Share of belief that the contact is somebody whom the view does not show. */
const NOT_IN_VIEW = 0.5;

/** Belief of one attacker about one partner. */
export interface Belief {
  readonly attacker: string;
  readonly probability: number;
  readonly bits: number;
  /** Suspects before the partner, "not in view" being one of them. */
  readonly before: number;
  /** 2 to the entropy of the belief over everyone. */
  readonly effectiveSet: number;
}

/** Nats that the reference allows a partner, by kind. */
export type Ceiling = Readonly<Record<EvidenceKind, number>>;

/** Beliefs about each asked partner (nodes), by attacker. `ceilings` in the order of `partners`. */
export function beliefs(
  ground: Ground,
  member: number,
  around: Surroundings,
  partners: readonly number[],
  ceilings: readonly Ceiling[],
): Belief[][] {
  const nats = natsOfAll(ground, member, around);
  const slots = new Map(around.nodes.map((node, slot) => [node, slot]));
  const asked = partners.map((partner) => slots.get(partner));
  const people = suspects(ground.background);
  const answers: Belief[][] = partners.map(() => []);
  for (const attacker of ATTACKERS) {
    const sums = sumsOf(nats, attacker);
    const spread = spreadOf(sums, people, ground.background.visible);
    for (const [index, slot] of asked.entries()) {
      const ceiling = attacker.reads.reduce((sum, kind) => sum + (ceilings[index] as Ceiling)[kind], 0);
      const own = Math.min(
        slot === undefined ? 0 : (sums[slot] as number),
        ceiling + Math.log(people / PEOPLE),
      );
      answers[index]?.push({ attacker: attacker.name, ...believe(attacker, own, spread) });
    }
  }
  return answers;
}

interface Spread {
  readonly people: number;
  readonly visible: number;
  readonly ordered: Float64Array;
  /** Natural logarithm of the weight of everyone, an unremarkable person's being (1 − NOT_IN_VIEW)/N. */
  readonly logTotal: number;
  readonly effectiveSet: number;
}

function spreadOf(sums: Float64Array, people: number, visible: number): Spread {
  // Sorted, so that the sum does not depend on who was met first.
  const ordered = sums.toSorted();
  const base = Math.log((1 - NOT_IN_VIEW) / people);
  const rest = Math.max(0, people - ordered.length);
  const most = Math.max(0, (ordered.at(-1) ?? 0) + base);
  let total = (NOT_IN_VIEW + rest * Math.exp(base)) * Math.exp(-most);
  for (const sum of ordered) total += Math.exp(sum + base - most);
  const logTotal = most + Math.log(total);
  // Entropy: somebody not in view may be any of as many people again.
  let entropy =
    surprise(Math.log(NOT_IN_VIEW / people) - logTotal) * people + surprise(base - logTotal) * rest;
  for (const sum of ordered) entropy += surprise(sum + base - logTotal);
  return { people, visible, ordered, logTotal, effectiveSet: Math.exp(entropy) };
}

/** −p ln p, from ln p. */
function surprise(logP: number): number {
  return -logP * Math.exp(logP);
}

function believe(attacker: Attacker, own: number, spread: Spread): Omit<Belief, "attacker"> {
  const { people, visible, ordered, logTotal, effectiveSet } = spread;
  const prior = attacker.seeks === "one" ? (1 - NOT_IN_VIEW) / people : TIES / people;
  const logOdds =
    attacker.seeks === "one"
      ? oddsOf(own + Math.log((1 - NOT_IN_VIEW) / people) - logTotal)
      : own + Math.log(TIES / people);
  const bits = (logOdds - Math.log(prior / (attacker.seeks === "one" ? 1 - prior : 1))) / LN2;
  const above = ordered.length - upperBound(ordered, own);
  // Those without any evidence stand alike: a partner who is one of them stands in their middle.
  const alike = own > 0 ? 0 : Math.max(0, visible - ordered.length) / 2;
  const unseen = own + Math.log((1 - NOT_IN_VIEW) / people) < Math.log(NOT_IN_VIEW) ? 1 : 0;
  return { probability: 1 / (1 + Math.exp(-logOdds)), bits, before: above + alike + unseen, effectiveSet };
}

function oddsOf(logP: number): number {
  const p = Math.min(1 - 1e-12, Math.exp(logP));
  return Math.log(p / (1 - p));
}

/** How many of `ordered` are at or below `value`. */
function upperBound(ordered: Float64Array, value: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sumsOf(nats: Nats, { reads }: Attacker): Float64Array {
  const sums = new Float64Array(nats.calls.length);
  for (const kind of reads)
    for (let slot = 0; slot < sums.length; slot++) sums[slot]! += nats[kind][slot] as number;
  return sums;
}
