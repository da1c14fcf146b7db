import { CITY } from "../parameters.ts";
import { Permutation } from "../random/permutation.ts";
import type { RandomStream } from "../random/stream.ts";

/** Circles that tie people together: closest first. Size, and whether they meet. */
export const CIRCLES = ["household", "friends", "acquaintances", "workplace"] as const;
export type Circle = (typeof CIRCLES)[number];

/**
 * The social graph of one city, without a table: each kind of circle deals all people out by a keyed permutation, so
 * that who belongs together is a pure function both ways. Two people are in contact when they share a circle.
 */
export class Society {
  readonly first: number;
  readonly count: number;
  readonly #circles: ReadonlyMap<Circle, { readonly dealt: Permutation; readonly size: number }>;

  constructor(first: number, count: number, random: RandomStream) {
    this.first = first;
    this.count = count;
    const keys = random.fork("society");
    this.#circles = new Map(
      CIRCLES.map((circle, i) => [
        circle,
        { dealt: new Permutation(count, keys.word(i, 1), keys.word(i, 2)), size: CITY.circleSize[circle] },
      ]),
    );
  }

  has(person: number): boolean {
    return person >= this.first && person < this.first + this.count;
  }

  /** How many circles of a kind there are. */
  circles(circle: Circle): number {
    return Math.ceil(this.count / this.#circle(circle).size);
  }

  circleOf(person: number, circle: Circle): number {
    const { dealt, size } = this.#circle(circle);
    return Math.floor(dealt.forward(person - this.first) / size);
  }

  members(circle: Circle, number: number): number[] {
    const { dealt, size } = this.#circle(circle);
    const members: number[] = [];
    for (let seat = number * size; seat < Math.min(this.count, (number + 1) * size); seat++) {
      members.push(this.first + dealt.inverse(seat));
    }
    return members;
  }

  /** People in contact with this one, closest circle first. */
  contacts(person: number, most: number): number[] {
    const found: number[] = [];
    for (const circle of CIRCLES) {
      if (found.length >= most) break;
      for (const member of this.members(circle, this.circleOf(person, circle))) {
        if (member !== person && !found.includes(member) && found.length < most) found.push(member);
      }
    }
    return found;
  }

  /** A number that everybody calls: a shop, a taxi rank. Results are full of them, and they tie nobody together. */
  hub(ordinal: number): number {
    return this.first + (ordinal % Math.max(1, Math.floor(this.count / CITY.peoplePerHub)));
  }

  #circle(circle: Circle): { readonly dealt: Permutation; readonly size: number } {
    return this.#circles.get(circle)!;
  }
}
