/**
 * One stretch of a source's rows through intake: events into the ledger, rejected rows among the dead letters, both durable before it
 * resolves. Requests over HTTP, messages of syslog and stretches of files that are followed all come through here, under one rule: whoever
 * handed rows over may forget them only when `take` has resolved.
 */
import { IntakeAccount } from "../../../intake/accounting.ts";
import type { Connector } from "../../../intake/connector.ts";
import type { Identifiers } from "../../../intake/identifiers.ts";
import type { LogFile } from "../../../intake/log-file.ts";
import { type IntakeOptions, type LogForm, readLog } from "../../../intake/read-log.ts";
import { readLogNumber } from "../../../ledger/log-number.ts";
import type { AccessEvent, DeadLetter, System } from "../../../model/index.ts";
import type { Ingested } from "../../../server/desk/sources/ingest.ts";
import type { DeadLetterFile, LetterPosition } from "../../../store/dead-letter-file.ts";
import type { Arrivals } from "./arrivals.ts";

/** Rows of one request are looked back over for repetitions; across requests the ledger tells. */
const REPETITIONS = 100_000;
/**
 * Rows may come from a clock that is wrong by a zone and more, in milliseconds. Beyond that none is believed: detectors measure by the latest
 * look-up of all, so that one row of the year 2099, from whichever source, had them forget open runs (in simulated cities up to 5 of 34
 * findings were lost) and never sweep again, and kept its source from ever being silent.
 */
const MOST_AHEAD = 26 * 3_600_000;
/** No row is shorter: a time and somebody. So small requests need no large table. */
const SHORTEST_ROW = 16;

/** What it needs of the line (desk-line.ts). */
interface LedgerLine {
  take(
    events: readonly AccessEvent[],
    byContent: (event: AccessEvent) => boolean,
  ): Promise<{ readonly appended: number; readonly present: number }>;
}

export interface IngestionParts {
  readonly line: LedgerLine;
  readonly letters: Pick<DeadLetterFile, "keep">;
  readonly identifiers: Identifiers;
  readonly zone: string | undefined;
  readonly arrivals?: Arrivals;
  /** Of the wall, in milliseconds. */
  readonly clock: () => number;
  /** After each request or batch, whichever way it came. */
  readonly onTaken?: (source: string, taken: Ingested) => void;
}

export interface HeardSource {
  readonly time: string;
  readonly system: System;
}

/** How rows are read that do not come as a whole log over HTTP. */
export interface Stretch {
  /** Undefined: told by the content. */
  readonly connector?: Connector | undefined;
  /** What the log was recognised as before; needs `connector`. */
  readonly form?: LogForm | undefined;
  readonly onForm?: IntakeOptions["onForm"];
  readonly zone?: string | undefined;
  /** Where a line of it stands in the file that it was read from; lines count from 1. */
  readonly placeOf?: ((line: number) => Place) | undefined;
  /** Rows that were dead letters before: what is rejected again is only counted. */
  readonly isReplay?: boolean;
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly position: LetterPosition;
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

  /**
   * `request` names the stretch, the same where it is taken again. Without `stretch` it is a request over HTTP, whose rows without ids
   * are known by it; rows of a stretch without ids are known by what they say, wherever it was cut.
   * Throws what intake throws for a form that it does not know; then nothing was taken.
   */
  take(source: string, bytes: Uint8Array, request: string, stretch?: Stretch): Promise<Ingested> {
    return this.#inTurn(source, () => this.#take(source, bytes, request, stretch));
  }

  /** Rows that no intake could read; durable when it resolves. */
  reject(source: string, request: string, letters: readonly DeadLetter[]): Promise<void> {
    return this.#inTurn(source, async () =>
      this.#parts.letters.keep(source, `${source}:${request}`, letters),
    );
  }

  #inTurn<T>(source: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(source) ?? Promise.resolve()).then(work);
    this.#last.set(
      source,
      turn.catch(() => {}),
    );
    return turn;
  }

  async #take(
    source: string,
    bytes: Uint8Array,
    request: string,
    stretch: Stretch | undefined,
  ): Promise<Ingested> {
    const { line, identifiers, zone, clock } = this.#parts;
    const totals = { rows: 0, appended: 0, present: 0, duplicates: 0, rejected: 0, request };
    const ordinals = `${source}:${request}:`;
    const byContent = stretch === undefined ? () => false : ({ id }: AccessEvent) => id.startsWith(ordinals);
    const options: IntakeOptions = {
      identifiers,
      source,
      zone: stretch?.zone ?? zone,
      mapping: stretch?.connector,
      form: stretch?.form,
      onForm: stretch?.onForm,
      latest: clock() + MOST_AHEAD,
      account: new IntakeAccount(),
      dedupeCapacity: Math.min(REPETITIONS, Math.ceil(bytes.length / SHORTEST_ROW)),
    };
    for await (const batch of readLog([requestLog(source, bytes)], options)) {
      const events = batch.events.map((event) => named(event, source, ordinals));
      this.#keep(source, request, batch.deadLetters, stretch);
      const taken = await line.take(events, byContent);
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
      const now = new Date(clock()).toISOString();
      for (const { time: said, system } of events) {
        // Whose clock is ahead is silent from now on, and not from then.
        const time = said > now ? now : said;
        const known = this.#heard.get(source);
        if (known === undefined || known.time < time) this.#heard.set(source, { time, system });
      }
    }
    this.#parts.onTaken?.(source, totals);
    return totals;
  }

  #keep(source: string, request: string, letters: readonly DeadLetter[], stretch: Stretch | undefined): void {
    if (stretch?.isReplay === true) return;
    const placed = letters.map((letter) => ({ ...letter, ...stretch?.placeOf?.(letter.line) }));
    this.#parts.letters.keep(source, `${source}:${request}`, placed);
  }
}

/**
 * Ordinals begin anew with each request: the request's own name makes them differ, and the same when it is sent again. A log
 * that names other sources speaks for them under its own name, for a token is one source's: nobody else's rows can be forged.
 */
function named(event: AccessEvent, source: string, ordinals: string): AccessEvent {
  const number = readLogNumber(event.id, `${source}:`);
  return {
    ...event,
    source: event.source === source ? source : `${source}/${event.source}`,
    ...(number?.ordinal === true && { id: `${ordinals}${number.number}` }),
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
