/**
 * Watches the sources themselves: numbers that are missing from a log's own sequence, silence beyond a declared heartbeat, time
 * that runs backwards. Each row is seen once, as it comes; memory is bounded by the sources and a few hundred stretches each.
 */
import type { AccessEvent } from "../model/index.ts";
import { ClockSteps } from "./clock-steps.ts";
import { readLogNumber } from "./log-number.ts";
import { NumberLine } from "./number-line.ts";
import { Silence } from "./silence.ts";

/** A hostile log could name a source in every row. */
const MOST_SOURCES = 1000;
/** Sequences of one source that count apart, e.g. one a day. */
const MOST_PREFIXES = 64;

export interface WatchedSource {
  readonly source: string;
  /** By the beginning of the ids; undefined where there were too many. */
  lines: Map<string, { readonly line: NumberLine; readonly ordinal: boolean }> | undefined;
  readonly clock: ClockSteps;
  readonly silence: Silence | undefined;
}

export interface SourceWatchOptions {
  /** Milliseconds, by source. */
  readonly heartbeats: ReadonlyMap<string, number>;
  /** Milliseconds. */
  readonly lateness: number;
}

export class SourceWatch {
  readonly #options: SourceWatchOptions;
  readonly #sources = new Map<string, WatchedSource>();
  #file = "";
  #ordinals = "";
  #latest: string | undefined;
  #earliest: string | undefined;

  constructor(options: SourceWatchOptions) {
    this.#options = options;
  }

  /** The rows that come next are of this file; `source` is what intake calls it. */
  opened(file: string, source: string): void {
    if (file !== this.#file) for (const { clock } of this.#sources.values()) clock.endOfFile();
    this.#file = file;
    this.#ordinals = `${source}:`;
  }

  see({ id, time, source }: AccessEvent): void {
    if (this.#latest === undefined || time > this.#latest) this.#latest = time;
    if (this.#earliest === undefined || time < this.#earliest) this.#earliest = time;
    const watched = this.#sources.get(source) ?? this.#watch(source);
    if (watched === undefined) return;
    const number = readLogNumber(id, this.#ordinals);
    if (number !== undefined && watched.lines !== undefined) {
      let known = watched.lines.get(number.prefix);
      if (known === undefined && watched.lines.size >= MOST_PREFIXES) watched.lines = undefined;
      else if (known === undefined) {
        known = { line: new NumberLine(), ordinal: number.ordinal };
        watched.lines.set(number.prefix, known);
      }
      known?.line.see({ number: number.number, id, time });
    }
    watched.clock.see({ id, time, number });
    watched.silence?.see({ id, time, at: Date.parse(time) });
  }

  /** The log has ended. */
  end(): void {
    for (const { clock } of this.#sources.values()) clock.endOfFile();
  }

  /** In the order in which they first spoke. */
  get sources(): Iterable<WatchedSource> {
    return this.#sources.values();
  }

  /** Of all sources together. */
  get span(): { readonly from: string; readonly to: string } | undefined {
    if (this.#earliest === undefined || this.#latest === undefined) return undefined;
    return { from: this.#earliest, to: this.#latest };
  }

  /** Sources with a declared heartbeat that did not speak at all. */
  mute(): string[] {
    return [...this.#options.heartbeats.keys()].filter((source) => !this.#sources.has(source));
  }

  #watch(source: string): WatchedSource | undefined {
    if (this.#sources.size >= MOST_SOURCES) return undefined;
    const heartbeat = this.#options.heartbeats.get(source);
    const watched: WatchedSource = {
      source,
      lines: new Map(),
      clock: new ClockSteps(this.#options.lateness),
      silence: heartbeat === undefined ? undefined : new Silence(heartbeat),
    };
    this.#sources.set(source, watched);
    return watched;
  }
}
