/** The ledger beside a scan: every look-up is taken in before a detector sees it, and durable before a finding is written. */
import type { AccessEvent } from "../model/index.ts";

export interface LedgerRecord {
  /** Look-ups that were appended. */
  readonly appended: number;
  /** Look-ups that the ledger had already. */
  readonly present: number;
  /** Leaves of the ledger now. */
  readonly leaves: number;
}

export interface ScanLedger {
  appendEvents(events: readonly AccessEvent[]): Promise<void>;
  /** All are durable. Throws what the store throws. */
  end(): Promise<LedgerRecord>;
  close(): Promise<void>;
}

/** Begins one where there is none. Loaded late: most scans have no ledger. */
export async function openScanLedger(folder: string): Promise<ScanLedger> {
  const { openLedger } = await import("../store/ledger-folder.ts");
  const ledger = await openLedger(folder, {});
  return {
    appendEvents: (events) => ledger.appendEvents(events),
    async end() {
      await ledger.flush();
      return { ...ledger.counts, leaves: ledger.size };
    },
    close: () => ledger.close(),
  };
}
