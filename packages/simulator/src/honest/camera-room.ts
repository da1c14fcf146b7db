import type { Operator } from "../agency/operators.ts";
import { HOUR, shiftOn } from "../agency/roster.ts";
import type { PurposeJson } from "../event.ts";
import { CAMERAS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Draft } from "../world/draft.ts";
import type { CaseFile } from "./case-file.ts";
import type { Caseload } from "./caseload.ts";
import { type Desk, someoneOnDuty, timeInShift, type Work } from "./desk.ts";
import { cameraView, subjectLookup } from "./lookups.ts";

/**
 * The camera operators of one agency: rounds over favourite places, dispatched incidents, and the honest following of a
 * suspect from camera to camera. Detectives play back recordings along a suspect's way.
 */
export class CameraRoom implements Work {
  readonly #desk: Desk;
  readonly #caseload: Caseload;
  readonly #random: RandomStream;

  constructor(desk: Desk, caseload: Caseload, random: RandomStream) {
    this.#desk = desk;
    this.#caseload = caseload;
    this.#random = random;
  }

  work(day: number, into: Draft[] | undefined): void {
    if (into === undefined) return;
    const random = this.#random.fork("day", day);
    for (const operator of this.#desk.agency.operators) {
      if (operator.role === "camera-operator") this.#rounds(operator, day, random, into);
    }
    for (const file of this.#caseload.openedToday) {
      if (file.kind === "investigation" || file.kind === "major") this.#playBack(file, day, random, into);
      if (file.kind !== "investigation" && random.chance(CAMERAS.dispatched))
        this.#dispatch(file, random, into);
    }
  }

  #rounds(operator: Operator, day: number, random: RandomStream, into: Draft[]): void {
    const { clock, city } = this.#desk;
    const shift = shiftOn(operator.work, clock, day);
    if (shift === undefined) return;
    const { cameras } = city.roads;
    for (let count = random.poisson(CAMERAS.rounds); count > 0; count--) {
      let at = random.between(shift.from, shift.to - HOUR / 2);
      for (let sites = 1 + Math.floor(-CAMERAS.sitesInRound * Math.log(random.next())); sites > 0; sites--) {
        const node = random.chance(CAMERAS.favourites)
          ? cameras[
              Math.floor(operator.habits.words.at(random.below(CAMERAS.favouritePlaces), 9) * cameras.length)
            ]!
          : random.pick(cameras);
        into.push(
          cameraView(this.#desk, operator, at, city.roads.site(node, "camera"), undefined, undefined),
        );
        at += Math.ceil(1000 * (3 - CAMERAS.secondsBetweenViews * Math.log(random.next())));
      }
    }
  }

  #dispatch(file: CaseFile, random: RandomStream, into: Draft[]): void {
    const { city, systems } = this.#desk;
    const at = file.opened + random.between(1, 8) * 60_000;
    const operator = someoneOnDuty(this.#desk, at, random, (other) => other.role === "camera-operator");
    if (operator === undefined) return;
    const purpose = this.#purpose(file, random);
    const suspect = file.subjects[0]!;
    const scene = random.below(city.roads.nodes);
    let time = at;
    for (const node of city.roads.camerasNear(scene, 1 + random.poisson(CAMERAS.sitesAtIncident - 1))) {
      into.push(cameraView(this.#desk, operator, time, city.roads.site(node, "camera"), purpose, undefined));
      time += Math.ceil(-1000 * CAMERAS.secondsBetweenViews * Math.log(random.next())) + 2000;
    }
    if (!random.chance(CAMERAS.follows)) return;
    if (systems.has("plates")) {
      const identifiers = [city.identifier("plates", suspect)];
      into.push(
        subjectLookup(this.#desk, operator, time, "plates", identifiers, purpose, random.below(9), undefined),
      );
    }
    for (const node of city.roads.route(scene, city.movement.home(suspect), random.chance(0.5))) {
      time += random.between(20_000, 60_000);
      if (!city.roads.has(node, "camera")) continue;
      into.push(cameraView(this.#desk, operator, time, city.roads.site(node, "camera"), purpose, undefined));
    }
  }

  #playBack(file: CaseFile, day: number, random: RandomStream, into: Draft[]): void {
    if (!random.chance(CAMERAS.playback) || file.team.length === 0) return;
    const { agency, city } = this.#desk;
    const operator = agency.operators[file.team[0]! - agency.first]!;
    const purpose = this.#purpose(file, random);
    const stops = city.movement.path(file.subjects[0]!, day - 1, "camera");
    let at = timeInShift(this.#desk, operator, day, random);
    for (const stop of stops) {
      if (random.chance(0.3)) continue;
      const window = { from: stop.at - 5 * 60_000, to: stop.at + 5 * 60_000 };
      into.push(cameraView(this.#desk, operator, at, stop.site, purpose, window));
      at += Math.ceil(random.between(20_000, 240_000));
    }
  }

  #purpose(file: CaseFile, random: RandomStream): PurposeJson | undefined {
    if (random.chance(CAMERAS.numbered)) return { case: file.number, reason: "dispatched incident" };
    return random.chance(0.5) ? { reason: "incident" } : undefined;
  }
}
