/** One request's rows through intake: events into the ledger, rejected rows among the dead letters, both durable before the answer. */
import { IntakeAccount } from "../../intake/accounting.ts";
import type { Identifiers } from "../../intake/identifiers.ts";
import type { LogFile } from "../../intake/log-file.ts";
import { readLog } from "../../intake/read-log.ts";
import { readLogNumber } from "../../ledger/log-number.ts";
import type { AccessEvent, System } from "../../model/index.ts";
import type { Ingested } from "../../server/desk/ingest.ts";
import type { DeadLetterFile } from "../../store/dead-letter-file.ts";
import type { Arrivals } from "./arrivals.ts";
import type { DeskLine } from "./desk-line.ts";

/** Rows of one request are looked back over for repetitions; across requests the ledger tells. */
const REPETITIONS = 100_000;

export interface IngestionParts {
  readonly line: DeskLine;
  readonly letters: DeadLetterFile;
  readonly identifiers: Identifiers;
  readonly zone: string | undefined;
  readonly arrivals?: Arrivals;
}

export interface HeardSource {
  readonly time: string;
  readonly system: System;
}

export class Ingestion {
  readonly #parts: IngestionParts;
  readonly #heard = new Map<string, HeardSource>();
  /** A source's requests one after the other, in their order; several sources share one wait for the disk. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(parts: IngestionParts) {
    this.#parts = parts;
  }

  /** Latest look-up by source, since the server began. */
  get heard(): ReadonlyMap<string, HeardSource> {
    return this.#heard;
  }

  /** Throws what intake throws for a form that it does not know; then nothing was taken. */
  take(source: string, bytes: Uint8Array, request: string): Promise<Ingested> {
    const before = this.#last.get(source) ?? Promise.resolve();
    const turn = before.then(() => this.#take(source, bytes, request));
    this.#last.set(
      source,
      turn.catch(() => {}),
    );
    return turn;
  }

  async #take(source: string, bytes: Uint8Array, request: string): Promise<Ingested> {
    const { line, letters, identifiers, zone } = this.#parts;
    const account = new IntakeAccount();
    const totals = { rows: 0, appended: 0, present: 0, duplicates: 0, rejected: 0 };
    const options = { identifiers, source, zone, account, dedupeCapacity: REPETITIONS };
    for await (const batch of readLog([requestLog(source, bytes)], options)) {
      const events = batch.events.map((event) => named(event, batch.source, request));
      letters.keep(source, `${source}:${request}`, batch.deadLetters);
      const taken = await line.take(events, () => false);
      totals.rows += batch.rows;
      totals.appended += taken.appended;
      totals.present += taken.present;
      totals.duplicates += batch.duplicates;
      totals.rejected += batch.deadLetters.length;
      this.#parts.arrivals?.note(
        source,
        { ...batch, present: taken.present, rejected: batch.deadLetters.length },
        events,
      );
      for (const { time, system } of events) {
        const known = this.#heard.get(source);
        if (known === undefined || known.time < time) this.#heard.set(source, { time, system });
      }
    }
    return totals;
  }
}

/**
 * Ordinals begin anew with each request: the request's own name makes them differ, and the same when it is sent again. A log
 * that names other sources speaks for them under its own name, for a token is one source's: nobody else's rows can be forged.
 */
function named(event: AccessEvent, source: string, request: string): AccessEvent {
  const ordinals = `${source}:`;
  const number = readLogNumber(event.id, ordinals);
  return {
    ...event,
    source: event.source === source ? source : `${source}/${event.source}`,
    ...(number?.ordinal === true && { id: `${ordinals}${request}:${number.number}` }),
  };
}

function requestLog(source: string, bytes: Uint8Array): LogFile {
  return {
    name: source,
    size: bytes.length,
    rereadable: true,
    async *bytes() {
      yield bytes;
    },
    whole: () => Promise.resolve(bytes),
    consumed: () => bytes.length,
  };
}
