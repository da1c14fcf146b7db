/**
 * What the desk asks of a database. Adapters: DuckDB (embedded) and PostgreSQL, held to one contract suite.
 *
 * Invariant: the ledger is the truth about look-ups, and the store a projection of it: `advance` moves look-ups, findings and position
 * in one transaction, so that after a crash everything from `position` on is projected again, with the same ids and no doubles.
 * What people do (steps, accounts, suppressions) is written here first, in one transaction with its audit row.
 */
import type { AccessEvent, Finding, Severity } from "../../model/index.ts";
import type { Account, DeskFinding, FindingState, Incident, RecordedStep, Suppression } from "./case.ts";
import type { Outbox } from "../notices/outbox.ts";
import type { FindingQuery } from "./finding-query.ts";
import type { IncidentField, IncidentQuery } from "./incident-query.ts";
import type { LookUpStore } from "./look-up-store.ts";
import type { PasskeyStore } from "./passkey.ts";
import type { RetentionStore } from "./retention-store.ts";

/** A look-up with its leaf in the ledger, and when it arrived. */
export interface StoredEvent {
  readonly leaf: number;
  readonly received: string;
  readonly event: AccessEvent;
}

/** A finding that is new or has grown. */
export interface ToldFinding {
  readonly finding: Omit<Finding, "events">;
  /** Ids of at most 200 contributing look-ups, in event order. */
  readonly events: readonly string[];
}

export interface Advance {
  /** Leaves below it are projected once this is stored. */
  readonly position: number;
  readonly events: readonly StoredEvent[];
  readonly findings: readonly ToldFinding[];
  /** Ids of findings that a person's suppression covers now; others that were suppressed are shown again. */
  readonly suppressed: ReadonlySet<string>;
  /** Steps of incidents that these findings opened or joined. */
  readonly steps: readonly RecordedStep[];
  readonly now: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Of all pages. */
  readonly total: number;
  /** Give it back for the next page; undefined: this is the last. */
  readonly next: string | undefined;
}

export interface Facet {
  readonly value: string;
  readonly count: number;
}

export interface DayCount {
  readonly source: string;
  /** UTC. */
  readonly day: string;
  readonly count: number;
}

export interface OpenWorkQuery {
  /** From when on what was learned is counted as fresh, RFC 3339. */
  readonly learned: string;
  /** The same for look-ups of which stories told. */
  readonly stories: string;
  /** Operators whose findings are not there at all. */
  readonly without?: readonly string[];
}

/** What waits for people, and what has happened; for the overview. */
export interface OpenWork {
  /** Findings by severity, state and whether somebody is on them. */
  readonly findings: readonly {
    readonly severity: Severity;
    readonly state: FindingState;
    readonly owned: boolean;
    readonly count: number;
    /** Of those: learned at or after the time that was asked for. */
    readonly fresh: number;
    /** Of those: told by a story, about look-ups at or after the time that was asked for. */
    readonly stories: number;
  }[];
  /** New ones that nobody is on, first learned first; at most 20. */
  readonly oldest: readonly DeskFinding[];
  /** Incidents that somebody proposed to close, longest waiting first; at most 200. */
  readonly proposed: readonly Incident[];
  /** Incidents that were closed or merged at or after the time that was asked for. */
  readonly closed: number;
}

export interface AuditRow {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly target: string | undefined;
  readonly detail: string | undefined;
}

export interface DeskStore extends PasskeyStore {
  /** What `advance` and `record` have to tell outside is in it when they are done. */
  readonly outbox: Outbox;
  readonly retention: RetentionStore;
  /** Sums over look-ups, and look-ups about one matter. */
  readonly lookUps: LookUpStore;
  position(): Promise<number>;
  advance(step: Advance): Promise<void>;

  findings(
    query: FindingQuery,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<Page<DeskFinding>>;
  /** Counts by value of each field, under the query without that field's own filter. */
  facets(
    query: FindingQuery,
  ): Promise<Readonly<Record<"detector" | "severity" | "state" | "operator" | "owner", readonly Facet[]>>>;
  finding(id: string): Promise<(DeskFinding & { readonly events: readonly string[] }) | undefined>;
  /** Look-ups by id, in event order; at most 1,000 ids. */
  eventsById(ids: readonly string[]): Promise<readonly StoredEvent[]>;
  /** Look-ups of one operator, newest first. */
  eventsOf(
    operator: string,
    page: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<readonly StoredEvent[]>;
  /** Look-ups a day and by hour of the week, of one operator or of all. */
  activity(
    operator: string | undefined,
  ): Promise<{ readonly days: readonly Facet[]; readonly total: number }>;

  /** Look-ups by source and day, of the hundred days up to the latest look-up; the 20,000 largest counts. */
  dayCounts(): Promise<readonly DayCount[]>;
  /** `leaf` and above, below `end`, in order; 2,000 leaves at most. */
  eventsBetween(leaf: number, end: number): Promise<readonly StoredEvent[]>;
  /** The first leaf of a look-up at or after a time (RFC 3339); undefined: there is none. */
  firstLeafSince(time: string): Promise<number | undefined>;
  openWork(asked: OpenWorkQuery): Promise<OpenWork>;
  incident(id: string): Promise<Incident | undefined>;
  incidents(
    query: IncidentQuery,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<Page<Incident>>;
  /** Counts by value of each field, under the query without that field's own filter. */
  incidentFacets(query: IncidentQuery): Promise<Readonly<Record<IncidentField, readonly Facet[]>>>;
  /** Steps in which somebody tried a candidate after an unmasking was granted, from a time (RFC 3339) on, of all incidents, the eldest first. */
  unmaskTries(since: string): Promise<readonly RecordedStep[]>;
  /** Open incidents that name this operator: those that a finding may join. */
  openIncidentsOf(operator: string): Promise<readonly Incident[]>;
  /** Throws `conflict` where the incident has other steps by now than `after`: somebody was quicker. */
  record(
    steps: readonly RecordedStep[],
    states: ReadonlyMap<string, FindingState>,
    audit: AuditRow,
  ): Promise<void>;

  suppressions(): Promise<readonly Suppression[]>;
  suppress(suppression: Suppression, audit: AuditRow): Promise<void>;
  /**
   * Findings that nobody works on are put where they belong at `now` (RFC 3339): hidden where a suppression covers them, shown where none
   * does any more. Gives the ids of those that changed.
   */
  settleSuppressed(now: string): Promise<readonly string[]>;
  accounts(): Promise<readonly Account[]>;
  saveAccount(account: Account, audit: AuditRow): Promise<void>;
  /** The password alone: what an administrator changes at the same moment stays. Throws `not-found`. */
  setPassword(name: string, password: string, audit: AuditRow): Promise<void>;
  audit(row: AuditRow): Promise<void>;
  auditTrail(page: { readonly limit: number; readonly after?: string | undefined }): Promise<Page<AuditRow>>;

  /** When an account signed in, the latest first. */
  signInsOf(account: string, limit: number): Promise<readonly string[]>;

  close(): Promise<void>;
}
