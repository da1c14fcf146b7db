import { Clock } from "../agency/roster.ts";
import type { AccessEventJson, SystemName } from "../event.ts";
import { REGISTER } from "../parameters.ts";
import { RandomStream } from "../random/stream.ts";
import { coverTies } from "../records/conduct.ts";
import { Answers } from "../records/answers.ts";
import { RecordBook } from "../records/record-book.ts";
import type { Period, ShownRowJson } from "../records/shown-row.ts";
import { Ties } from "../records/ties.ts";
import type { Register } from "../truth/register.ts";
import { drawTies, enrol, identifiersOf, type TrueTies, trueTies } from "../truth/ties.ts";
import { planCampaigns } from "./campaign-plan.ts";
import { makePlaces } from "./cast.ts";
import { CityStage } from "./city-stage.ts";
import type { ResolvedOptions } from "./options.ts";

/**
 * What the record systems of a world hold, and the register whose relations have traffic there. Memory grows with
 * operators and the register, never with people, time or rows.
 */
export class WorldRecords {
  readonly register: Register;
  readonly #options: ResolvedOptions;
  readonly #books: readonly RecordBook[];
  readonly #answers: Answers;
  readonly #ties: Ties;
  readonly #ids: ReadonlyMap<number, string>;
  readonly #world: Period;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    const random = RandomStream.seeded(options.seed);
    const clock = new Clock(options.start, options.days);
    this.#world = { from: clock.start, to: clock.end };
    const places = makePlaces(options, clock, random);
    const stage = new CityStage(clock, options.systems, places);
    const campaigns = planCampaigns(options, stage, random.fork("campaigns"));
    const cities = places.map(({ desk }) => desk.city);
    const own = random.fork("register");
    const tracked = campaigns.flatMap(({ act }) => act.victims.slice(0, 1).map(({ person }) => person));
    const others = Math.ceil(options.operators / REGISTER.operatorsPerPerson);
    const principals = [...tracked, ...Array.from({ length: others }, () => stage.castVictim(own).person)];
    const cityOf = (person: number) => cities.find(({ society }) => society.has(person))!;
    const ties = drawTies([...new Set(principals)], cityOf, random.fork("ties"));
    const { conduct, keeping } = options;
    this.#ties = new Ties(ties, conduct, coverTies(ties, conduct, cityOf, random.fork("covers")));
    this.#books = cities.map(
      (city, i) => new RecordBook(city, clock, this.#ties, random.fork("records", i), undefined, keeping),
    );
    this.#answers = new Answers(this.#books);
    const identifiers = (person: number) => identifiersOf(this.#bookOf(person), person, options.systems);
    const { register, ids } = enrol(ties, principals, identifiers);
    this.register = register;
    this.#ids = ids;
  }

  answersTo(lookup: AccessEventJson): ShownRowJson[] {
    return this.#answers.to(lookup);
  }

  /** Each row of a system once, city by city. Without a period that of the world. */
  *whole(system: SystemName, period: Period = this.#world): Generator<ShownRowJson> {
    if (!this.#options.systems.has(system)) throw new RangeError("system: this world does not have it");
    for (const book of this.#books) yield* book.whole(system, period);
  }

  ties(): TrueTies {
    return trueTies(this.#ties.all, this.#ids, (person) => this.#bookOf(person), this.#world);
  }

  #bookOf(person: number): RecordBook {
    return this.#books.find(({ city }) => city.society.has(person))!;
  }
}
