import type { City } from "../city/city.ts";
import { TimeText } from "../world/time-text.ts";
import { rowId } from "./row-id.ts";
import type { Period, ShownRowJson } from "./shown-row.ts";
import type { Encounter, Traffic } from "./traffic.ts";

/** Money between accounts: households, friends, shops, and ties that pay. */
export class Transfers {
  readonly #city: City;
  readonly #source: string;
  readonly #traffic: Traffic;
  readonly #time = new TimeText();

  constructor(city: City, traffic: Traffic) {
    this.#city = city;
    this.#source = `${city.name}-finance`;
    this.#traffic = traffic;
  }

  /** In order of time. */
  of(person: number, period: Period): ShownRowJson[] {
    const found: Encounter[] = [];
    this.#traffic.of(person, period, (encounter) => found.push(encounter));
    return found.sort((a, b) => a.at - b.at).map((encounter) => this.#row(encounter));
  }

  *all(period: Period): Generator<ShownRowJson> {
    for (const encounter of this.#traffic.all(period)) yield this.#row(encounter);
  }

  #row({ from, to, at, draws }: Encounter): ShownRowJson {
    return {
      id: rowId(this.#source, draws),
      system: "finance",
      kind: "transfer",
      time: this.#time.of(at),
      from: this.#city.identifier("finance", from),
      to: this.#city.identifier("finance", to),
    };
  }
}
