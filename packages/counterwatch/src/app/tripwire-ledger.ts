/** Where the tripwires' leaves go: into a ledger, or, where none was named, into a chain of lines in their own folder. */
import { join } from "node:path";
import type { LedgerAppender } from "../ledger/appender.ts";
import { TripwireJournal } from "../store/tripwire-journal.ts";

export interface TripwireLedger extends LedgerAppender {
  close(): Promise<void>;
}

/** Begins the ledger where there is none. Throws what opening it throws. */
export async function openTripwireLedger(
  folder: string,
  ledger: string | undefined,
): Promise<TripwireLedger> {
  if (ledger !== undefined) {
    const { openLedger } = await import("../store/ledger-folder.ts");
    return await openLedger(ledger, {});
  }
  const journal = new TripwireJournal(join(folder, "journal.jsonl"));
  return { append: (entry) => journal.append(entry), close: () => Promise.resolve() };
}
