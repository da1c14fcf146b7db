/** What became of every row. Invariant of each tally: rows = events + duplicates + deadLetters. */
import type { DeadLetter, RejectionReason } from "../model/index.ts";

export interface SourceTally {
  readonly source: string;
  readonly connector: string;
  readonly files: string[];
  rows: number;
  events: number;
  duplicates: number;
  deadLetters: number;
}

export class IntakeAccount {
  readonly sources: SourceTally[] = [];
  readonly rejectedByReason: Partial<Record<RejectionReason, number>> = {};
  /** Fingerprints forgotten: rows farther apart than the duplicate check reaches were not compared. */
  outOfReach = 0;
  /** Ids of the log that came again with another operator or time. */
  idConflicts = 0;
  /** Lines that were not UTF-8 and were read as Windows-1252. */
  foreignLines = 0;
  /** Sources whose local times were read as UTC, because no zone was declared. */
  readonly zoneAssumed: string[] = [];
  /** Events marked as polls by a machine. */
  automated = 0;

  tally(source: string, connector: string): SourceTally {
    let tally = this.sources.find((known) => known.source === source && known.connector === connector);
    if (tally === undefined) {
      tally = { source, connector, files: [], rows: 0, events: 0, duplicates: 0, deadLetters: 0 };
      this.sources.push(tally);
    }
    return tally;
  }

  reject(letter: DeadLetter): void {
    this.rejectedByReason[letter.reason] = (this.rejectedByReason[letter.reason] ?? 0) + 1;
  }

  get rows(): number {
    return this.#sum("rows");
  }

  get events(): number {
    return this.#sum("events");
  }

  get duplicates(): number {
    return this.#sum("duplicates");
  }

  get deadLetters(): number {
    return this.#sum("deadLetters");
  }

  #sum(key: "rows" | "events" | "duplicates" | "deadLetters"): number {
    return this.sources.reduce((sum, tally) => sum + tally[key], 0);
  }

  /** What the reading could not check or had to assume, one sentence each. */
  notes(): string[] {
    const notes: string[] = [];
    for (const source of this.zoneAssumed) {
      notes.push(
        `The times of ${source} carry no zone and none was declared; they were read as UTC (--zone declares one).`,
      );
    }
    if (this.outOfReach > 0) {
      notes.push(
        `Repeated rows were found only within a limited distance: ${this.outOfReach} earlier rows were no longer compared.`,
      );
    }
    if (this.idConflicts > 0) {
      notes.push(
        `${this.idConflicts} rows carry an id that an earlier row has with another operator or time; they were kept and numbered.`,
      );
    }
    if (this.foreignLines > 0) {
      notes.push(`${this.foreignLines} lines are not UTF-8 and were read as Windows-1252.`);
    }
    return notes;
  }
}
