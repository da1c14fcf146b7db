import { type Agency, makeAgencies } from "../agency/operators.ts";
import type { Clock } from "../agency/roster.ts";
import { City } from "../city/city.ts";
import { Identities, PHONES } from "../city/identities.ts";
import { type SystemName, SYSTEM_NAMES } from "../event.ts";
import { CameraRoom } from "../honest/camera-room.ts";
import { Caseload } from "../honest/caseload.ts";
import type { Desk, Work } from "../honest/desk.ts";
import { TowerSearches } from "../honest/tower-searches.ts";
import { Audits, HotlistPolls } from "../honest/routine.ts";
import { AGENCY, CITY, STRESS } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { ResolvedOptions } from "./options.ts";

/** One agency with its city and everything honest that goes on in it. */
export interface Place {
  readonly agency: Agency;
  readonly desk: Desk;
  readonly caseload: Caseload;
  /** In the order in which a day is worked: the caseload first, since others react to its cases. */
  readonly works: readonly Work[];
}

/** Builds all places of a world. Memory grows with operators and cities, never with people or events. */
export function makePlaces(options: ResolvedOptions, clock: Clock, random: RandomStream): Place[] {
  const identities = new Identities(random);
  const spread = options.stress.has("unequal") ? STRESS.unequalSpread : AGENCY.activitySpread;
  const agencies = makeAgencies(options.operators, options.days, spread, random);
  let first = 0;
  return agencies.map((agency, i) => {
    const people = Math.min(
      Math.max(CITY.leastPeople, agency.operators.length * CITY.peoplePerOperator),
      Math.floor(PHONES / agencies.length),
    );
    const city = new City(agency.name, i, first, people, clock, identities, random.fork("city", i));
    first += people;
    const sources = Object.fromEntries(SYSTEM_NAMES.map((name) => [name, `${agency.name}-${name}`]));
    const desk: Desk = {
      agency,
      city,
      clock,
      systems: options.systems,
      sources: sources as Record<SystemName, string>,
    };
    const caseload = new Caseload(desk, options.stress.has("bursts"), random.fork("caseload", i));
    const works: Work[] = [caseload];
    if (options.systems.has("cameras")) works.push(new CameraRoom(desk, caseload, random.fork("cameras", i)));
    if (options.systems.has("location"))
      works.push(new TowerSearches(desk, caseload, random.fork("towers", i)));
    works.push(new Audits(desk, caseload, random.fork("audits", i)));
    if (options.systems.has("plates")) works.push(new HotlistPolls(desk, random.fork("polls", i)));
    return { agency, desk, caseload, works };
  });
}
