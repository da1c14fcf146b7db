import type { OperatorJson } from "../event.ts";
import { HOUR, worksOn } from "../agency/roster.ts";
import { seatOn } from "../agency/seats.ts";
import { RECORDS, ROUTINE } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Draft } from "../world/draft.ts";
import type { Caseload } from "./caseload.ts";
import { type Desk, timeInShift, type Work } from "./desk.ts";
import { subjectLookup } from "./lookups.ts";

/** Supervisors who audit: they read their people's look-ups, and now and then repeat one. */
export class Audits implements Work {
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
    const { agency, city, clock, sources, systems } = this.#desk;
    const random = this.#random.fork("day", day);
    const system = systems.has("plates") ? "plates" : [...systems][0]!;
    for (const supervisor of agency.operators) {
      if (supervisor.role !== "supervisor" || !worksOn(supervisor.work, day)) continue;
      for (let count = random.poisson(ROUTINE.reviewsPerWeek / 4.6); count > 0; count--) {
        const recent = this.#caseload.recentCases;
        if (recent.length === 0) continue;
        const file = random.pick(recent);
        if (file.team.length === 0) continue;
        const reviewed = agency.operators[file.team[0]! - agency.first]!;
        const at = timeInShift(this.#desk, supervisor, day, random);
        into.push({
          at,
          source: sources[system],
          system,
          action: "review",
          operator: supervisor.json,
          session: seatOn(supervisor, clock.dayOf(at)),
          purpose: { reason: "audit" },
          object: { type: "operator", name: reviewed.json.id },
        });
        if (system === "cameras" || !random.chance(ROUTINE.reviewRepeats)) continue;
        const identifiers = [city.identifier(system, file.subjects[0]!)];
        const purpose = random.chance(0.5) ? { reason: "audit" } : { case: file.number, reason: "audit" };
        into.push(
          subjectLookup(
            this.#desk,
            supervisor,
            at + 60_000,
            system,
            identifiers,
            purpose,
            random.below(40),
            undefined,
          ),
        );
      }
    }
  }
}

/** A machine that asks for the plates of a hotlist, regularly over all hours. */
export class HotlistPolls implements Work {
  readonly #desk: Desk;
  readonly #random: RandomStream;
  readonly #account: OperatorJson;

  constructor(desk: Desk, random: RandomStream) {
    this.#desk = desk;
    this.#random = random;
    this.#account = { id: `svc-hotlist-${desk.agency.name}`, role: "service" };
  }

  work(day: number, into: Draft[] | undefined): void {
    if (into === undefined) return;
    const { city, clock, sources } = this.#desk;
    const session = { address: "10.0.0.9", client: "api" };
    for (let hour = 0; hour < 24; hour += ROUTINE.pollHours) {
      for (let slot = 0; slot < ROUTINE.platesInPoll; slot++) {
        /* Each slot changes its plate at moments of its own. */
        const term = Math.floor((day + 10_000) * ROUTINE.hotlistRenewal + this.#random.at(slot, 1));
        const span = city.society.count;
        const person = city.society.first + Math.floor(this.#random.at(slot, 10 + term) * span);
        const at =
          clock.midnight(day) +
          hour * HOUR +
          slot * 400 +
          Math.floor(300 * this.#random.at(day * 24 + hour, slot + 2));
        into.push({
          at,
          source: sources.plates,
          system: "plates",
          action: "search",
          operator: this.#account,
          session,
          subjects: [city.identifier("plates", person)],
          window: { from: at - (RECORDS.windowDays["plates"]! / 30) * ROUTINE.pollHours * HOUR, to: at },
          purpose: { reason: "hotlist" },
          query: { kind: "apiLookup" },
          result: { rows: 0 },
          automated: true,
        });
      }
    }
  }
}
