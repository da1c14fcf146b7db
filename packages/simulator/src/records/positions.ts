import { type Clock, HOUR } from "../agency/roster.ts";
import type { City } from "../city/city.ts";
import type { SiteKind } from "../city/roads.ts";
import { CITY, POSITIONS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Itineraries } from "./itineraries.ts";

/** Told of one record: the crossing of its site, its time, and its number among the person's records of this day and kind. */
export type Seen = (node: number, at: number, ordinal: number) => void;

const KINDS: readonly SiteKind[] = ["camera", "reader", "cell"];

/**
 * What cameras, plate readers and cells notice of people. A camera or reader notices a share of passages; a phone is noticed
 * by each cell that it comes into, and every few hours where it stays. A second phone is carried along, when it is on.
 */
export class Positions {
  readonly #city: City;
  readonly #clock: Clock;
  readonly #itineraries: Itineraries;
  readonly #random: RandomStream;
  /** By kind: for each crossing the one that stands for its site, or -1 where there is none. */
  readonly #sites: Readonly<Record<SiteKind, Int32Array>>;

  constructor(city: City, clock: Clock, itineraries: Itineraries, random: RandomStream) {
    this.#city = city;
    this.#clock = clock;
    this.#itineraries = itineraries;
    this.#random = random.fork("positions");
    const { roads } = city;
    const sites = (kind: SiteKind) =>
      Int32Array.from({ length: roads.nodes }, (_, node) =>
        roads.has(node, kind) ? (roads.nodeOf(roads.site(node, kind).id, kind) ?? -1) : -1,
      );
    this.#sites = { camera: sites("camera"), reader: sites("reader"), cell: sites("cell") };
  }

  /** Draws that belong to the records of one person, day and kind. */
  draws(person: number, day: number, kind: SiteKind, second: boolean): RandomStream {
    return this.#random.keyed(person, day * 8 + KINDS.indexOf(kind) * 2 + Number(second));
  }

  /** Records of one local day, in no order; all lie within it. */
  onDay(person: number, day: number, kind: SiteKind, second: boolean, seen: Seen): void {
    const draws = this.draws(person, day, kind, second);
    if (second && draws.at(-1, 9) >= POSITIONS.secondPhoneOn) return;
    const legs = this.#itineraries.legs(person, day);
    const sites = this.#sites[kind];
    const share = kind === "camera" ? POSITIONS.recognised : kind === "reader" ? POSITIONS.read : 1;
    const { roads } = this.#city;
    let ordinal = 0;
    let last = -1;
    const pass = (node: number, at: number) => {
      const site = sites[node]!;
      if (site < 0 || (kind === "cell" && site === last)) return;
      last = site;
      ordinal += 1;
      if (share === 1 || draws.at(ordinal, 1) < share) seen(site, Math.floor(at), ordinal);
    };
    for (const leg of legs) {
      let at = leg.leave;
      for (const node of roads.route(leg.from, leg.to, leg.acrossFirst)) {
        pass(node, at);
        at += CITY.secondsPerBlock * 1000;
      }
    }
    if (kind !== "cell") return;
    const midnight = this.#clock.midnight(day);
    for (let hour = POSITIONS.fixHours * draws.at(-1, 8); hour < 24; hour += POSITIONS.fixHours) {
      const at = Math.floor(midnight + hour * HOUR);
      ordinal += 1;
      seen(sites[this.#itineraries.nodeOn(legs, at)]!, at, ordinal);
    }
  }
}
