import { type Clock, HOUR } from "../agency/roster.ts";
import type { SiteJson } from "../event.ts";
import { CITY } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Roads, SiteKind } from "./roads.ts";
import type { Society } from "./society.ts";

export interface Stop {
  readonly site: SiteJson;
  /** When the person was there: milliseconds since 1970, UTC. */
  readonly at: number;
}

/** A way from one crossing to another. */
export interface Leg {
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970, UTC. */
  readonly leave: number;
  readonly acrossFirst: boolean;
}

/** Where people are: home, work, and meetings of their circles in the evening, on the road graph. A pure function. */
export class Movement {
  readonly #roads: Roads;
  readonly #society: Society;
  readonly #clock: Clock;
  readonly #random: RandomStream;

  constructor(roads: Roads, society: Society, clock: Clock, random: RandomStream) {
    this.#roads = roads;
    this.#society = society;
    this.#clock = clock;
    this.#random = random.fork("movement");
  }

  home(person: number): number {
    return this.#place("home", this.#society.circleOf(person, "household"));
  }

  work(person: number): number {
    return this.#place("work", this.#society.circleOf(person, "workplace"));
  }

  /** Where a circle of friends meets on this local day, or undefined: then it does not. */
  meeting(person: number, day: number): { readonly node: number; readonly at: number } | undefined {
    const circle = this.#society.circleOf(person, "friends");
    if (this.#random.at(circle, day * 4 + 1) >= CITY.meetingChance) return undefined;
    if (this.#random.at(person, day * 4 + 2) >= CITY.meetingAttendance) return undefined;
    const hour = 18 + 3 * this.#random.at(circle, day * 4 + 3);
    return { node: this.#place("venue", circle), at: this.#clock.midnight(day) + hour * HOUR };
  }

  /** The ways of a local day, in no order. */
  legs(person: number, day: number): Leg[] {
    const midnight = this.#clock.midnight(day);
    const [home, work] = [this.home(person), this.work(person)];
    const acrossFirst = this.#random.at(person, -1) < 0.5;
    const leave = midnight + (7 + 2 * this.#random.at(person, day * 4)) * HOUR;
    const legs: Leg[] = [];
    if (this.#clock.weekday(day) < 5) {
      const back = midnight + (16.5 + 1.5 * this.#random.at(person, -2)) * HOUR;
      legs.push(
        { from: home, to: work, leave, acrossFirst },
        { from: work, to: home, leave: back, acrossFirst: !acrossFirst },
      );
    } else {
      const errand = this.#place("errand", person * 8 + (day & 7));
      legs.push(
        { from: home, to: errand, leave: leave + 2 * HOUR, acrossFirst },
        { from: errand, to: home, leave: leave + 4 * HOUR, acrossFirst: !acrossFirst },
      );
    }
    const meeting = this.meeting(person, day);
    if (meeting !== undefined) {
      const { node, at } = meeting;
      legs.push(
        { from: home, to: node, leave: at - this.#roads.travelTime(home, node), acrossFirst },
        { from: node, to: home, leave: at + 2 * HOUR, acrossFirst: !acrossFirst },
      );
    }
    return legs;
  }

  /** Sites of one kind on the person's ways of a local day, in order of time. */
  path(person: number, day: number, kind: SiteKind): Stop[] {
    const stops: Stop[] = [];
    for (const leg of this.legs(person, day)) {
      let at = leg.leave;
      for (const node of this.#roads.route(leg.from, leg.to, leg.acrossFirst)) {
        const site = this.#roads.has(node, kind) ? this.#roads.site(node, kind) : undefined;
        if (site !== undefined && stops.at(-1)?.site !== site) stops.push({ site, at });
        at += CITY.secondsPerBlock * 1000;
      }
    }
    return stops.toSorted((a, b) => a.at - b.at);
  }

  #place(what: string, number: number): number {
    const tag = what === "home" ? 11 : what === "work" ? 12 : what === "venue" ? 13 : 14;
    /* The centre draws work and meetings: a mean of two draws is denser in the middle. */
    const draw = (j: number) => {
      const a = this.#random.at(number, -tag * 10 - j);
      return tag === 11 ? a : (a + this.#random.at(number, -tag * 10 - j - 4)) / 2;
    };
    const { side } = this.#roads;
    return Math.floor(draw(1) * side) * side + Math.floor(draw(2) * side);
  }
}
