/**
 * The upper tier: what would hold if every row that the logs do not show had been read. Missing rows could have held whatever their
 * system can hold, so nothing is estimated here; a gap is closed by finding the rows.
 *
 * A system whose rows can name two people at once (calls, finance, travel, identity, online) makes every relation certain that its
 * missing rows could be about. One whose rows place one person (location, cameras, plates, faces) shows no pair at once, but many
 * meetings: likely, if both sides were in the gap's reach or the view places the other already; else possible.
 */
import { type Gap, type Pseudonym, type System, SYSTEMS, type Tier, TIERS } from "../model/index.ts";

/** A gap, and what its look-ups could have shown. Leave out what is not known: then it could have been anybody, or any system. */
export interface Unseen extends Gap {
  readonly subjects?: readonly Pseudonym[];
  readonly systems?: readonly System[];
}

const NAMES_TWO: ReadonlySet<System> = new Set(["calls", "finance", "travel", "identity", "online"]);

/** What a gap could have shown of the members that it reaches. */
interface Reach {
  /** Undefined: everybody. */
  readonly members: ReadonlySet<number> | undefined;
  readonly namesTwo: boolean;
}

export function reachOf(
  { subjects, systems }: Unseen,
  membersOf: (subject: Pseudonym) => readonly number[],
): Reach {
  return {
    members:
      subjects === undefined ? undefined : new Set(subjects.flatMap((subject) => [...membersOf(subject)])),
    namesTwo: (systems ?? SYSTEMS).some((system) => NAMES_TWO.has(system)),
  };
}

export function upperTier(
  tier: Tier,
  reaches: readonly Reach[],
  a: number,
  b: number,
  isPlaced: (member: number) => boolean,
): Tier {
  const placed = (member: number): boolean =>
    isPlaced(member) || reaches.some(({ members }) => members === undefined || members.has(member));
  let worst = tier;
  for (const { members, namesTwo } of reaches) {
    if (members !== undefined && !members.has(a) && !members.has(b)) continue;
    if (namesTwo) worst = worse(worst, "certain");
    else worst = worse(worst, placed(a) && placed(b) ? "likely" : "possible");
  }
  return worst;
}

export function worse(a: Tier, b: Tier): Tier {
  return TIERS.indexOf(a) <= TIERS.indexOf(b) ? a : b;
}
