import { logistic, logit, type Operator } from "../agency/operators.ts";
import { type Clock, DAY, type Shift, shiftOn } from "../agency/roster.ts";
import { seatOn } from "../agency/seats.ts";
import type { CastWish, Stage, StageOperator, Victim } from "../campaigns/stage.ts";
import type { City } from "../city/city.ts";
import type { PurposeJson, SessionJson, SystemName } from "../event.ts";
import { reasonText } from "../honest/reasons.ts";
import { PURPOSE } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Place } from "./cast.ts";

/** The synthetic city as campaigns see it. */
export class CityStage implements Stage {
  readonly clock: Clock;
  readonly systems: ReadonlySet<SystemName>;
  readonly #places: readonly Place[];
  /** The place of the operator last cast: victims live in the city of those who look at them. */
  #here: Place;

  constructor(clock: Clock, systems: ReadonlySet<SystemName>, places: readonly Place[]) {
    this.clock = clock;
    this.systems = systems;
    this.#places = places;
    this.#here = places[0]!;
  }

  castOperator(random: RandomStream, wanted: CastWish = {}): Operator {
    if (wanted.not === undefined) this.#here = random.pick(this.#places);
    const { agency } = this.#here;
    let fallback: Operator | undefined;
    for (let attempt = 0; attempt < 600; attempt++) {
      const byActivity = attempt < 300;
      const operator =
        agency.operators[
          byActivity ? agency.byActivity.draw(random) : random.below(agency.operators.length)
        ]!;
      if (operator.work.joined > 0 || operator.work.left < this.clock.days || wanted.not?.includes(operator))
        continue;
      fallback ??= operator;
      if (wanted.role === undefined ? operator.role === "administrator" : operator.role !== wanted.role)
        continue;
      return operator;
    }
    return fallback ?? agency.operators[0]!;
  }

  colleagues(operator: StageOperator): readonly Operator[] {
    const own = known(operator);
    const { agency } = this.#placeOf(own);
    const unit = agency.operators.filter((each) => each.unit === own.unit && each !== own);
    return unit.length >= 5 ? unit : agency.operators.filter((each) => each !== own);
  }

  shift(operator: StageOperator, day: number): Shift | undefined {
    return shiftOn(known(operator).work, this.clock, day);
  }

  seat(operator: StageOperator, at: number): SessionJson {
    return seatOn(known(operator), this.clock.dayOf(at));
  }

  castVictim(random: RandomStream): Victim {
    const { city } = this.#here.desk;
    return victim(city, city.anybody(random));
  }

  openCase(
    operator: StageOperator,
    day: number,
    whose: "own" | "colleague",
    random: RandomStream,
  ): string | undefined {
    const own = known(operator);
    const { caseload, agency } = this.#placeOf(own);
    const now = this.clock.midnight(day);
    const open = caseload.recentCases.filter((file) => file.opened < now && now < file.closes + 30 * DAY);
    const fits = open.filter(({ team }) =>
      whose === "own"
        ? team.includes(own.index)
        : !team.includes(own.index) &&
          team.some((member) => agency.operators[member - agency.first]!.unit === own.unit),
    );
    const files = fits.length > 0 ? fits : open;
    return files.length === 0 ? undefined : random.pick(files).number;
  }

  freshCase(day: number, random: RandomStream): string {
    const year = new Date(this.clock.midnight(day)).getUTCFullYear() % 100;
    return `${String(year).padStart(2, "0")}-${String(90_000 + random.below(9_999))}`;
  }

  habitualPurpose(operator: StageOperator, day: number, random: RandomStream): PurposeJson | undefined {
    const own = known(operator);
    if (random.chance(logistic(logit(PURPOSE.documented.short) - own.habits.sloppiness))) {
      const number = this.openCase(own, day, "own", random) ?? this.freshCase(day, random);
      return random.chance(own.habits.caseField)
        ? { case: number, reason: reasonText(own, "investigation", false, random) }
        : { reason: number };
    }
    if (random.chance(PURPOSE.emptyReason)) return undefined;
    return { reason: reasonText(own, "stop", random.chance(PURPOSE.vague), random) };
  }

  vagueReason(operator: StageOperator, random: RandomStream): string {
    return reasonText(known(operator), "investigation", true, random);
  }

  source(system: SystemName, operator: StageOperator): string {
    return this.#placeOf(known(operator)).desk.sources[system];
  }

  #placeOf(operator: Operator): Place {
    return this.#places[operator.agency]!;
  }
}

/** Every operator of this stage came from it. */
function known(operator: StageOperator): Operator {
  return operator as Operator;
}

function victim(city: City, person: number): Victim {
  return {
    person,
    identifier: (system) => city.identifier(system, person),
    contacts: (count) => city.society.contacts(person, count).map((contact) => victim(city, contact)),
    path: (day, kind) => city.movement.path(person, day, kind),
  };
}
