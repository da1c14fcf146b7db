import { type Clock, HOUR } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import type { Leg } from "../city/movement.ts";
import { CITY, POSITIONS, TIES } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import { WeightTable } from "../random/tables.ts";
import type { Tie, Ties } from "./ties.ts";

const MINUTE = 60_000;

/** A stay of two people at one place. */
export interface TieMeeting {
  readonly node: number;
  readonly at: number;
  readonly until: number;
}

/**
 * Where people are: the ways of the city's movement, stops at places where everybody passes, and the meetings of ties.
 * Everybody is a little early or late, else who meets would be known by the millisecond.
 */
export class Itineraries {
  /** Crossings where everybody passes, most visited first. */
  readonly publicPlaces: readonly number[];
  readonly #city: City;
  readonly #clock: Clock;
  readonly #ties: Ties;
  readonly #random: RandomStream;
  readonly #visited: WeightTable;

  constructor(city: City, clock: Clock, ties: Ties, random: RandomStream) {
    this.#city = city;
    this.#clock = clock;
    this.#ties = ties;
    this.#random = random.fork("itineraries");
    const { side } = city.roads;
    const near = (draw: number) => Math.floor(side * (0.5 + POSITIONS.publicPlaceSpan * (2 * draw - 1)));
    this.publicPlaces = Array.from(
      { length: POSITIONS.publicPlaces },
      (_, i) => near(this.#random.at(-1, i)) * side + near(this.#random.at(-2, i)),
    );
    this.#visited = new WeightTable(this.publicPlaces.map((_, i) => (i + 1) ** -POSITIONS.placePopularity));
  }

  /** The ways that begin on a local day, in order of time. All end before the next midnight. */
  legs(person: number, day: number): Leg[] {
    const { movement, roads } = this.#city;
    const legs = movement.legs(person, day);
    const home = legs[0]!.from;
    const stay = (from: number, node: number, at: number, until: number) => {
      const acrossFirst = legs[0]!.acrossFirst;
      legs.push(
        { from, to: node, leave: at - roads.travelTime(from, node), acrossFirst },
        { from: node, to: from, leave: until, acrossFirst: !acrossFirst },
      );
    };
    const elsewhere = this.#outOfCircle(person, day);
    if (elsewhere !== undefined) {
      // The way to the circle's evening and back, which come last.
      legs.splice(-2);
      stay(home, elsewhere.node, elsewhere.at, elsewhere.until);
    }
    const draw = (j: number) => this.#random.at(person, day * 16 + j);
    if (draw(0) < POSITIONS.visits) {
      const node = this.publicPlaces[this.#visited.index(draw(1))]!;
      const weekday = this.#clock.weekday(day) < 5;
      const at = this.#clock.midnight(day) + (weekday ? 12.3 + 1.2 * draw(2) : 14.5 + 2.5 * draw(2)) * HOUR;
      const [least, most] = POSITIONS.visitMinutes;
      stay(weekday ? legs[0]!.to : home, node, at, at + (least + (most - least) * draw(3)) * MINUTE);
    }
    for (const tie of this.#ties.of(person)) {
      const meeting = this.meeting(tie, day);
      if (meeting !== undefined) stay(home, meeting.node, meeting.at, meeting.until);
    }
    return legs
      .map((leg, i) => ({
        ...leg,
        leave: Math.floor(leg.leave + 1000 * POSITIONS.unpunctual * (2 * draw(4 + (i % 12)) - 1)),
      }))
      .sort((a, b) => a.leave - b.leave);
  }

  /** Whether and where the two meet on this local day. Never on an evening when one of them sees friends. */
  meeting(tie: Tie, day: number): TieMeeting | undefined {
    if (tie.meetings === 0) return undefined;
    const [low, high] = tie.from < tie.to ? [tie.from, tie.to] : [tie.to, tie.from];
    const own = this.#random.keyed(low, high);
    if (own.at(day, 1) >= tie.meetings / 7) return undefined;
    const { movement, roads } = this.#city;
    if (movement.meeting(low, day) !== undefined || movement.meeting(high, day) !== undefined)
      return undefined;
    const node =
      tie.busy || this.#ties.meetsAnywhere(tie)
        ? this.publicPlaces[this.#visited.index(own.at(day, 2))]!
        : Math.floor(own.at(-1, 5) * roads.nodes);
    const [first, last] = TIES.meetingHours;
    const at = this.#clock.midnight(day) + (first + (last - first) * own.at(day, 3)) * HOUR;
    const [least, most] = TIES.meetingMinutes;
    return { node, at, until: at + (least + (most - least) * own.at(day, 4)) * MINUTE };
  }

  /** Friends who meet at varied places do so on the evenings on which both would have come to their circle. */
  #outOfCircle(person: number, day: number): TieMeeting | undefined {
    const { movement, society } = this.#city;
    for (const tie of this.#ties.of(person)) {
      if (!this.#ties.meetsAnywhere(tie)) continue;
      const [low, high] = tie.from < tie.to ? [tie.from, tie.to] : [tie.to, tie.from];
      if (society.circleOf(low, "friends") !== society.circleOf(high, "friends")) continue;
      const [one, other] = [movement.meeting(low, day), movement.meeting(high, day)];
      if (one === undefined || other === undefined) continue;
      const node = this.publicPlaces[this.#visited.index(this.#random.keyed(low, high).at(day, 2))]!;
      return { node, at: one.at, until: one.at + 2 * HOUR };
    }
    return undefined;
  }

  nodeAt(person: number, at: number): number {
    return this.nodeOn(this.legs(person, this.#clock.dayOf(at)), at);
  }

  /** The crossing at this time, from the ways of its day. Before the first, people are where it begins. */
  nodeOn(legs: readonly Leg[], at: number): number {
    let now = legs[0]!;
    if (at < now.leave) return now.from;
    for (const leg of legs) if (leg.leave <= at) now = leg;
    const blocks = Math.floor((at - now.leave) / (CITY.secondsPerBlock * 1000));
    return this.#city.roads.along(now.from, now.to, now.acrossFirst, blocks);
  }
}
