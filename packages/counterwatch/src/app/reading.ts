/** Reads the logs through once: every event past the counters and the detectors, every dead letter into its file. */
import { setImmediate } from "node:timers/promises";
import { IntakeAccount } from "../intake/accounting.ts";
import type { LogFile } from "../intake/log-file.ts";
import { type IntakeOptions, readLog } from "../intake/read-log.ts";
import { type AccessEvent, CounterwatchError, type DeadLetter } from "../model/index.ts";
import { Activity } from "../report/scan/activity.ts";
import { Tallies } from "./tallies.ts";

/** Of each reason, as many as the report shows. */
const DEAD_LETTERS_SHOWN = 5;

export interface Reading {
  readonly account: IntakeAccount;
  readonly tallies: Tallies;
  readonly activity: Activity;
  readonly deadLetterSample: readonly DeadLetter[];
}

export interface ReadingProgress {
  readonly rows: number;
  /** As stored, before unpacking. */
  readonly bytes: number;
  /** Undefined on stdin. */
  readonly totalBytes: number | undefined;
}

export interface ReadingMeans {
  readonly intake: Omit<IntakeOptions, "account">;
  readonly detectors: { see(event: AccessEvent): void; opened?(file: string, source: string): void };
  /** Takes in every event before a detector sees it. */
  readonly ledger?: { take(events: readonly AccessEvent[], source: string): Promise<void> } | undefined;
  readonly deadLetters: { write(text: string): void };
  readonly onProgress?: ((progress: ReadingProgress) => void) | undefined;
}

/** Throws what intake throws, and `internal` where a row is neither an event nor a duplicate nor a dead letter. */
export async function readThrough(files: readonly LogFile[], means: ReadingMeans): Promise<Reading> {
  const { intake, detectors, ledger, deadLetters, onProgress } = means;
  const account = new IntakeAccount();
  const tallies = new Tallies();
  const activity = new Activity({ zone: intake.zone ?? "UTC" });
  const sample = new DeadLetterSample();
  const totalBytes = files.reduce<number | undefined>(
    (sum, { size }) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  let rows = 0;
  let duplicates = 0;
  let letters = 0;
  for await (const batch of readLog(files, { ...intake, account })) {
    await ledger?.take(batch.events, batch.source);
    detectors.opened?.(batch.file, batch.source);
    for (const event of batch.events) {
      tallies.see(event);
      activity.see(event);
      detectors.see(event);
    }
    for (const letter of batch.deadLetters) {
      deadLetters.write(`${JSON.stringify(letter)}\n`);
      sample.add(letter);
    }
    rows += batch.rows;
    duplicates += batch.duplicates;
    letters += batch.deadLetters.length;
    if (onProgress !== undefined) {
      onProgress({ rows, bytes: files.reduce((sum, file) => sum + file.consumed(), 0), totalBytes });
    }
    // Without a turn of the event loop a file that is read from the cache would keep signals waiting.
    await setImmediate();
  }
  // Counted here from what arrived, there from what was sent: both must add up, and agree.
  const lost = rows - tallies.events - duplicates - letters;
  const disagreed =
    rows !== account.rows || account.rows !== account.events + account.duplicates + account.deadLetters;
  if (lost !== 0 || disagreed) {
    throw new CounterwatchError(
      "internal",
      `rows are not accounted for: ${rows} rows, ${tallies.events} events, ${duplicates} duplicates, ${letters} dead letters`,
    );
  }
  return { account, tallies, activity, deadLetterSample: sample.letters };
}

class DeadLetterSample {
  readonly letters: DeadLetter[] = [];
  readonly #byReason = new Map<string, number>();

  add(letter: DeadLetter): void {
    const seen = this.#byReason.get(letter.reason) ?? 0;
    if (seen >= DEAD_LETTERS_SHOWN) return;
    this.#byReason.set(letter.reason, seen + 1);
    this.letters.push(letter);
  }
}
