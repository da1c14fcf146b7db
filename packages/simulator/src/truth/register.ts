import type { Stage, Victim } from "../campaigns/stage.ts";
import type { SubjectJson } from "../event.ts";
import { REGISTER } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";

/** The list of protected people, with what a tripwire or an exposure assessment needs. Raw and synthetic. */
export interface Register {
  readonly version: 1;
  readonly people: readonly RegisteredPerson[];
  readonly relations: readonly Relation[];
}

export interface RegisteredPerson {
  /** Internal id of the protecting agency; it stands in no log. */
  readonly id: string;
  readonly identifiers: readonly SubjectJson[];
}

/** Two registered people who must not be connected with each other. */
export interface Relation {
  readonly from: string;
  readonly to: string;
  readonly kind: "handler-source" | "family" | "meets";
}

/** People whom campaigns track, people whom nobody tracks, and those whom each of them meets. */
export function makeRegister(
  stage: Stage,
  victims: readonly Victim[],
  others: number,
  random: RandomStream,
): Register {
  const ids = new Map<number, string>();
  const people: RegisteredPerson[] = [];
  const relations: Relation[] = [];
  const enter = (victim: Victim): string => {
    const known = ids.get(victim.person);
    if (known !== undefined) return known;
    const id = `R${String(ids.size + 1).padStart(5, "0")}`;
    ids.set(victim.person, id);
    const identifiers = new Map<string, SubjectJson>();
    for (const system of stage.systems) {
      const identifier = victim.identifier(system);
      identifiers.set(`${identifier.type}:${identifier.id}`, identifier);
    }
    people.push({ id, identifiers: [...identifiers.values()] });
    return id;
  };
  const chosen = [...victims];
  while (chosen.length < victims.length + others) chosen.push(stage.castVictim(random));
  for (const victim of chosen) {
    const from = enter(victim);
    for (const contact of victim.contacts(REGISTER.relations)) {
      const kind = random.pick(["handler-source", "family", "meets"] as const);
      relations.push({ from, to: enter(contact), kind });
    }
  }
  return { version: 1, people, relations };
}
