import { type Clock, DAY } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import { CIRCLES } from "../city/society.ts";
import type { SubjectJson, SystemName } from "../event.ts";
import { HOLDINGS } from "../parameters.ts";
import { Permutation } from "../random/permutation.ts";
import type { RandomStream } from "../random/stream.ts";
import { TimeText } from "../world/time-text.ts";
import type { Phones } from "./phones.ts";
import { hex, rowId } from "./row-id.ts";
import type { Period, ShownRowJson } from "./shown-row.ts";

/** Devices and the phones in them, addresses, and bookings with all who travel on them. */
export class Holdings {
  readonly #city: City;
  readonly #clock: Clock;
  readonly #phones: Phones;
  readonly #random: RandomStream;
  /** Whose handset somebody bought. */
  readonly #sold: Permutation;
  readonly #time = new TimeText();

  constructor(city: City, clock: Clock, phones: Phones, random: RandomStream) {
    this.#city = city;
    this.#clock = clock;
    this.#phones = phones;
    this.#random = random.fork("holdings");
    this.#sold = new Permutation(city.society.count, this.#random.word(1), this.#random.word(2));
  }

  /** Handsets that this phone has been in and the household's device, each with all phones known in it. */
  devices(person: number, second: boolean, period: Period): ShownRowJson[] {
    const { first } = this.#city.society;
    const rows: ShownRowJson[] = [];
    if (second && !this.#inFirstHandset(person)) {
      this.#ownHandset(person, this.#phones.number(person, true), rows);
    } else {
      this.#handset(person, period, rows);
      if (!second) {
        const buyer = first + this.#sold.inverse(person - first);
        // Sold before the period: the handset has nothing more to do with this phone.
        if (this.#boughtFromStranger(buyer) && this.#bought(buyer) > period.from)
          this.#handset(buyer, period, rows);
        this.#householdDevice(this.#city.society.circleOf(person, "household"), rows);
      }
    }
    return rows;
  }

  *allDevices(period: Period): Generator<ShownRowJson> {
    const { society } = this.#city;
    for (let person = society.first; person < society.first + society.count; person++) {
      const rows: ShownRowJson[] = [];
      this.#handset(person, period, rows);
      if (this.#phones.hasSecond(person) && !this.#inFirstHandset(person))
        this.#ownHandset(person, this.#phones.number(person, true), rows);
      for (const { key, number } of this.#phones.own(person)) this.#ownHandset(key, number, rows);
      yield* rows;
    }
    for (let household = 0; household < society.circles("household"); household++) {
      const rows: ShownRowJson[] = [];
      this.#householdDevice(household, rows);
      yield* rows;
    }
  }

  /** The subscriber's, keeper's or holder's address, which is the household's. */
  address(system: SystemName, person: number, subject: SubjectJson): ShownRowJson {
    const household = this.#city.society.circleOf(person, "household");
    const keys = this.#random.keyed(household, 1);
    return {
      id: rowId(`${this.#city.name}-${system}`, this.#random.keyed(person, 2)),
      system,
      kind: "address",
      subject,
      thing: `AD${hex(keys.word(0))}${hex(keys.word(1))}`,
    };
  }

  *allAddresses(system: SystemName): Generator<ShownRowJson> {
    const { first, count } = this.#city.society;
    for (let person = first; person < first + count; person++)
      yield this.address(system, person, this.#city.identifier(system, person));
  }

  /** Bookings on which this person travels in the period, with all who travel on them. */
  bookings(person: number, period: Period): ShownRowJson[] {
    const { society } = this.#city;
    const subject = this.#city.identifier("travel", person).id;
    const rows: ShownRowJson[] = [];
    for (const [i, circle] of CIRCLES.entries()) {
      if (HOLDINGS.trips[circle] === 0) continue;
      for (const trip of this.#trips(i, society.circleOf(person, circle), period))
        if (trip.some((row) => row.subject.id === subject)) rows.push(...trip);
    }
    return rows;
  }

  *allBookings(period: Period): Generator<ShownRowJson> {
    const { society } = this.#city;
    for (const [i, circle] of CIRCLES.entries()) {
      if (HOLDINGS.trips[circle] === 0) continue;
      for (let number = 0; number < society.circles(circle); number++)
        for (const trip of this.#trips(i, number, period)) yield* trip;
    }
  }

  *#trips(circle: number, number: number, period: Period) {
    const name = CIRCLES[circle]!;
    const slice = (at: number) => Math.floor(this.#clock.dayOf(at) / HOLDINGS.tripDays);
    const [shortest, longest] = HOLDINGS.tripLength;
    for (let part = slice(period.from - longest * DAY); part <= slice(period.to - 1); part++) {
      const draws = this.#random.keyed(number, (part << 4) + 8 + circle);
      if (!draws.chance(HOLDINGS.trips[name])) continue;
      const day = part * HOLDINGS.tripDays + draws.below(HOLDINGS.tripDays - longest);
      const from = this.#clock.midnight(day) + Math.floor(draws.between(5, 20) * 60) * 60_000;
      const to = from + Math.floor(draws.between(shortest, longest) * 24) * 3_600_000;
      if (to <= period.from || from >= period.to) continue;
      const thing = `BK${hex(draws.word(0))}${hex(draws.word(1))}`;
      const members = this.#city.society.members(name, number);
      yield members
        .filter((_, i) => draws.at(i, 3) < HOLDINGS.joins[name])
        .map((person, i) => ({
          id: rowId(`${this.#city.name}-travel`, draws, i),
          system: "travel" as const,
          kind: "booking" as const,
          subject: this.#city.identifier("travel", person),
          thing,
          from: this.#time.of(from),
          to: this.#time.of(to),
        }));
    }
  }

  #handset(person: number, period: Period, rows: ShownRowJson[]): void {
    const { first } = this.#city.society;
    const keys = this.#random.keyed(person, 3);
    const thing = `DV${hex(keys.word(0))}${hex(keys.word(1))}`;
    const since = this.#boughtFromStranger(person) ? this.#bought(person) : undefined;
    if (since === undefined || since < period.to)
      rows.push(this.#device(keys, 0, this.#phones.number(person, false), thing, since, undefined));
    if (this.#phones.hasSecond(person) && this.#inFirstHandset(person) && (since ?? 0) < period.to)
      rows.push(this.#device(keys, 1, this.#phones.number(person, true), thing, since, undefined));
    if (since !== undefined && since > period.from) {
      const seller = first + this.#sold.forward(person - first);
      rows.push(this.#device(keys, 2, this.#phones.number(seller, false), thing, undefined, since));
    }
  }

  #ownHandset(key: number, number: SubjectJson, rows: ShownRowJson[]): void {
    const keys = this.#random.keyed(key, 4);
    const thing = `DV${hex(keys.word(0))}${hex(keys.word(1))}`;
    rows.push(this.#device(keys, 0, number, thing, undefined, undefined));
  }

  #householdDevice(household: number, rows: ShownRowJson[]): void {
    const keys = this.#random.keyed(household, 5);
    if (keys.at(0, 1) >= HOLDINGS.householdDevice) return;
    const thing = `DV${hex(keys.word(0))}${hex(keys.word(1))}`;
    for (const [i, member] of this.#city.society.members("household", household).entries())
      rows.push(this.#device(keys, i, this.#phones.number(member, false), thing, undefined, undefined));
  }

  #device(
    keys: RandomStream,
    ordinal: number,
    subject: SubjectJson,
    thing: string,
    from: number | undefined,
    to: number | undefined,
  ): ShownRowJson {
    return {
      id: rowId(`${this.#city.name}-calls`, keys, ordinal),
      system: "calls",
      kind: "device",
      subject,
      thing,
      ...(from === undefined ? {} : { from: this.#time.of(from) }),
      ...(to === undefined ? {} : { to: this.#time.of(to) }),
    };
  }

  #inFirstHandset(person: number): boolean {
    return this.#random.at(person, 6) < HOLDINGS.sameHandset;
  }

  #boughtFromStranger(person: number): boolean {
    const { first } = this.#city.society;
    if (this.#sold.forward(person - first) === person - first) return false;
    return this.#random.at(person, 7) < HOLDINGS.secondHand;
  }

  /** Within the two years before the world begins, or in its first half-year. */
  #bought(person: number): number {
    return this.#clock.midnight(Math.floor(912 * this.#random.at(person, 8)) - 730);
  }
}
