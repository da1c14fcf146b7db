/**
 * Rows that a ledger took in and that the log no longer has. A scan of a log which the ledger knows finds its look-ups again;
 * where a few are gone from the middle, somebody took them out, or the system did.
 *
 * Only where most are found again: an extract by other criteria, or another reading of the file, finds few or none, and says
 * nothing. That a rule fires on rows which tell of a deletion is another thing: such a row must first be written.
 */
import type { ExplainedFinding } from "../model/index.ts";
import { finding, when } from "./source-findings.ts";

/** Fewer say nothing of how the log was extracted. */
const FEWEST_AGAIN = 50;
const LARGEST_SHARE = 0.1;

/** Of one source, within the time that the scan saw of it. */
export interface Recorded {
  readonly source: string;
  /** Leaves of the ledger before this scan. */
  readonly recorded: number;
  /** Of these, found again. */
  readonly again: number;
  /** The first and last that were not, RFC 3339. */
  readonly first: string;
  readonly last: string;
  /** Those that were not, at most a few hundred: leaves, and ids where they are kept. */
  readonly leaves: readonly { readonly leaf: number; readonly id: string | undefined }[];
}

export function deletionOf({
  source,
  recorded,
  again,
  first,
  last,
  leaves,
}: Recorded): ExplainedFinding | undefined {
  const gone = recorded - again;
  if (gone === 0 || again < FEWEST_AGAIN || gone > LARGEST_SHARE * recorded) return undefined;
  return finding({
    detector: "ledger/deletion",
    source,
    severity: "high",
    since: first,
    time: last,
    events: leaves.map(({ leaf, id }) => id ?? `ledger:${leaf}`),
    explanation:
      `The ledger took in ${recorded} look-ups of source ${source} for this time, and ${gone} of them ${gone === 1 ? "is" : "are"} no longer in the log: ` +
      `${gone === 1 ? `one of ${when(first)}` : `from ${when(first)} to ${when(last)}`}.`,
    evidence: { recorded, again, gone, leaves: leaves.map(({ leaf }) => leaf) },
  });
}
