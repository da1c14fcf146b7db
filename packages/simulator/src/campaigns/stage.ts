import type { Clock, Shift } from "../agency/roster.ts";
import type { SiteKind } from "../city/roads.ts";
import type { OperatorJson, PurposeJson, SessionJson, SiteJson, SubjectJson, SystemName } from "../event.ts";
import type { RandomStream } from "../random/stream.ts";

/**
 * What a campaign may know and use. The synthetic city is one stage, a log of somebody else's another (`inject`):
 * campaigns are written once and cannot tell which they are in.
 */
export interface Stage {
  readonly clock: Clock;
  /** Record systems that this world has. */
  readonly systems: ReadonlySet<SystemName>;
  /** Somebody who works in the period and looks often enough to have habits. With `not` from the same agency as those. */
  castOperator(random: RandomStream, wanted?: CastWish): StageOperator;
  /** Others of the same unit, or of the agency where the unit is too small. */
  colleagues(operator: StageOperator): readonly StageOperator[];
  /** The shift that begins on this day; undefined: does not work. */
  shift(operator: StageOperator, day: number): Shift | undefined;
  /** Where the operator is signed in at this time; undefined where the log does not say. */
  seat(operator: StageOperator, at: number): SessionJson | undefined;
  /** Somebody of the place of the operator last cast, in whom honest work takes no particular interest. */
  castVictim(random: RandomStream): Victim;
  /** A case that the operator, or a colleague but not the operator, works on about now. */
  openCase(
    operator: StageOperator,
    day: number,
    whose: "own" | "colleague",
    random: RandomStream,
  ): string | undefined;
  /** A case number that nobody else uses. */
  freshCase(day: number, random: RandomStream): string;
  /** How this operator writes down honest work. */
  habitualPurpose(operator: StageOperator, day: number, random: RandomStream): PurposeJson | undefined;
  vagueReason(operator: StageOperator, random: RandomStream): string;
  source(system: SystemName, operator: StageOperator): string;
}

export interface CastWish {
  readonly role?: "supervisor" | "camera-operator" | "administrator" | "officer" | "detective";
  readonly not?: readonly StageOperator[];
}

export interface StageOperator {
  readonly json: OperatorJson;
}

/** A person to be tracked, as the record systems know them. */
export interface Victim {
  /** Tells people apart within one world. */
  readonly person: number;
  identifier(system: SystemName): SubjectJson;
  /** People this person is in touch with, closest first. */
  contacts(count: number): readonly Victim[];
  /** Sites of a kind along the person's ways on a local day, in order of time. */
  path(day: number, kind: SiteKind): readonly Stop[];
}

export interface Stop {
  readonly site: SiteJson;
  /** When the person was there: milliseconds since 1970, UTC. */
  readonly at: number;
}
