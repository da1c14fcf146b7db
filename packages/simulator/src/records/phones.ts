import type { Identities } from "../city/identities.ts";
import type { SubjectJson } from "../event.ts";
import { CALLS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Encounter } from "./traffic.ts";
import type { Tie, Ties } from "./ties.ts";

/** How many numbers are kept at hand; each costs a permutation and a text. */
const KEPT = 20_000;

/** Numbers of phones that a tie has for itself alone are those of second phones of people who do not exist. */
const NOBODY = 3_000_000;

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

  /** The phones that this person has for ties alone, each by a number that stands for nobody. */
  own(person: number): { readonly key: number; readonly number: SubjectJson }[] {
    return this.#ties.withOwnPhones(person).map((tie) => this.#own(person, tie));
  }

  /** Those of them that are carried with the first phone. */
  carried(person: number): { readonly key: number; readonly number: SubjectJson }[] {
    return this.#ties.conduct.ownPhones?.carried === "together" ? this.own(person) : [];
  }

  /** The number that this end of an encounter uses. */
  end(encounter: Encounter, person: number): SubjectJson {
    const tie = this.ownTie(encounter);
    if (tie !== undefined) return this.#own(person, tie).number;
    return this.number(person, this.usesSecond(encounter, person));
  }

  /** The tie whose own phones an encounter goes over. */
  ownTie({ bond, tie, from, to }: Encounter): Tie | undefined {
    if (bond !== "tie" && bond !== "circle") return undefined;
    const between = tie ?? this.#ties.between(from, to);
    return between !== undefined && this.#ties.withOwnPhones(from).includes(between) ? between : undefined;
  }

  /** Whether a number that stands for nobody is that of a phone in use. */
  isOwn(key: number): boolean {
    return this.own(key % NOBODY).some((phone) => phone.key === key);
  }

  #own(person: number, tie: Tie): { key: number; number: SubjectJson } {
    const key = person + NOBODY * (1 + this.#ties.of(person).indexOf(tie));
    return { key, number: this.#identities.secondPhone(key) };
  }

  /** Whether this end of an encounter uses the second phone. */
  usesSecond({ bond, tie, pair, from, to }: Encounter, person: number): boolean {
    if (bond === "tie") return tie?.second === true;
    if (bond !== "circle" || pair.at(person === Math.min(from, to) ? 0 : 1, 3) >= CALLS.overSecondPhone)
      return false;
    return this.hasSecond(person);
  }
}
