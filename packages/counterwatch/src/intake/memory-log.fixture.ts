import type { AccessEvent, DeadLetter } from "../model/index.ts";
import { IntakeAccount } from "./accounting.ts";
import { createIdentifiers, type IdentifierOptions, type Identifiers } from "./identifiers.ts";
import type { LogFile } from "./log-file.ts";
import { type IntakeOptions, readLog } from "./read-log.ts";

/** A log that exists only in memory, given in chunks of `chunk` bytes. */
export function memoryLog(content: string | Uint8Array, name = "log.csv", chunk = 65_536): LogFile {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  let consumed = 0;
  return {
    name,
    size: bytes.length,
    rereadable: true,
    async *bytes() {
      consumed = 0;
      for (let from = 0; from < bytes.length; from += chunk) {
        const part = bytes.subarray(from, from + chunk);
        consumed += part.length;
        yield part;
      }
    },
    whole: () => Promise.resolve(bytes),
    consumed: () => consumed,
  };
}

const TEST_KEY = new Uint8Array(32).fill(7);

export function testIdentifiers(options: Partial<IdentifierOptions> = {}): Identifiers {
  return createIdentifiers({ siteKey: TEST_KEY, country: "US", ...options });
}

export interface ReadAll {
  readonly events: AccessEvent[];
  readonly deadLetters: DeadLetter[];
  readonly duplicates: number;
  readonly rows: number;
  readonly account: IntakeAccount;
}

/** Reads everything and checks the invariant of every batch on the way. */
export async function readAll(
  files: LogFile | readonly LogFile[],
  options: Partial<Omit<IntakeOptions, "account">> = {},
): Promise<ReadAll> {
  const account = new IntakeAccount();
  const events: AccessEvent[] = [];
  const deadLetters: DeadLetter[] = [];
  let duplicates = 0;
  let rows = 0;
  const list = "bytes" in files ? [files] : files;
  // Small tables, so that thousands of tests do not fill megabytes with zeros.
  for await (const batch of readLog(list, {
    identifiers: testIdentifiers(),
    dedupeCapacity: 20_000,
    ...options,
    account,
  })) {
    if (batch.rows !== batch.events.length + batch.duplicates + batch.deadLetters.length) {
      throw new Error("a batch loses rows");
    }
    events.push(...batch.events);
    deadLetters.push(...batch.deadLetters);
    duplicates += batch.duplicates;
    rows += batch.rows;
  }
  if (rows !== account.rows || account.rows !== account.events + account.duplicates + account.deadLetters) {
    throw new Error("the account loses rows");
  }
  return { events, deadLetters, duplicates, rows, account };
}
