/**
 * What the view says about registered people by themselves.
 *
 * Movement: four places and times are enough to tell one person from all others in 95 of 100 cases (Y.-A. de Montjoye et al., Unique in
 * the Crowd, Scientific Reports 3, 1376, 2013, hours and cells). Here four different hours at two places or more, so that a
 * night at home is not four.
 */
import type { Tier } from "../model/index.ts";
import { isLocation, type Sight } from "./sight.ts";
import { worse } from "./upper.ts";

const POINTS = 4;
const PLACES = 2;
const HOUR_MS = 3_600_000;

interface PersonSeen {
  readonly recordsShown: boolean;
  readonly movement: boolean;
  readonly placed: boolean;
  readonly tier: Tier;
  /** Milliseconds; infinite where nobody knows. */
  readonly known: number;
}

/** Of what is shown of a member alone; the tier that relations give is added by `withRelation`. */
export function personSeen({ columns, own, roster, shownAt }: Sight, member: number): PersonSeen {
  const parties = roster.parties[member] as ReadonlySet<number>;
  const rows = own[member] as Uint32Array;
  const points = new Set<string>();
  const places = new Set<number>();
  let enough = Number.POSITIVE_INFINITY;
  let [movement, placed] = [false, false];
  for (const row of rows) {
    if (!isLocation(columns, row) || !parties.has(columns.from[row] as number)) continue;
    placed = true;
    if (movement) break;
    const place = columns.at[row] as number;
    places.add(place);
    points.add(`${place} ${Math.floor((columns.times[row] as number) / HOUR_MS)}`);
    if (points.size < POINTS || places.size < PLACES) continue;
    movement = true;
    enough = shownAt(row);
  }
  const first = rows[0];
  const recordsShown = first !== undefined;
  const tier = movement ? "likely" : recordsShown ? "possible" : "none";
  const known = movement ? enough : first === undefined ? Number.POSITIVE_INFINITY : shownAt(first);
  return { recordsShown, movement, placed, tier, known };
}

/** The worse of both tiers, and the earlier time of those that give it. */
export function withRelation(person: PersonSeen, tier: Tier, known: number): PersonSeen {
  const worst = worse(person.tier, tier);
  const times = [
    person.tier === worst ? person.known : Number.POSITIVE_INFINITY,
    tier === worst ? known : Number.POSITIVE_INFINITY,
  ];
  return { ...person, tier: worst, known: Math.min(...times) };
}
