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
import type { Background, Degrees } from "./background.ts";
import { CALLS, CIRCLES, HABIT, HOLDINGS, MEETINGS, TRANSFERS, tieNats } from "./likelihood.ts";
import { PEOPLE, TIES } from "./reference.ts";
import {
  CALLS_AT,
  CIRCLE_AT,
  CLASSES,
  FIRST_AT,
  othersIn,
  type Surroundings,
  THING_AT,
  TRANSFERS_AT,
  WIDTH,
} from "./surroundings.ts";

const LN2 = Math.log(2);
/** Nobody is so alone that fewer others are to be expected than this. */
const LEAST_OTHERS = 0.05;
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

/** Degrees by node: a registered person's are those of all their identifiers together. */
export type DegreeOf = (degrees: Degrees, node: number) => number;

export interface Ground {
  readonly background: Background;
  readonly degreeOf: DegreeOf;
}

/** Nats that the reference allows a partner, by kind. */
export type Ceiling = Readonly<Record<EvidenceKind, number>>;

/** People to suspect. */
export function suspects({ visible }: Background): number {
  return Math.max(PEOPLE, visible);
}

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

type Nats = Readonly<Record<EvidenceKind, Float64Array>>;

function sumsOf(nats: Nats, { reads }: Attacker): Float64Array {
  const sums = new Float64Array(nats.calls.length);
  for (const kind of reads)
    for (let slot = 0; slot < sums.length; slot++) sums[slot]! += nats[kind][slot] as number;
  return sums;
}

function natsOfAll({ background, degreeOf }: Ground, member: number, around: Surroundings): Nats {
  const size = around.nodes.length;
  const people = suspects(background);
  const { calls, transfers, stays } = background;
  const of = { calls: degreeOf(calls, member), transfers: degreeOf(transfers, member) };
  const column = (): Float64Array => new Float64Array(size);
  const nats = {
    calls: column(),
    transfers: column(),
    circles: column(),
    meetings: column(),
    things: column(),
  };
  const circles = new Kind(around.counts, CIRCLE_AT, around.contactsOthers, around.contacts, CIRCLES);
  const meetings = new Kind(around.counts, FIRST_AT, around.company, around.days, MEETINGS, HABIT);
  const things = new Kind(around.counts, THING_AT, around.thingsOthers, around.things, HOLDINGS);
  for (let slot = 0; slot < size; slot++) {
    const node = around.nodes[slot] as number;
    const start = slot * WIDTH;
    const called = around.counts[start + CALLS_AT] as number;
    const paid = around.counts[start + TRANSFERS_AT] as number;
    if (called > 0)
      nats.calls[slot] = direct(called, of.calls, degreeOf(calls, node), calls.total, people, CALLS);
    if (paid > 0)
      nats.transfers[slot] = direct(
        paid,
        of.transfers,
        degreeOf(transfers, node),
        transfers.total,
        people,
        TRANSFERS,
      );
    if (circles.has(start)) {
      const active = Math.max(calls.active, transfers.active);
      const talks = ratio(
        degreeOf(calls, node) + degreeOf(transfers, node),
        calls.total + transfers.total,
        active,
      );
      nats.circles[slot] = circles.nats(start, talks / people);
    }
    if (meetings.has(start))
      nats.meetings[slot] = meetings.nats(
        start,
        ratio(degreeOf(stays, node), stays.total, stays.active) / people,
      );
    if (things.has(start)) nats.things[slot] = things.nats(start, 1 / people);
  }
  return nats;
}

/**
 * Calls between two against chance: what the degrees expect, leaving out the calls between them, because in a view of one person's
 * records everybody's calls are with that person.
 */
function direct(
  count: number,
  own: number,
  theirs: number,
  total: number,
  people: number,
  strengths: typeof CALLS,
): number {
  const expected = Math.max(own / people, (own * Math.max(0, theirs - count)) / total);
  return tieNats({ counts: [count], at: 0, chances: [expected], expected, occasions: 1 }, strengths);
}

/**
 * One kind of coincidence around one person. How many others are to be expected: those who were there besides the candidate, who would
 * otherwise speak for being there by chance, and as many as there usually are. With `habit` a second run of classes follows,
 * of chances so many times as large.
 */
class Kind {
  readonly #seen: {
    counts: Int32Array;
    at: number;
    chances: Float64Array;
    expected: number;
    occasions: number;
  };
  readonly #at: number;
  readonly #others: Float64Array;
  readonly #expected: number;
  readonly #strengths: typeof CALLS;

  constructor(
    counts: Int32Array,
    at: number,
    others: number,
    occasions: number,
    strengths: typeof CALLS,
    habit?: number,
  ) {
    const usual = others / Math.max(1, occasions);
    const classes = Array.from({ length: CLASSES }, (_, cls) =>
      Math.max(LEAST_OTHERS, othersIn(cls) - 1 + usual),
    );
    this.#others = Float64Array.from(
      habit === undefined ? classes : [...classes, ...classes.map((others) => others * habit)],
    );
    this.#seen = { counts, at, chances: new Float64Array(this.#others.length), expected: 0, occasions };
    this.#expected = others;
    this.#at = at;
    this.#strengths = strengths;
  }

  has(start: number): boolean {
    const { counts, chances } = this.#seen;
    for (let cls = 0; cls < chances.length; cls++) if (counts[start + this.#at + cls] !== 0) return true;
    return false;
  }

  /** Nats of the counts from `start`; `chanceOfOne` is the chance that the candidate is a given one of those present. */
  nats(start: number, chanceOfOne: number): number {
    const seen = this.#seen;
    seen.at = start + this.#at;
    seen.expected = this.#expected * chanceOfOne;
    for (let cls = 0; cls < seen.chances.length; cls++)
      seen.chances[cls] = Math.min(0.5, (this.#others[cls] as number) * chanceOfOne);
    return tieNats(seen, this.#strengths);
  }
}

/** How active a node is next to the middle of all active ones, between a quarter and 32 times. */
function ratio(degree: number, total: number, active: number): number {
  return Math.min(32, Math.max(0.25, (degree * Math.max(1, active)) / Math.max(1, total)));
}
