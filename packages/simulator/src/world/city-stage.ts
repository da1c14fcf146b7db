import type { CastWish, Stage, StageOperator, Stop, Victim } from "../campaigns/stage.ts";
import type { Agency, Operator } from "../agency/operators.ts";
import { logistic, logit } from "../agency/operators.ts";
import { type Clock, type Shift, shiftOn } from "../agency/roster.ts";
import type { Identities } from "../city/identities.ts";
import type { PurposeJson, SubjectJson, SystemName } from "../event.ts";
import type { Caseload } from "../honest/caseload.ts";
import { reasonText } from "../honest/reasons.ts";
import { PURPOSE } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";

/** The synthetic city as campaigns see it. */
export class CityStage implements Stage {
  readonly clock: Clock;
  readonly systems: ReadonlySet<SystemName>;
  readonly #agencies: readonly Agency[];
  readonly #caseloads: readonly Caseload[];
  readonly #identities: Identities;
  readonly #people: number;

  constructor(
    clock: Clock,
    systems: ReadonlySet<SystemName>,
    agencies: readonly Agency[],
    caseloads: readonly Caseload[],
    identities: Identities,
    people: number,
  ) {
    this.clock = clock;
    this.systems = systems;
    this.#agencies = agencies;
    this.#caseloads = caseloads;
    this.#identities = identities;
    this.#people = people;
  }

  castOperator(random: RandomStream, wanted: CastWish = {}): Operator {
    const agency = random.pick(this.#agencies);
    for (let attempt = 0; attempt < 400; attempt++) {
      const operator =
        agency.operators[
          attempt < 200 ? agency.byActivity.draw(random) : random.below(agency.operators.length)
        ]!;
      if (operator.work.joined > 0 || operator.work.left < this.clock.days || wanted.not?.includes(operator))
        continue;
      if (wanted.role !== undefined && operator.role !== wanted.role && attempt < 390) continue;
      return operator;
    }
    return agency.operators[0]!;
  }

  colleagues(operator: StageOperator): readonly Operator[] {
    const own = this.#known(operator);
    const agency = this.#agencies[own.agency]!;
    const unit = agency.operators.filter((each) => each.unit === own.unit && each !== own);
    return unit.length >= 5 ? unit : agency.operators.filter((each) => each !== own);
  }

  shift(operator: StageOperator, day: number): Shift | undefined {
    return shiftOn(this.#known(operator).work, this.clock, day);
  }

  castVictim(random: RandomStream): Victim {
    return this.#victim(random.below(this.#people));
  }

  stranger(random: RandomStream): Victim {
    return this.#victim(random.below(this.#people));
  }

  openCase(
    operator: StageOperator,
    _day: number,
    _whose: "own" | "colleague",
    random: RandomStream,
  ): string | undefined {
    const recent = this.#caseloads[this.#known(operator).agency]!.recentCases;
    return recent.length === 0 ? undefined : random.pick(recent).number;
  }

  freshCase(day: number, random: RandomStream): string {
    const year = new Date(this.clock.midnight(day)).getUTCFullYear() % 100;
    return `${String(year).padStart(2, "0")}-${String(70_000 + random.below(20_000))}`;
  }

  habitualPurpose(operator: StageOperator, random: RandomStream): PurposeJson | undefined {
    const own = this.#known(operator);
    if (random.chance(logistic(logit(PURPOSE.documented.short) - own.habits.sloppiness))) {
      return { reason: this.freshCase(0, random) };
    }
    return { reason: reasonText(own, "stop", random.chance(PURPOSE.vague), random) };
  }

  vagueReason(operator: StageOperator, random: RandomStream): string {
    return reasonText(this.#known(operator), "investigation", true, random);
  }

  source(system: SystemName, operator: StageOperator): string {
    return `${this.#agencies[this.#known(operator).agency]!.name}-${system}`;
  }

  #known(operator: StageOperator): Operator {
    return operator as Operator;
  }

  #victim(person: number): Victim {
    const identities = this.#identities;
    return {
      identifier: (system) => identifierIn(identities, system, person),
      contacts: (count) =>
        Array.from({ length: count }, (_, i) => this.#victim((person + 1 + i) % this.#people)),
      path: (): readonly Stop[] => [],
    };
  }
}

function identifierIn(identities: Identities, system: SystemName, person: number): SubjectJson {
  if (system === "plates") return identities.plate(person);
  if (system === "calls" || system === "location") return identities.phone(person);
  return system === "finance" ? identities.account(person) : identities.person(person);
}
