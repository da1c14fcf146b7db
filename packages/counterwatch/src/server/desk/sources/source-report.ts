/** What is known of each source: how its rows arrive, and how many there are. */
import type { Facet } from "../../../incidents/desk/desk-store.ts";
import type { System } from "../../../model/index.ts";

export interface SourceState {
  readonly source: string;
  readonly system: System | undefined;
  /** RFC 3339. */
  readonly heard: string | undefined;
  readonly silent: boolean;
  readonly deadLetters: number;
}

/** From a look-up to the arrival of its row. */
export interface Lateness {
  readonly rows: number;
  /** Rows from the future: the source's clock, or ours, is wrong. */
  readonly ahead: number;
  /** Milliseconds, off by at most a tenth. */
  readonly p50: number;
  readonly p99: number;
}

/** Since the server began. */
export interface SourceArrivals {
  readonly rows: number;
  /** The ledger had them already. */
  readonly present: number;
  /** Repeated within one request. */
  readonly duplicates: number;
  /** Among the dead letters now. */
  readonly rejected: number;
  /** When rows came last, RFC 3339. */
  readonly last: string;
  /** The latest look-up of the last request that had a new one. */
  readonly lastTime: string | undefined;
  readonly lateness: Lateness | undefined;
}

/** `behind`: rows come, and tell of what is long past. `never`: not heard since the server began, nor stored before. */
export type SourceStanding = "heard" | "behind" | "silent" | "never";

export interface SourceReport extends SourceState {
  readonly standing: SourceStanding;
  /** Longest silence that is usual, such as `6h`; undefined: silence is not watched. */
  readonly heartbeat: string | undefined;
  readonly arrivals: SourceArrivals | undefined;
  /** Look-ups by UTC day, the last fourteen up to the latest look-up of all sources; empty: there is none. */
  readonly days: readonly Facet[];
}

export interface SourceMeans {
  /** When counting arrivals began, RFC 3339. */
  readonly since: string;
  reports(): Promise<readonly SourceReport[]>;
}

export interface SourceList {
  readonly since: string;
  readonly items: readonly (SourceReport & {
    /** Open findings about the source (silence, gaps, clocks, deletions), and whom they name; undefined for those who read none. */
    readonly findings: { readonly count: number; readonly operators: readonly string[] } | undefined;
  })[];
}

/** Milliseconds between a look-up and its row from which on a source is behind. */
const BEHIND = 3_600_000;

export function standingOf({
  heard,
  silent,
  arrivals,
}: Pick<SourceReport, "heard" | "silent" | "arrivals">): SourceStanding {
  if (silent) return heard === undefined ? "never" : "silent";
  if (heard === undefined) return "never";
  const { last, lastTime } = arrivals ?? {};
  if (last !== undefined && lastTime !== undefined && Date.parse(last) - Date.parse(lastTime) > BEHIND)
    return "behind";
  return "heard";
}
