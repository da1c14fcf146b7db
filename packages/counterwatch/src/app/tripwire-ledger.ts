/** Where the tripwires' leaves go. */
import { join } from "node:path";
import type { LedgerAppender } from "../ledger/appender.ts";
import { TripwireJournal } from "../store/tripwire-journal.ts";

export function openTripwireLedger(folder: string): LedgerAppender {
  return new TripwireJournal(join(folder, "journal.jsonl"));
}
