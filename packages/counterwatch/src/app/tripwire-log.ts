/**
 * The custodian's log as a queue of look-ups: read on from where the last batch ended, never further ahead than the queue holds.
 *
 * A raw identifier lives from the row to the tag; what waits in the queue is in memory alone. A log that can be read again loses
 * nothing by a crash. Of stdin, what was read and not yet in a batch is lost with the process; an orderly end puts it into
 * batches first. We rejected a journal of what waits: it would hold identifiers, or tags, and a tag is bound to its batch's
 * salt, so that every look-up would cost an fsync of its own and a batch could not be filled by its tick.
 */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { createIdentifiers } from "../intake/identifiers.ts";
import { readLog } from "../intake/read-log.ts";
import { CounterwatchError } from "../model/index.ts";
import { openLogFiles } from "../store/log-files.ts";
import type { LogCursor } from "../store/tripwire-outbox.ts";
import { type TripwireLookup, WatchedSubjects } from "../tripwire/watched-subjects.ts";
import { wantedConnector } from "./intake-means.ts";
import type { Settings } from "./settings.ts";

const START = "0".repeat(64);

export interface LookupLogRequest {
  readonly paths: readonly string[];
  readonly settings: Settings;
  /** 32 bytes for pseudonyms that leave with look-ups (free text). */
  readonly siteKey: Uint8Array;
  readonly shown: boolean;
  /** Where the last batch of this log ended. */
  readonly cursor: (log: string) => LogCursor | undefined;
  /** Look-ups read ahead. */
  readonly ahead: number;
}

export class LookupLog {
  readonly #request: LookupLogRequest;
  readonly #watched: WatchedSubjects;
  readonly #log: string;
  readonly #rereadable: boolean;
  readonly #queue: TripwireLookup[] = [];
  #taken: number;
  #chain: string;
  #ended = false;
  #closed = false;
  #wake: () => void = () => {};

  constructor(request: LookupLogRequest) {
    this.#request = request;
    this.#watched = new WatchedSubjects({ shown: request.shown });
    const names = request.paths.map((path) => (path === "-" ? path : resolve(path)));
    this.#log = createHash("sha256").update(names.join("\0")).digest("hex");
    this.#rereadable = !names.includes("-");
    const cursor = this.#rereadable ? request.cursor(this.#log) : undefined;
    this.#taken = cursor?.taken ?? 0;
    this.#chain = cursor?.chain ?? START;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Everything was read, or nothing more is to be, and everything is in batches. */
  get finished(): boolean {
    return (this.#ended || this.#closed) && this.#queue.length === 0;
  }

  /** Look-ups that nobody can read again and that are in no batch. */
  get atRisk(): number {
    return this.#rereadable ? 0 : this.#queue.length;
  }

  /** A stream that brings more than ticks carry away: it is held back, and what comes late is told late. */
  get behind(): boolean {
    return !this.#rereadable && this.#queue.length >= this.#request.ahead;
  }

  get unchecked(): number {
    return this.#watched.unchecked;
  }

  /** Fills the queue until the log ends. Throws what intake throws, and `config` where another log stands in this one's place. */
  async read(): Promise<void> {
    const { paths, settings, siteKey, ahead } = this.#request;
    const { country, pseudonymiseOperators, source, zone } = settings;
    const identifiers = createIdentifiers({
      siteKey,
      country,
      pseudonymiseOperators,
      observer: this.#watched.observer,
    });
    // Taken aside before the first turn of the event loop: batches move the cursor while this reads on.
    const { taken, chain: expected } = this.#rereadable ? this.#cursor() : { taken: 0, chain: START };
    const files = await openLogFiles(paths);
    let [skipped, chain] = [0, START];
    for await (const { events } of readLog(files, {
      identifiers,
      mapping: wantedConnector(settings),
      source,
      zone,
    })) {
      for (const lookup of this.#watched.lookups(events)) {
        if (skipped < taken) {
          chain = link(chain, lookup);
          if (++skipped === taken && chain !== expected) throw this.#otherLog();
        } else this.#queue.push(lookup);
      }
      while (this.#queue.length >= ahead && !this.#closed)
        await new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.#closed) return;
    }
    if (skipped < taken) throw this.#otherLog();
    this.#ended = true;
  }

  /** The oldest look-ups, at most `most`, and the cursor behind them. What does not fit waits for the next tick. */
  take(most: number): {
    readonly lookups: readonly TripwireLookup[];
    readonly cursor: LogCursor | undefined;
  } {
    const lookups = this.#queue.splice(0, most);
    for (const lookup of lookups) this.#chain = link(this.#chain, lookup);
    this.#taken += lookups.length;
    this.#wake();
    return { lookups, cursor: this.#rereadable ? this.#cursor() : undefined };
  }

  /** Nothing more is read; what was read can still be taken. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #cursor(): LogCursor {
    return { log: this.#log, taken: this.#taken, chain: this.#chain };
  }

  #otherLog(): CounterwatchError {
    return new CounterwatchError("config", "the log does not begin as it did when it was last sent", {
      remedy:
        "A log may grow at its end, not change before it. Send a rotated or corrected log under another name: " +
        "look-ups that were sent before are recognised by the agency.",
    });
  }
}

/** Over the log's own ids of events and the types of their subjects: no identifier is in it. */
function link(chain: string, { told }: TripwireLookup): string {
  return createHash("sha256").update(`${chain}\n${told.event}\n${told.type}`).digest("hex");
}
