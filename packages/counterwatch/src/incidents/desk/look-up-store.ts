/** What the desk asks of stored look-ups: as sums over all of them, or those that are about one matter. */
import type { Facet, StoredEvent } from "./desk-store.ts";
import type { PeerCount, PeerQuestion } from "./peers.ts";

/** Event time at or after, and before; RFC 3339. */
export interface Span {
  readonly from: string;
  readonly until: string;
}

/** Look-ups of one operator in one hour (UTC) of one system. */
export interface WorkHour {
  readonly system: string;
  /** `2026-03-01T09` */
  readonly hour: string;
  readonly lookups: number;
  /** Of them with a case. */
  readonly cased: number;
}

/** What a unit's other operators did. */
export interface UnitWork {
  readonly operators: number;
  readonly lookups: number;
  readonly cased: number;
}

/** What look-ups are about: subjects that they single out, or cases that they name. */
export interface Matter {
  readonly subjects: readonly string[];
  /** As `caseName` spells them. */
  readonly cases: readonly string[];
}

export interface LookUpStore {
  /** How many operators have each value of a quantity. Nobody's name leaves the store, nor an automated look-up. */
  peers(question: PeerQuestion): Promise<readonly PeerCount[]>;
  /** Each subject with how many other operators looked at it; those without any are left out. */
  company(subjects: readonly string[], operator: string, span: Span): Promise<readonly Facet[]>;
  /** Look-ups about a matter, the latest `limit` of them, by leaf. */
  eventsAbout(matter: Matter, span: Span, limit: number): Promise<readonly StoredEvent[]>;
  /** Hour by hour; automated ones are left out. */
  work(operator: string): Promise<readonly WorkHour[]>;
  unitWork(unit: string, without: string, span: Span): Promise<UnitWork>;
}
