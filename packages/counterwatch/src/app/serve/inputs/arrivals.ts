/**
 * How each source's rows arrive, since this server began: counts, and how long after the look-up its row came.
 *
 * Lateness is kept as a histogram whose buckets grow by a quarter of an octave, so that a quantile is off by at most a tenth; memory
 * is 200 numbers a source, of at most 1,000 sources.
 */
import type { AccessEvent } from "../../../model/index.ts";
import type { Lateness, SourceArrivals } from "../../../server/desk/sources/source-report.ts";

const A_DOUBLING = 4;
const BUCKETS = 200;
const MOST_SOURCES = 1000;
/** Milliseconds: what is below is one bucket. */
const LEAST = 1000;

export interface ArrivedRows {
  readonly rows: number;
  readonly present: number;
  readonly duplicates: number;
  readonly rejected: number;
}

interface Kept {
  rows: number;
  present: number;
  duplicates: number;
  rejected: number;
  last: string;
  /** Latest look-up of the last request that had any. */
  lastTime: string | undefined;
  timed: number;
  ahead: number;
  readonly histogram: Uint32Array;
}

export class Arrivals {
  readonly #sources = new Map<string, Kept>();
  readonly #clock: () => number;
  /** RFC 3339. */
  readonly since: string;

  /** `clock`: milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.since = new Date(clock()).toISOString();
  }

  /** `events`: their look-ups, those that were present among them. */
  note(
    source: string,
    { rows, present, duplicates, rejected }: ArrivedRows,
    events: readonly Pick<AccessEvent, "time">[],
  ): void {
    const kept = this.#sources.get(source) ?? this.#begin(source);
    if (kept === undefined) return;
    kept.rows += rows;
    kept.present += present;
    kept.duplicates += duplicates;
    kept.rejected += rejected;
    const now = this.#clock();
    kept.last = new Date(now).toISOString();
    // What comes a second time says nothing of how late it came, and which ones did is not known.
    if (present > 0 || events.length === 0) return;
    kept.lastTime = events.reduce((latest, { time }) => (time > latest ? time : latest), "");
    for (const { time } of events) {
      const late = now - Date.parse(time);
      kept.timed++;
      if (late < 0) kept.ahead++;
      kept.histogram[bucketOf(late)]!++;
    }
  }

  /** Undefined: nothing came since the beginning. */
  of(source: string): SourceArrivals | undefined {
    const kept = this.#sources.get(source);
    if (kept === undefined) return undefined;
    const { rows, present, duplicates, rejected, last, lastTime } = kept;
    return { rows, present, duplicates, rejected, last, lastTime, lateness: latenessOf(kept) };
  }

  #begin(source: string): Kept | undefined {
    if (this.#sources.size >= MOST_SOURCES) return undefined;
    const kept: Kept = {
      rows: 0,
      present: 0,
      duplicates: 0,
      rejected: 0,
      last: this.since,
      lastTime: undefined,
      timed: 0,
      ahead: 0,
      histogram: new Uint32Array(BUCKETS),
    };
    this.#sources.set(source, kept);
    return kept;
  }
}

function bucketOf(late: number): number {
  if (late <= LEAST) return 0;
  return Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(late / LEAST) * A_DOUBLING));
}

function latenessOf({ histogram, timed, ahead }: Kept): Lateness | undefined {
  if (timed === 0) return undefined;
  const quantile = (share: number) => {
    let left = Math.ceil(share * timed);
    const bucket = histogram.findIndex((count) => (left -= count) <= 0);
    // The middle of the bucket, in its own measure.
    return bucket <= 0 ? 0 : Math.round(LEAST * 2 ** ((bucket - 0.5) / A_DOUBLING));
  };
  return { rows: timed, ahead, p50: quantile(0.5), p99: quantile(0.99) };
}
