/**
 * How people in registered relations behave instead, so that countermeasures can be tried on people who really take them. Nothing
 * else of a world changes: whoever is not in such a relation does what they did.
 */
import type { City } from "../city/city.ts";
import { CALLS, TIES } from "../parameters.ts";
import type { RandomStream } from "../random/stream.ts";
import type { Relation } from "../truth/register.ts";
import type { Tie } from "./ties.ts";

/** Absent: every kind of relation. */
interface Whom {
  readonly kinds?: readonly Relation["kind"][];
}

export interface Conduct {
  /**
   * Each pair has phones for itself alone, in handsets of their own and in nobody's name, so that no register holds them. `together`:
   * carried with the first phone, and noticed by the same cells. `apart`: switched on for calls alone.
   */
  readonly ownPhones?: Whom & { readonly carried: "together" | "apart" };
  /** Each meeting is at another place where everybody passes. Friends leave their circle's evening for it; a household stays one. */
  readonly variedPlaces?: Whom;
  /** Both call so many strangers, about as often as each other. Nobody calls back. */
  readonly coverContacts?: Whom & { readonly contacts: number };
}

const CARRIED = ["together", "apart"] as const;

export function includes(whom: Whom | undefined, { kind }: Tie): boolean {
  return whom !== undefined && (whom.kinds?.includes(kind) ?? true);
}

/** Throws RangeError with the option's name. */
export function checkConduct({ ownPhones, coverContacts }: Conduct): void {
  if (ownPhones !== undefined && !CARRIED.includes(ownPhones.carried))
    throw new RangeError(`conduct.ownPhones.carried: ${CARRIED.join(" or ")}`);
  const contacts = coverContacts?.contacts ?? 1;
  if (!(Number.isInteger(contacts) && contacts >= 1 && contacts <= 50))
    throw new RangeError("conduct.coverContacts.contacts: from 1 to 50");
}

/** Calls to strangers, as ties that one of the two keeps up. People guess how often they call each other: the mean of their circle. */
export function coverTies(
  ties: readonly Tie[],
  { coverContacts }: Conduct,
  cityOf: (person: number) => City,
  random: RandomStream,
): Tie[] {
  if (coverContacts === undefined) return [];
  return ties.flatMap((tie, i) => {
    if (!includes(coverContacts, tie)) return [];
    const calls = callsAWeek(tie);
    if (calls === 0) return [];
    return [tie.from, tie.to].flatMap((person, end) => {
      const own = random.fork("cover", i * 2 + end);
      const strangers = new Set<number>();
      while (strangers.size < coverContacts.contacts) {
        const stranger = cityOf(person).anybody(own);
        if (stranger !== tie.from && stranger !== tie.to) strangers.add(stranger);
      }
      return Array.from(strangers, (to): Tie => ({ ...COVER, from: person, to, kind: tie.kind, calls }));
    });
  });
}

const COVER = {
  tradecraft: "none",
  meetings: 0,
  transfers: 0,
  second: false,
  busy: false,
  oneWay: true,
} as const;

function callsAWeek({ kind, calls, tradecraft }: Tie): number {
  if (kind === "handler-source") return calls;
  const circle = kind === "family" ? CALLS.perWeek.household : CALLS.perWeek.friends;
  return circle * (tradecraft === "guarded" ? TIES.guardedLeft : 1);
}
