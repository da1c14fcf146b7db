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
  const opened = await ownLedger(ledger);
  if (opened !== undefined) return opened;
  const journal = new TripwireJournal(join(folder, "journal.jsonl"));
  return { append: (entry) => journal.append(entry), close: () => Promise.resolve() };
}

/** The agency's, which keeps none unless one is named: its folder says already what it did, and tells nobody else. */
export async function ownLedger(ledger: string | undefined): Promise<TripwireLedger | undefined> {
  if (ledger === undefined) return undefined;
  const { openLedger } = await import("../store/ledger-folder.ts");
  return await openLedger(ledger, {});
}
