import type { Identities } from "../city/identities.ts";
import type { SubjectJson } from "../event.ts";
import { CALLS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Encounter } from "./traffic.ts";
import type { Ties } from "./ties.ts";

/** How many numbers are kept at hand; each costs a permutation and a text. */
const KEPT = 20_000;

/** Who has a second phone, and which one is used for whom. */
export class Phones {
  readonly #identities: Identities;
  readonly #ties: Ties;
  readonly #random: RandomStream;
  readonly #numbers = new Map<number, SubjectJson>();

  constructor(identities: Identities, ties: Ties, random: RandomStream) {
    this.#identities = identities;
    this.#ties = ties;
    this.#random = random.fork("phones");
  }

  hasSecond(person: number): boolean {
    return this.#random.at(person, 1) < CALLS.secondPhone || this.#ties.of(person).some((tie) => tie.second);
  }

  number(person: number, second: boolean): SubjectJson {
    const key = person * 2 + Number(second);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = second ? this.#identities.secondPhone(person) : this.#identities.phone(person);
      if (this.#numbers.size >= KEPT) this.#numbers.clear();
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** Whether this end of an encounter uses the second phone. */
  usesSecond({ bond, tie, pair, from, to }: Encounter, person: number): boolean {
    if (bond === "tie") return tie?.second === true;
    if (bond !== "circle" || pair.at(person === Math.min(from, to) ? 0 : 1, 3) >= CALLS.overSecondPhone)
      return false;
    return this.hasSecond(person);
  }
}
