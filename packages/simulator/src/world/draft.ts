import type { OperatorJson, PurposeJson, SessionJson, SiteJson, SubjectJson } from "../event.ts";

/** One look-up before it gets its place in the log. `trace` marks a campaign's look-up and learns the event's id. */
export interface Draft {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly source: string;
  readonly system: string;
  readonly action: string;
  readonly operator: OperatorJson;
  readonly session?: SessionJson | undefined;
  readonly subjects?: readonly SubjectJson[] | undefined;
  readonly site?: SiteJson | undefined;
  /** Instead of `window`: so many days up to the time of the look-up. Spares an object for every ordinary look-up. */
  readonly windowDays?: number | undefined;
  readonly window?: { readonly from: number; readonly to: number } | undefined;
  readonly purpose?: PurposeJson | undefined;
  readonly query?: { readonly kind?: string; readonly filters?: string } | undefined;
  readonly reach?: { readonly networks: number } | undefined;
  readonly object?: { readonly type?: string; readonly name?: string } | undefined;
  readonly result?: { readonly rows?: number; readonly subjects?: readonly SubjectJson[] } | undefined;
  readonly automated?: true | undefined;
  readonly trace?: DraftTrace | undefined;
  /** A campaign's look-up that only hides the others. */
  readonly cover?: true | undefined;
}

/** Told once, when the look-up is written. */
export interface DraftTrace {
  written(draft: Draft, id: string, time: string): void;
}
