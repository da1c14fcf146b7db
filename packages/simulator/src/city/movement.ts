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

  /** Sites of one kind on the person's ways of a local day, in order of time. */
  path(person: number, day: number, kind: SiteKind): Stop[] {
    const stops: Stop[] = [];
    const midnight = this.#clock.midnight(day);
    const [home, work] = [this.home(person), this.work(person)];
    const acrossFirst = this.#random.at(person, -1) < 0.5;
    const leave = midnight + (7 + 2 * this.#random.at(person, day * 4)) * HOUR;
    if (this.#clock.weekday(day) < 5) {
      this.#walk(home, work, leave, acrossFirst, kind, stops);
      this.#walk(
        work,
        home,
        midnight + (16.5 + 1.5 * this.#random.at(person, -2)) * HOUR,
        !acrossFirst,
        kind,
        stops,
      );
    } else {
      const errand = this.#place("errand", person * 8 + (day & 7));
      this.#walk(home, errand, leave + 2 * HOUR, acrossFirst, kind, stops);
      this.#walk(errand, home, leave + 4 * HOUR, !acrossFirst, kind, stops);
    }
    const meeting = this.meeting(person, day);
    if (meeting !== undefined) {
      const way = this.#roads.route(home, meeting.node, acrossFirst).length * CITY.secondsPerBlock * 1000;
      this.#walk(home, meeting.node, meeting.at - way, acrossFirst, kind, stops);
      this.#walk(meeting.node, home, meeting.at + 2 * HOUR, !acrossFirst, kind, stops);
    }
    return stops.toSorted((a, b) => a.at - b.at);
  }

  #walk(from: number, to: number, leave: number, acrossFirst: boolean, kind: SiteKind, stops: Stop[]): void {
    let at = leave;
    for (const node of this.#roads.route(from, to, acrossFirst)) {
      const site = this.#roads.has(node, kind) ? this.#roads.site(node, kind) : undefined;
      if (site !== undefined && stops.at(-1)?.site !== site) stops.push({ site, at });
      at += CITY.secondsPerBlock * 1000;
    }
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
