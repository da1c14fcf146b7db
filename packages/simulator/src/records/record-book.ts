import type { Clock } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import type { SystemName } from "../event.ts";
import { CALLS, TRANSFERS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { Calls } from "./calls.ts";
import { Holdings } from "./holdings.ts";
import { Itineraries } from "./itineraries.ts";
import { type Keeping, kept } from "./keeping.ts";
import { Movements, SITE_KIND } from "./movements.ts";
import { Phones } from "./phones.ts";
import { Positions } from "./positions.ts";
import type { Period, ShownRowJson } from "./shown-row.ts";
import type { Tie, Ties } from "./ties.ts";
import { Traffic } from "./traffic.ts";
import { Transfers } from "./transfers.ts";

/**
 * Everything that the record systems of one city hold: a pure function of seed and registered ties, worked out when asked
 * for, so that a city of any size and any time takes no memory. The same record has the same id and fields whoever asks.
 */
export class RecordBook {
  readonly city: City;
  readonly phones: Phones;
  readonly itineraries: Itineraries;
  readonly #clock: Clock;
  readonly #keeping: Keeping;
  readonly #callTraffic: Traffic;
  readonly #moneyTraffic: Traffic;
  readonly #calls: Calls;
  readonly #transfers: Transfers;
  readonly #movements: Movements;
  readonly #holdings: Holdings;

  /** `quiet` people have no circles in calls and money, only hubs, chance and ties. */
  constructor(
    city: City,
    clock: Clock,
    ties: Ties,
    random: RandomStream,
    quiet: ReadonlySet<number> = new Set(),
    keeping: Keeping = {},
  ) {
    this.city = city;
    this.#clock = clock;
    this.#keeping = keeping;
    this.phones = new Phones(city.identities, ties, random);
    this.itineraries = new Itineraries(city, clock, ties, random);
    this.#callTraffic = new Traffic(
      city,
      clock,
      ties,
      CALLS,
      (tie) => tie.calls,
      quiet,
      random.fork("calls"),
    );
    const money = random.fork("transfers");
    this.#moneyTraffic = new Traffic(city, clock, ties, TRANSFERS, (tie) => tie.transfers, quiet, money);
    this.#calls = new Calls(city, this.#callTraffic, this.phones, this.itineraries);
    this.#transfers = new Transfers(city, this.#moneyTraffic);
    const positions = new Positions(city, clock, this.itineraries, random);
    this.#movements = new Movements(city, clock, this.phones, positions);
    this.#holdings = new Holdings(city, clock, this.phones, random);
  }

  /** What a system shows of this person in the period: holdings, then records in order of time. */
  of(system: SystemName, person: number, second: boolean, period: Period): ShownRowJson[] {
    if (!(period.from < period.to)) return [];
    return this.#kept(system, this.#recordsOf(system, person, second, period));
  }

  #recordsOf(system: SystemName, person: number, second: boolean, period: Period): ShownRowJson[] {
    switch (system) {
      case "calls":
        return [
          ...(second ? [] : [this.#address(system, person)]),
          ...this.#holdings.devices(person, second, period),
          ...this.#calls.of(person, second, period),
        ];
      case "finance":
        return [this.#address(system, person), ...this.#transfers.of(person, period)];
      case "travel":
        return this.#holdings.bookings(person, period);
      case "plates":
        return [this.#address(system, person), ...this.#movements.of(system, person, second, period)];
      default:
        return this.#movements.of(system, person, second, period);
    }
  }

  /** What a system shows of everybody at a site, by the site's id; nothing where the system has no such site. */
  at(system: SystemName, site: string, period: Period): ShownRowJson[] {
    if (!(system in SITE_KIND) || !(period.from < period.to)) return [];
    const movements = system as keyof typeof SITE_KIND;
    const node = this.city.roads.nodeOf(site, SITE_KIND[movements]);
    return node === undefined ? [] : this.#kept(system, this.#movements.at(movements, node, period));
  }

  #kept(system: SystemName, rows: ShownRowJson[]): ShownRowJson[] {
    const rule = this.#keeping[system];
    return rule === undefined ? rows : [...kept(rows, rule, this.#clock.end)];
  }

  /** A whole system, each row once, in no order of time. Constant memory, but where records are merged. */
  *whole(system: SystemName, period: Period): Generator<ShownRowJson> {
    if (!(period.from < period.to)) return;
    const rule = this.#keeping[system];
    const rows = this.#everything(system, period);
    yield* rule === undefined ? rows : kept(rows, rule, this.#clock.end);
  }

  *#everything(system: SystemName, period: Period): Generator<ShownRowJson> {
    if (system === "travel") {
      yield* this.#holdings.allBookings(period);
      return;
    }
    if (system === "calls" || system === "finance" || system === "plates")
      yield* this.#holdings.allAddresses(system);
    if (system === "calls") {
      yield* this.#holdings.allDevices(period);
      yield* this.#calls.all(period);
    } else if (system === "finance") yield* this.#transfers.all(period);
    else yield* this.#movements.all(system, period);
  }

  /** Everybody with whom this person exchanged a call, a message or money in the period, by number. */
  contacts(person: number, period: Period): number[] {
    const found = new Set<number>();
    for (const traffic of [this.#callTraffic, this.#moneyTraffic])
      traffic.of(person, period, ({ from, to }) => found.add(from === person ? to : from));
    return [...found].sort((a, b) => a - b);
  }

  /** How often two people called, met by arrangement and paid each other in the period, for whatever reason. */
  between(
    tie: Tie,
    period: Period,
  ): { readonly calls: number; readonly meetings: number; readonly transfers: number } {
    const { from, to } = tie;
    const count = (traffic: Traffic) => {
      let found = 0;
      traffic.of(from, period, (encounter) => {
        if (encounter.from === to || encounter.to === to) found += 1;
      });
      return found;
    };
    let meetings = 0;
    const { movement, society } = this.city;
    const friends = society.circleOf(from, "friends") === society.circleOf(to, "friends");
    for (let day = this.#clock.dayOf(period.from); day <= this.#clock.dayOf(period.to - 1); day++) {
      if (this.itineraries.meeting(tie, day) !== undefined) meetings += 1;
      else if (
        friends &&
        movement.meeting(from, day) !== undefined &&
        movement.meeting(to, day) !== undefined
      )
        meetings += 1;
    }
    return { calls: count(this.#callTraffic), meetings, transfers: count(this.#moneyTraffic) };
  }

  #address(system: SystemName, person: number): ShownRowJson {
    return this.#holdings.address(system, person, this.city.identifier(system, person));
  }
}
