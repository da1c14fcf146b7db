/**
 * What the counts around one registered person tell for each candidate, in nats by kind of evidence: likelihood.ts fed with chances that the
 * view itself gives.
 */
import type { EvidenceKind } from "./attackers.ts";
import type { Background, Degrees } from "./background.ts";
import {
  CALLS_AT,
  CIRCLE_AT,
  CLASSES,
  FIRST_AT,
  othersIn,
  THING_AT,
  TRANSFERS_AT,
  WIDTH,
} from "./candidate-counts.ts";
import { CALLS, CIRCLES, HABIT, HOLDINGS, MEETINGS, TRANSFERS, tieNats } from "./likelihood.ts";
import { PEOPLE } from "./reference.ts";
import type { Surroundings } from "./surroundings.ts";

/** Nobody is so alone that fewer others are to be expected than this. */
const LEAST_OTHERS = 0.05;
/** Degrees by node: a registered person's are those of all their identifiers together. */
type DegreeOf = (degrees: Degrees, node: number) => number;

export interface Ground {
  readonly background: Background;
  readonly degreeOf: DegreeOf;
}

/** People to suspect. */
export function suspects({ visible }: Background): number {
  return Math.max(PEOPLE, visible);
}

/** Nats of each candidate, by kind, in the order of `Surroundings.nodes`. */
export type Nats = Readonly<Record<EvidenceKind, Float64Array>>;

export function natsOfAll({ background, degreeOf }: Ground, member: number, around: Surroundings): Nats {
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
