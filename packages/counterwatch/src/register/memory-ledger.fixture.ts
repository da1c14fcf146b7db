/** A ledger in memory that counts, refuses on demand, and remembers registers as the real one does. */
import type { LedgerAppender, LedgerEntry, LedgerReceipt } from "../ledger/appender.ts";
import type { CoverPoint } from "./cover.ts";
import { type RegisterMemory, registerSource } from "./register.ts";

export class MemoryLedger implements LedgerAppender, RegisterMemory {
  readonly entries: LedgerEntry[] = [];
  refuse = false;

  append(entry: LedgerEntry): Promise<LedgerReceipt> {
    if (this.refuse) return Promise.reject(new Error("the disk is full"));
    const index = this.entries.push(entry) - 1;
    const sequence = this.entries.filter(({ source }) => source === entry.source).length - 1;
    return Promise.resolve({ index, sequence });
  }

  newest(register: string): Promise<CoverPoint | undefined> {
    const last = this.entries.findLast(({ source }) => source === registerSource(register));
    if (last === undefined) return Promise.resolve(undefined);
    const { version, cover } = last.statement as { version: number; cover: string };
    return Promise.resolve({ version, cover });
  }
}
