import type { Clock } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import type { SiteKind } from "../city/roads.ts";
import type { SubjectJson, SystemName } from "../event.ts";
import { TimeText } from "../world/time-text.ts";
import { Passages } from "./passages.ts";
import type { Phones } from "./phones.ts";
import type { Positions } from "./positions.ts";
import { rowId } from "./row-id.ts";
import type { Period, ShownRowJson } from "./shown-row.ts";

/** The systems that know where somebody was, and what they know it from. */
export const SITE_KIND = { location: "cell", cameras: "camera", plates: "reader" } as const satisfies Partial<
  Record<SystemName, SiteKind>
>;
export type MovementSystem = keyof typeof SITE_KIND;

/** Fixes of phones, sightings of people by cameras and of plates by readers. */
export class Movements {
  readonly #city: City;
  readonly #clock: Clock;
  readonly #phones: Phones;
  readonly #positions: Positions;
  readonly #passages: Passages;
  readonly #time = new TimeText();

  constructor(city: City, clock: Clock, phones: Phones, positions: Positions) {
    this.#city = city;
    this.#clock = clock;
    this.#phones = phones;
    this.#positions = positions;
    this.#passages = new Passages(city, clock, positions);
  }

  /** One person's rows, in order of time; of the second phone where asked for, which only cells know. */
  of(system: MovementSystem, person: number, second: boolean, period: Period): ShownRowJson[] {
    if (second && SITE_KIND[system] !== "cell") return [];
    return this.#rows(system, person, second, period, this.#subject(system, person, second), person);
  }

  /** `key` is whose row ids these are. */
  #rows(
    system: MovementSystem,
    person: number,
    second: boolean,
    period: Period,
    subject: SubjectJson,
    key: number,
  ): ShownRowJson[] {
    const rows: ShownRowJson[] = [];
    const kind = SITE_KIND[system];
    for (let day = this.#clock.dayOf(period.from); day <= this.#clock.dayOf(period.to - 1); day++) {
      const found: { readonly node: number; readonly at: number; readonly ordinal: number }[] = [];
      this.#positions.onDay(person, day, kind, second, (node, at, ordinal) => {
        if (at >= period.from && at < period.to) found.push({ node, at, ordinal });
      });
      for (const { node, at, ordinal } of found.sort((a, b) => a.at - b.at))
        rows.push(this.#row(system, key, second, day, node, at, ordinal, subject));
    }
    return rows;
  }

  /** Whoever the site at this crossing noticed, in order of time. */
  at(system: MovementSystem, node: number, period: Period): ShownRowJson[] {
    return this.#passages.at(SITE_KIND[system], node, period).map(({ person, at, ordinal }) => {
      const subject = this.#subject(system, person, false);
      return this.#row(system, person, false, this.#clock.dayOf(at), node, at, ordinal, subject);
    });
  }

  *all(system: MovementSystem, period: Period): Generator<ShownRowJson> {
    const { first, count } = this.#city.society;
    for (let person = first; person < first + count; person++) {
      yield* this.of(system, person, false, period);
      if (system === "location" && this.#phones.hasSecond(person))
        yield* this.of(system, person, true, period);
      if (system !== "location") continue;
      for (const { key, number } of this.#phones.carried(person))
        yield* this.#rows(system, person, true, period, number, key);
    }
  }

  #subject(system: MovementSystem, person: number, second: boolean): SubjectJson {
    return system === "location"
      ? this.#phones.number(person, second)
      : this.#city.identifier(system, person);
  }

  #row(
    system: MovementSystem,
    person: number,
    second: boolean,
    day: number,
    node: number,
    at: number,
    ordinal: number,
    subject: SubjectJson,
  ): ShownRowJson {
    const kind = SITE_KIND[system];
    return {
      id: rowId(`${this.#city.name}-${system}`, this.#positions.draws(person, day, kind, second), ordinal),
      system,
      kind: system === "location" ? "fix" : "sighting",
      time: this.#time.of(at),
      subject,
      site: this.#city.roads.site(node, kind),
    };
  }
}
