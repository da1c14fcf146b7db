import type { AccessEvent } from "./access-event.ts";
import type { Finding } from "./finding.ts";

/** A finding with what a reader needs to check it. The ids stream, because one finding may hold millions of them. */
export interface ExplainedFinding {
  readonly finding: Omit<Finding, "events">;
  /** Ids of all contributing look-ups, in event order. May be iterated more than once. */
  events(): Iterable<string>;
  /** At most 200 of the contributing look-ups, first and last ones first served, in event order. */
  readonly rows: readonly AccessEvent[];
}

/** Rules, stories and source checks have one shape: they see each event once, in event time, and then explain. */
export interface Detector {
  see(event: AccessEvent): void;
  findings(): Iterable<ExplainedFinding>;
}
