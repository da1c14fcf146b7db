import { HOUR } from "../agency/roster.ts";
import { seatOn } from "../agency/seats.ts";
import { RECORDS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Draft } from "../world/draft.ts";
import type { Caseload } from "./caseload.ts";
import { type Desk, timeInShift, type Work } from "./desk.ts";

/** Who was near? For some grave cases somebody of the team asks the cells around the scene, not for a person. */
export class TowerSearches implements Work {
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
    const { agency, city, clock, sources } = this.#desk;
    const random = this.#random.fork("day", day);
    for (const file of this.#caseload.openedToday) {
      const chance = file.kind === "major" ? RECORDS.towerSearch.major : RECORDS.towerSearch.investigation;
      if (file.kind !== "major" && file.kind !== "investigation") continue;
      if (file.team.length === 0 || !random.chance(chance)) continue;
      const operator = agency.operators[file.team[0]! - agency.first]!;
      const scene = random.below(city.roads.nodes);
      let at = timeInShift(this.#desk, operator, day, random);
      for (const node of [scene, (scene + city.roads.side * 4) % city.roads.nodes]) {
        into.push({
          at,
          source: sources.location,
          system: "location",
          action: "search",
          operator: operator.json,
          session: seatOn(operator, clock.dayOf(at)),
          site: city.roads.site(node, "cell"),
          window: { from: file.opened - HOUR, to: file.opened + HOUR },
          purpose: { case: file.number, reason: "cells at the scene" },
          result: { rows: 200 + random.below(3000) },
        });
        at += 40_000 + random.below(60_000);
      }
    }
  }
}
