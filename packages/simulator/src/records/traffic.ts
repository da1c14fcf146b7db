/**
 * Who reaches whom, and when, by calls or by money: circles, hubs, chance, and registered ties. A pure function of the seed
 * that can be asked for one person, for one pair's week, or for everybody, and says the same each time:
 *
 * - two members of a circle: Poisson counts by week, with a log-normal rate by pair, by both people and by week, so that
 *   counts are over-dispersed and the strength of contacts is heavy-tailed;
 * - hubs: each person has favourites, dealt by a keyed permutation whose seats fall to hubs by popularity, so that a
 *   hub's callers can be listed without asking everybody;
 * - chance: each week deals everybody a stranger by a keyed permutation, and few take the chance. Its inverse says who
 *   dialled a number.
 */
import type { Clock } from "../agency/roster.ts";
import { HOUR } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import { type Circle, CIRCLES } from "../city/society.ts";
import { CITY } from "../parameters.ts";
import { Permutation } from "../random/permutation.ts";
import type { RandomStream } from "../random/stream.ts";
import { WeightTable } from "../random/tables.ts";
import type { Period } from "./shown-row.ts";
import type { Tie, Ties } from "./ties.ts";

export interface TrafficRates {
  readonly perWeek: Readonly<Record<Circle, number>>;
  readonly pairSpread: number;
  readonly personSpread: number;
  readonly weekSpread: number;
  readonly favouriteHubs: number;
  readonly hubPerWeek: number;
  readonly hubCallsBack: number;
  readonly hubPopularity: number;
  readonly chanceSlots: number;
  readonly chanceShare: number;
  readonly wrongNumber: number;
  readonly matterFurther: number;
  readonly hourWeights: readonly number[];
}

export interface Encounter {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly bond: "circle" | "hub" | "wrong-number" | "matter" | "tie";
  readonly tie: Tie | undefined;
  /** Draws that belong to the pair, and to this encounter alone. */
  readonly pair: RandomStream;
  readonly draws: RandomStream;
}

/** Two people, how likely the first of them begins, and why they meet at all. */
interface Line {
  readonly pair: RandomStream;
  readonly one: number;
  readonly other: number;
  readonly outgoing: number;
  readonly bond: Encounter["bond"];
  readonly tie?: Tie;
}

type Meet = (encounter: Encounter) => void;

/** How many weights of people are kept at hand. */
const KEPT = 20_000;

export class Traffic {
  readonly #city: City;
  readonly #clock: Clock;
  readonly #ties: Ties;
  readonly #rates: TrafficRates;
  readonly #rateOfTie: (tie: Tie) => number;
  readonly #quiet: ReadonlySet<number>;
  readonly #random: RandomStream;
  readonly #hours: WeightTable;
  readonly #slots: readonly Permutation[];
  /** First seat of each hub, and the end. */
  readonly #seats: Float64Array;
  readonly #weights = new Map<number, number>();

