/** A disk and a ledger in memory that die at any chosen place of their work, and what is left of them then. */
import type { LedgerEntry, LedgerReceipt } from "../../ledger/appender.ts";
import type { JournalDisk, JournalLedger, JournalMeans } from "./journal-book.ts";

export class Crash extends Error {}

/** Counts down over disk and ledger together. */
export class Fuse {
  left: number;

  constructor(left = Number.POSITIVE_INFINITY) {
    this.left = left;
  }

  burn(): void {
    if (this.left-- <= 0) throw new Crash();
  }
}

export class MemoryDisk implements JournalDisk {
  readonly file = "journal.jsonl";
  text = "";
  line: string | undefined;
  fuse = new Fuse();

  read(): string {
    return this.text;
  }

  staged(): string | undefined {
    return this.line;
  }

  stage(line: string): void {
    this.fuse.burn();
    this.line = line;
    this.fuse.burn();
  }

  place(line: string, keep: number): void {
    this.fuse.burn();
    this.text = this.text.slice(0, keep);
    this.fuse.burn();
    // A disk may stop after any byte.
    for (const part of [line.slice(0, 40), line.slice(40), "\n"]) {
      this.text += part;
      this.fuse.burn();
    }
  }

  unstage(): void {
    this.fuse.burn();
    this.line = undefined;
    this.fuse.burn();
  }
}

export class HearingLedger implements JournalLedger {
  readonly entries: LedgerEntry[] = [];
  fuse = new Fuse();

  append(entry: LedgerEntry): Promise<LedgerReceipt> {
    try {
      this.fuse.burn();
      const index = this.entries.push(structuredClone(entry)) - 1;
      this.fuse.burn();
      return Promise.resolve({ index, sequence: index });
    } catch (cause) {
      return Promise.reject(cause);
    }
  }

  heard(source: string) {
    return Promise.resolve(
      this.entries.filter((entry) => entry.source === source).map(({ statement }) => statement),
    );
  }
}

/** A clock that goes on by a second at each look, and random bytes that are none. */
export function journalMeans(ledger: JournalLedger, start = "2026-03-01T08:00:00.000Z"): JournalMeans {
  let at = Date.parse(start);
  let salt = 0;
  return {
    ledger,
    clock: () => new Date((at += 1000)),
    random: (bytes) => new Uint8Array(bytes).fill((salt += 1)),
  };
}
