/** Sittings that follow each other and of which the same is to be said, as one entry. */
import type { ExplainedSitting } from "../api/case-api.ts";

export interface SittingRun {
  /** The first of them; what is said of it is said of all. */
  readonly sitting: ExplainedSitting;
  /** Beginning of the last, RFC 3339. */
  readonly until: string;
  readonly sittings: number;
  readonly lookups: number;
}

export function sittingRuns(sittings: readonly ExplainedSitting[]): SittingRun[] {
  const runs: SittingRun[] = [];
  for (const sitting of sittings) {
    const last = runs.at(-1);
    if (last !== undefined && isSame(last.sitting, sitting))
      runs[runs.length - 1] = {
        ...last,
        until: sitting.from,
        sittings: last.sittings + 1,
        lookups: last.lookups + sitting.lookups,
      };
    else runs.push({ sitting, until: sitting.from, sittings: 1, lookups: sitting.lookups });
  }
  return runs;
}

function isSame(a: ExplainedSitting, b: ExplainedSitting): boolean {
  return (
    a.by === b.by &&
    a.subject === b.subject &&
    a.case === b.case &&
    a.reason === b.reason &&
    a.withheld === b.withheld &&
    a.colleagues === b.colleagues
  );
}
