/**
 * The tier of a relation, by what its own rows tell against a background that never changes.
 *
 * Why not by the posterior over the view? More rows must never lower a tier: what an intruder could once conclude is not un-known
 * because a later row shows that the place was busy. Let t(S) be a tier judged from rows S alone. Any tier T that is at least t on
 * every view and never falls when rows are added is at least max over S ⊆ V of t(S), for S ⊆ V gives t(S) ≤ T(S) ≤ T(V). So the least
 * such tier gives a pair's own rows the quietest background that is allowed at all, whatever else the view holds; no
 * rule that reads busyness, holders or degrees from the view can be monotone and do with less. What remains to choose is
 * that quietest background, once, here: a town of `PEOPLE`, with a few others at every place and around every contact. The price is
 * over-warning where places are busier; docs/design/exposure.md gives figures. The view's own posterior is stated beside it
 * (rank, set, bits) and kept from going above it.
 *
 * Every function here is non-decreasing in the set of evidence: each factor is at least 1 (`reference.test.ts` holds it).
 */
import { CIRCLES, HABIT, HOLDINGS, MEETINGS, type Strengths, tieNats } from "./likelihood.ts";

/** People whom an intruder must suspect at the least, seen or not. */
export const PEOPLE = 4096;
/** Ties that a person is taken to have: sympathy group, R. I. M. Dunbar and M. Spoors, Human Nature 6 (1995), about 11 to 15; the lower half. */
export const TIES = 8;
/** Natural logarithm of the odds before any evidence, negated: as many nats make an even chance. */
export const EVEN_NATS = Math.log(PEOPLE / TIES);

const OCCASIONS = 20;
/** Two places, or four days at one, make a tie likely. */
const OTHERS_AT_A_PLACE = 2;
/** Within the cell of a tower, where a fix does not say more: five cells make a tie likely, and days at the same cell add nothing. */
const OTHERS_IN_A_CELL = 24;
/** Three common contacts make a tie likely. */
const OTHERS_OF_A_CONTACT = 8;
const OTHERS_AT_AN_ADDRESS = 1;

/** One piece of evidence of a pair. `direct` names both at once. */
export type EvidenceForm =
  | { readonly form: "direct" }
  | { readonly form: "meeting"; readonly place: number; readonly day: number; readonly coarse: boolean }
  | { readonly form: "circle"; readonly contact: number }
  | { readonly form: "address"; readonly thing: number };

/** Evidence of one pair, counted so that nothing counts twice. */
export class ReferenceTally {
  #direct = 0;
  /** Place, then day: whether only coarse rows say so. */
  readonly #places = new Map<number, Map<number, boolean>>();
  readonly #contacts = new Set<number>();
  readonly #addresses = new Set<number>();

  add(evidence: EvidenceForm): this {
    if (evidence.form === "direct") this.#direct += 1;
    else if (evidence.form === "circle") this.#contacts.add(evidence.contact);
    else if (evidence.form === "address") this.#addresses.add(evidence.thing);
    else {
      let days = this.#places.get(evidence.place);
      if (days === undefined) this.#places.set(evidence.place, (days = new Map()));
      days.set(evidence.day, (days.get(evidence.day) ?? true) && evidence.coarse);
    }
    return this;
  }

  get isDirect(): boolean {
    return this.#direct > 0;
  }

  /** Nats of meetings, of common contacts, of addresses: zero or more each. */
  nats(): ReferenceNats {
    let [places, again, cells] = [0, 0, 0];
    for (const days of this.#places.values()) {
      const precise = [...days.values()].filter((coarse) => !coarse).length;
      if (precise === 0) cells += 1;
      else {
        places += 1;
        again += precise - 1;
      }
    }
    return {
      meetings: nats(MEETINGS, [
        [places, OTHERS_AT_A_PLACE],
        [cells, OTHERS_IN_A_CELL],
        [again, OTHERS_AT_A_PLACE * HABIT],
      ]),
      circles: nats(CIRCLES, [[this.#contacts.size, OTHERS_OF_A_CONTACT]]),
      addresses: nats(HOLDINGS, [[this.#addresses.size, OTHERS_AT_AN_ADDRESS]], 1),
    };
  }

  /** Whether the evidence makes the tie as likely as not. */
  get isLikely(): boolean {
    return this.total >= EVEN_NATS;
  }

  /** Nats of everything but direct rows. */
  get total(): number {
    const { meetings, circles, addresses } = this.nats();
    return meetings + circles + addresses;
  }
}

interface ReferenceNats {
  readonly meetings: number;
  readonly circles: number;
  readonly addresses: number;
}

/** Nats of a single piece, to order by; a direct one makes all certain. */
export function strengthOf(evidence: EvidenceForm, again: boolean): number {
  if (evidence.form === "direct") return Number.POSITIVE_INFINITY;
  if (evidence.form === "circle") return nats(CIRCLES, [[1, OTHERS_OF_A_CONTACT]]);
  if (evidence.form === "address") return nats(HOLDINGS, [[1, OTHERS_AT_AN_ADDRESS]], 1);
  if (evidence.coarse) return again ? 0 : nats(MEETINGS, [[1, OTHERS_IN_A_CELL]]);
  return nats(MEETINGS, [[1, OTHERS_AT_A_PLACE * (again ? HABIT : 1)]]);
}

/** No evidence of a kind is no nats: silence speaks neither way here. */
function nats(
  strengths: Strengths,
  classes: readonly (readonly [count: number, others: number])[],
  occasions = OCCASIONS,
): number {
  const counts = classes.map(([count]) => count);
  if (counts.every((count) => count === 0)) return 0;
  const chances = classes.map(([, others]) => others / PEOPLE);
  const expected = (occasions * OTHERS_AT_A_PLACE) / PEOPLE;
  return Math.max(0, tieNats({ counts, at: 0, chances, expected, occasions }, strengths));
}
