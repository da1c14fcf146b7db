import { CALLS } from "../parameters.ts";
import type { City } from "../city/city.ts";
import { TimeText } from "../world/time-text.ts";
import type { Itineraries } from "./itineraries.ts";
import type { Phones } from "./phones.ts";
import { rowId } from "./row-id.ts";
import type { Period, ShownRowJson } from "./shown-row.ts";
import type { Encounter, Traffic } from "./traffic.ts";

/** Call records: each call or message once, whichever of the two is asked for. */
export class Calls {
  readonly #city: City;
  readonly #source: string;
  readonly #traffic: Traffic;
  readonly #phones: Phones;
  readonly #itineraries: Itineraries;
  readonly #time = new TimeText();

  constructor(city: City, traffic: Traffic, phones: Phones, itineraries: Itineraries) {
    this.#city = city;
    this.#source = `${city.name}-calls`;
    this.#traffic = traffic;
    this.#phones = phones;
    this.#itineraries = itineraries;
  }

  /** What this phone did in the period, in order of time. Phones that a tie has for itself nobody can ask for. */
  of(person: number, second: boolean, period: Period): ShownRowJson[] {
    const found: { readonly at: number; readonly row: ShownRowJson }[] = [];
    this.#traffic.of(person, period, (encounter) => {
      if (
        this.#phones.ownTie(encounter) === undefined &&
        this.#phones.usesSecond(encounter, person) === second
      )
        found.push({ at: encounter.at, row: this.#row(encounter) });
    });
    return found.sort((a, b) => a.at - b.at).map(({ row }) => row);
  }

  *all(period: Period): Generator<ShownRowJson> {
    for (const encounter of this.#traffic.all(period)) yield this.#row(encounter);
  }

  #row(encounter: Encounter): ShownRowJson {
    const { from, to, at, bond, draws } = encounter;
    const site = this.#city.roads.site(this.#itineraries.nodeAt(from, at), "cell");
    const row = {
      id: rowId(this.#source, draws),
      system: "calls",
      kind: "call",
      time: this.#time.of(at),
      from: this.#phones.end(encounter, from),
      to: this.#phones.end(encounter, to),
    } as const;
    if (draws.chance(CALLS.messages)) return { ...row, site };
    const { median, sigma } = CALLS.seconds;
    const seconds =
      bond === "wrong-number"
        ? 3 + draws.below(CALLS.wrongNumberSeconds)
        : Math.ceil(draws.logNormal(median, sigma));
    return { ...row, seconds, site };
  }
}
