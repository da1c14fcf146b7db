/**
 * Watches the sources of a running server: silence, missing numbers, time that runs backwards. In contrast to the watch over a scan's files
 * (source-watch.ts) a log never ends, so each thing is a finding of its own as soon as it is certain, and stays.
 *
 * All of it is a function of the rows in the order of their leaves, so that a restart finds the same; what our clock told of silence is
 * taken up again by name (live-silence.ts). One thing is not: rows that were rejected are counted when a gap is judged.
 */
import type { AccessEvent, ExplainedFinding } from "../model/index.ts";
import { LiveClock, type LiveClockState } from "./live-clock.ts";
import { LiveGaps, type LiveGapsState } from "./live-gaps.ts";
import { LiveSilence, type LiveSilenceState } from "./live-silence.ts";
import { type LogNumber, readLogNumber } from "./log-number.ts";

/** A hostile log could name a source in every row. */
const MOST_SOURCES = 1000;
/** Ids that a server made up: `SOURCE:REQUEST:ORDINAL`, or for stretches of a log that goes on `SOURCE:LOG-OFFSET:ORDINAL`. */
const MADE_UP = /^([0-9a-f]{12}|[0-9a-f]{16})(?:-(\d{1,15}))?:(\d{1,9})$/;

/** Plain data. */
export type LiveWatchState = readonly {
  readonly source: string;
  readonly silence: LiveSilenceState | undefined;
  readonly gaps: LiveGapsState;
  readonly clock: LiveClockState;
}[];

export interface LiveWatchOptions {
  /** Milliseconds, by source. */
  readonly heartbeats: ReadonlyMap<string, number>;
  /** Milliseconds. */
  readonly lateness: number;
  /** Rows of a source that were rejected so far. */
  readonly unread: (source: string) => number;
}

interface Watched {
  readonly silence: LiveSilence | undefined;
  readonly gaps: LiveGaps;
  readonly clock: LiveClock;
}

export class LiveWatch {
  readonly #options: LiveWatchOptions;
  readonly #sources = new Map<string, Watched>();

  constructor(options: LiveWatchOptions, state: LiveWatchState = []) {
    this.#options = options;
    for (const { source, silence, gaps, clock } of state) this.#watch(source, { silence, gaps, clock });
  }

  /** Not a copy: to be written down before the next row is seen. */
  snapshot(): LiveWatchState {
    return [...this.#sources].map(([source, { silence, gaps, clock }]) => ({
      source,
      silence: silence?.snapshot(),
      gaps: gaps.snapshot(),
      clock: clock.snapshot(),
    }));
  }

  see({ id, time, source }: AccessEvent): void {
    const watched = this.#sources.get(source) ?? this.#watch(source);
    if (watched === undefined) return;
    const number = numberOf(id, source);
    if (number !== undefined && !number.ordinal) watched.gaps.see(number, id, time);
    watched.clock.see({ id, time, number });
    watched.silence?.see({ id, time });
  }

  /** By our clock, in milliseconds: true where a source is told as silent that was not. */
  quiet(now: number): boolean {
    let isNew = false;
    for (const { silence } of this.#sources.values()) if (silence?.quiet(now) === true) isNew = true;
    return isNew;
  }

  /** Silences that were told as lasting before this process began, by source and look-up before; call before rows are seen. */
  remember(silences: readonly { readonly source: string; readonly after: string }[]): void {
    for (const { source, after } of silences)
      (this.#sources.get(source) ?? this.#watch(source))?.silence?.remember(after);
  }

  *findings(): Generator<ExplainedFinding> {
    for (const { silence, gaps, clock } of this.#sources.values()) {
      if (silence !== undefined) yield* silence.findings();
      yield* gaps.findings();
      yield* clock.findings();
    }
  }

  /** One sentence each. */
  notWatched(): string[] {
    return [...this.#options.heartbeats.keys()]
      .filter((source) => !this.#sources.has(source))
      .map((source) => `Source “${source}” has a declared heartbeat, and nothing has come from it yet.`);
  }

  #watch(source: string, state?: Omit<LiveWatchState[number], "source">): Watched | undefined {
    if (this.#sources.size >= MOST_SOURCES) return undefined;
    const { heartbeats, lateness, unread } = this.#options;
    const heartbeat = heartbeats.get(source);
    const watched: Watched = {
      silence: heartbeat === undefined ? undefined : new LiveSilence(source, heartbeat, state?.silence),
      gaps: new LiveGaps(source, () => unread(source), state?.gaps),
      clock: new LiveClock(source, lateness, state?.clock),
    };
    this.#sources.set(source, watched);
    return watched;
  }
}

/** `ordinal`: we counted the row; then it tells the order of rows, and nothing of rows that are missing. */
function numberOf(id: string, source: string): LogNumber | undefined {
  const stem = `${source}:`;
  const madeUp = id.startsWith(stem) ? MADE_UP.exec(id.slice(stem.length)) : null;
  if (madeUp === null) return readLogNumber(id, stem);
  const [, name, offset = "0", ordinal] = madeUp;
  return { prefix: `${stem}${name}:`, number: Number(offset) + Number(ordinal), ordinal: true };
}