  /** `quiet` people have hubs, chance and ties, but no circles. */
  constructor(
    city: City,
    clock: Clock,
    ties: Ties,
    rates: TrafficRates,
    rateOfTie: (tie: Tie) => number,
    quiet: ReadonlySet<number>,
    random: RandomStream,
  ) {
    this.#city = city;
    this.#clock = clock;
    this.#ties = ties;
    this.#rates = rates;
    this.#rateOfTie = rateOfTie;
    this.#quiet = quiet;
    this.#random = random;
    this.#hours = new WeightTable(rates.hourWeights);
    const { count } = city.society;
    this.#slots = Array.from(
      { length: rates.favouriteHubs },
      (_, slot) => new Permutation(count, random.word(slot, 11), random.word(slot, 12)),
    );
    this.#seats = hubSeats(count, rates.hubPopularity);
  }

  /** Everything in the period with this person as one of the two, in no order. */
  of(person: number, period: Period, meet: Meet): void {
    const { society } = this.#city;
    for (const [i, circle] of CIRCLES.entries()) {
      for (const other of society.members(circle, society.circleOf(person, circle)))
        if (other !== person) this.#inCircle(i, person, other, period, meet);
    }
    this.#favourites(person, period, meet);
    const hub = person - society.first;
    if (hub < this.#seats.length - 1) this.#customers(hub, period, meet);
    for (let week = this.#week(period.from); week <= this.#week(period.to - 1); week++)
      this.#chance(week, person, person, period, meet);
    for (const tie of this.#ties.of(person)) this.#tie(tie, period, meet);
  }

  /** Everything in the period, in no order. */
  *all(period: Period): Generator<Encounter> {
    let found: Encounter[] = [];
    for (const _ of this.#everything(period, (encounter) => found.push(encounter))) {
      if (found.length === 0) continue;
      yield* found;
      found = [];
    }
  }

  /** Yields now and then, so that what `meet` was told can be passed on. */
  *#everything(period: Period, meet: Meet): Generator<void> {
    const { society } = this.#city;
    for (const [i, circle] of CIRCLES.entries()) {
      for (let number = 0; number < society.circles(circle); number++) {
        const members = society.members(circle, number);
        for (const [j, one] of members.entries())
          for (const other of members.slice(j + 1)) this.#inCircle(i, one, other, period, meet);
        yield;
      }
    }
    for (let person = society.first; person < society.first + society.count; person++) {
      this.#favourites(person, period, meet);
      yield;
    }
    for (let week = this.#week(period.from); week <= this.#week(period.to - 1); week++) {
      for (let person = society.first; person < society.first + society.count; person++) {
        this.#chance(week, person, undefined, period, meet);
        yield;
      }
    }
    for (const tie of this.#ties.lines) {
      if (!society.has(tie.from)) continue;
      this.#tie(tie, period, meet);
      yield;
    }
  }

  #inCircle(circle: number, one: number, other: number, period: Period, meet: Meet): void {
    if (this.#quiet.has(one) || this.#quiet.has(other)) return;
    const rates = this.#rates;
    const [low, high] = one < other ? [one, other] : [other, one];
    const pair = this.#random.keyed(low, high ^ (circle << 26));
    const rate =
      rates.perWeek[CIRCLES[circle]!] *
      meanOne(rates.pairSpread, pair) *
      this.#weight(low) *
      this.#weight(high) *
      this.#ties.left(low, high);
    this.#weeks({ pair, one: low, other: high, outgoing: 0.5, bond: "circle" }, rate, period, meet);
  }

  #favourites(person: number, period: Period, meet: Meet): void {
    const { first } = this.#city.society;
    for (const [slot, dealt] of this.#slots.entries()) {
      const hub = first + this.#hubOf(dealt.forward(person - first));
      if (hub !== person) this.#atHub(slot, person, hub, period, meet);
    }
  }

  #customers(hub: number, period: Period, meet: Meet): void {
    const { first } = this.#city.society;
    for (const [slot, dealt] of this.#slots.entries()) {
      for (let seat = this.#seats[hub]!; seat < this.#seats[hub + 1]!; seat++) {
        const person = first + dealt.inverse(seat);
        if (person !== first + hub) this.#atHub(slot, person, first + hub, period, meet);
      }
    }
  }

  #atHub(slot: number, person: number, hub: number, period: Period, meet: Meet): void {
    const { hubPerWeek, hubCallsBack, pairSpread } = this.#rates;
    const pair = this.#random.keyed(person, (8 + slot) << 26);
    const rate = hubPerWeek * meanOne(pairSpread, pair) * this.#weight(person);
    this.#weeks(
      { pair, one: person, other: hub, outgoing: 1 - hubCallsBack, bond: "hub" },
      rate,
      period,
      meet,
    );
  }

  /** What `caller` dials by chance in this week; with `dialled` also who dials that person. */
  #chance(week: number, caller: number, dialled: number | undefined, period: Period, meet: Meet): void {
    const { first, count } = this.#city.society;
    const { chanceSlots, chanceShare, wrongNumber, matterFurther } = this.#rates;
    for (let slot = 0; slot < chanceSlots; slot++) {
      const keys = this.#random.keyed(week, (20 + slot) << 26);
      let dealt: Permutation | undefined;
      const deal = () => (dealt ??= new Permutation(count, keys.word(1), keys.word(2)));
      const dial = (from: number) => {
        if (keys.at(from, 3) >= chanceShare) return;
        const to = first + deal().forward(from - first);
        if (to === from) return;
        const pair = keys.keyed(from, 4);
        const wrong = pair.chance(wrongNumber);
        const times = wrong ? 1 : 1 + pair.poisson(matterFurther);
        for (let i = 0; i < times; i++) {
          const line = { pair, one: from, other: to, outgoing: i === 0 ? 1 : 0.5 };
          const bond = wrong ? "wrong-number" : "matter";
          this.#encounter({ ...line, bond }, pair.keyed(i, 2), week, period, meet);
        }
      };
      dial(caller);
      if (dialled === undefined) continue;
      const from = first + deal().inverse(dialled - first);
      if (from !== caller) dial(from);
    }
  }

  #tie(tie: Tie, period: Period, meet: Meet): void {
    const rate = this.#rateOfTie(tie);
    if (rate === 0) return;
    const [low, high] = tie.from < tie.to ? [tie.from, tie.to] : [tie.to, tie.from];
    const pair = this.#random.keyed(low, high ^ (7 << 26));
    const outgoing = tie.oneWay ? 1 : 0.5;
    this.#weeks({ pair, one: tie.from, other: tie.to, outgoing, bond: "tie", tie }, rate, period, meet);
  }

  #weeks(line: Line, rate: number, period: Period, meet: Meet): void {
    const last = this.#week(period.to - 1);
    for (let week = this.#week(period.from); week <= last; week++) {
      const own = line.pair.keyed(week, 1);
      const count = own.poisson(rate * meanOne(this.#rates.weekSpread, own));
      for (let i = 0; i < count; i++) this.#encounter(line, own.keyed(i, 2), week, period, meet);
    }
  }

  /* All draws before the period is asked: what else is shown must not change them. */
  #encounter(line: Line, draws: RandomStream, week: number, period: Period, meet: Meet): void {
    const { pair, one, other, outgoing, bond, tie } = line;
    const midnight = this.#clock.midnight(week * 7 + draws.below(7));
    const at = Math.floor(midnight + (this.#hours.draw(draws) + draws.next()) * HOUR);
    const out = draws.chance(outgoing);
    if (at < period.from || at >= period.to) return;
    meet({ from: out ? one : other, to: out ? other : one, at, bond, tie, pair, draws });
  }

  #weight(person: number): number {
    let weight = this.#weights.get(person);
    if (weight === undefined) {
      weight = meanOne(this.#rates.personSpread, this.#random.keyed(person, 6 << 26));
      if (this.#weights.size >= KEPT) this.#weights.clear();
      this.#weights.set(person, weight);
    }
    return weight;
  }

  #hubOf(seat: number): number {
    let [low, high] = [0, this.#seats.length - 2];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (seat < this.#seats[middle]!) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  #week(at: number): number {
    return Math.floor(this.#clock.dayOf(at) / 7);
  }
}

/** Log-normal with mean one. */
function meanOne(sigma: number, random: RandomStream): number {
  return Math.exp(sigma * random.normal() - (sigma * sigma) / 2);
}

/** Seats of each hub in a deal of all people: falls with rank to the power of -`popularity`. */
function hubSeats(count: number, popularity: number): Float64Array {
  const hubs = Math.max(1, Math.floor(count / CITY.peoplePerHub));
  const seats = new Float64Array(hubs + 1);
  let sum = 0;
  for (let hub = 0; hub < hubs; hub++) sum += (hub + 1) ** -popularity;
  let before = 0;
  for (let hub = 0; hub < hubs; hub++) {
    before += (hub + 1) ** -popularity;
    seats[hub + 1] = hub === hubs - 1 ? count : Math.round((before / sum) * count);
  }
  return seats;
}
