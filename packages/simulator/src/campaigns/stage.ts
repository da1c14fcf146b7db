import type { Clock, Shift } from "../agency/roster.ts";
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
  /** Somebody who works in the period and looks often enough to have habits. */
  castOperator(random: RandomStream, wanted?: CastWish): StageOperator;
  /** Others of the same unit, or of the agency where the unit is too small. */
  colleagues(operator: StageOperator): readonly StageOperator[];
  /** The shift that begins on this day; undefined: does not work. */
  shift(operator: StageOperator, day: number): Shift | undefined;
  /** Somebody in whom no honest work takes an interest. */
  castVictim(random: RandomStream): Victim;
  /** A case that colleagues of this operator cite about now, or that the operator cites. */
  openCase(
    operator: StageOperator,
    day: number,
    whose: "own" | "colleague",
    random: RandomStream,
  ): string | undefined;
  /** A case number that nobody else uses. */
  freshCase(day: number, random: RandomStream): string;
  /** How this operator writes down honest work. */
  habitualPurpose(operator: StageOperator, random: RandomStream): PurposeJson | undefined;
  vagueReason(operator: StageOperator, random: RandomStream): string;
  source(system: SystemName, operator: StageOperator): string;
  /** Honest subjects of a random kind: what a scraper or a seller's customer asks for. */
  stranger(random: RandomStream): Victim;
}

export interface CastWish {
  readonly role?: "supervisor" | "camera-operator" | "administrator" | "officer" | "detective";
  readonly not?: readonly StageOperator[];
}

export interface StageOperator {
  readonly json: OperatorJson;
  readonly session: SessionJson | undefined;
}

/** A person to be tracked, as the record systems know them. */
export interface Victim {
  identifier(system: SystemName): SubjectJson;
  /** People this person is in touch with, closest first. */
  contacts(count: number): readonly Victim[];
  /** Cameras, readers or cells along the person's way on a local day, in order of time. */
  path(day: number): readonly Stop[];
}

export interface Stop {
  readonly site: SiteJson;
  /** When the person was there. */
  readonly at: number;
}
