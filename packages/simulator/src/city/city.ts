import type { Clock } from "../agency/roster.ts";
import type { SubjectJson, SystemName } from "../event.ts";
import { CITY } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Identities } from "./identities.ts";
import { Movement } from "./movement.ts";
import { Roads } from "./roads.ts";
import { Society } from "./society.ts";

/** One city and its people, whose numbers are [society.first, society.first + society.count). */
export class City {
  readonly name: string;
  readonly identities: Identities;
  readonly society: Society;
  readonly roads: Roads;
  readonly movement: Movement;

  constructor(
    name: string,
    ordinal: number,
    first: number,
    people: number,
    clock: Clock,
    identities: Identities,
    random: RandomStream,
  ) {
    this.name = name;
    this.identities = identities;
    this.society = new Society(first, people, random);
    this.roads = new Roads(name, ordinal, people, random);
    this.movement = new Movement(this.roads, this.society, clock, random);
  }

  /** Hubs come first. Their number may be one more than those that are called, as it is for `anybody`. */
  isHub(person: number): boolean {
    return person - this.society.first < Math.ceil(this.society.count / CITY.peoplePerHub);
  }

  /** Anybody but the hubs, which come first. */
  anybody(random: RandomStream): number {
    const hubs = Math.ceil(this.society.count / CITY.peoplePerHub);
    return this.society.first + hubs + random.below(this.society.count - hubs);
  }

  /** What this person is called in a record system. Cameras know no identifiers: there it is the person's number. */
  identifier(system: SystemName, person: number): SubjectJson {
    if (system === "plates") return this.identities.plate(person);
    if (system === "calls" || system === "location") return this.identities.phone(person);
    return system === "finance" ? this.identities.account(person) : this.identities.person(person);
  }

  /** Whom a look-up of this person's records shows, by system: some contacts, and for calls and money a hub picked by `draw` in (0, 1). */
  shown(system: SystemName, person: number, draw: number): readonly SubjectJson[] | undefined {
    if (system !== "calls" && system !== "finance" && system !== "travel") return undefined;
    const people = this.society.contacts(person, system === "calls" ? CITY.contactsShown : 2);
    if (system !== "travel") people.push(this.society.hub(Math.floor(draw * (1 << 20))));
    return people.map((other) => this.identifier(system, other));
  }
}
