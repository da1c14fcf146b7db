/**
 * The outbox: what is still to be told, and what became of it. A part of the desk's store, so that a notice is written in the transaction
 * of what it tells: after `kill -9` none is missing and none is there twice.
 *
 * Delivery is at least once: `claim` counts the try and lends the notice before anything goes out. Who dies meanwhile tries again when the loan
 * ends, under the same id; tries are counted even then, so that a notice that kills its teller is not tried for ever.
 * What was told stays as a row without its body: that is how it is known not to tell it again.
 */
import type { RecordedStep, Incident } from "../desk/case.ts";
import type { AuditRow, Page } from "../desk/desk-store.ts";
import type { FindingsAtHand } from "./happenings.ts";
import type { Notice, NoticeBody } from "./notice.ts";

export const OUTBOX_STATES = ["waiting", "delivered", "dead"] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxEntry extends Omit<Notice, "body" | "due"> {
  readonly state: OutboxState;
  readonly attempts: number;
  /** Not before; meanwhile somebody may be trying. */
  readonly next: string;
  /** Why the last try failed. */
  readonly reason: string | undefined;
  readonly changed: string;
}

export interface ClaimedNotice extends OutboxEntry {
  readonly body: NoticeBody;
}

export type Settling =
  | { readonly state: "delivered" }
  | { readonly state: "waiting"; readonly next: string; readonly reason: string }
  | { readonly state: "dead"; readonly reason: string };

/** A target that asked to hear nothing more (410 Gone), by the address that it had then. */
export interface StoppedTarget {
  readonly target: string;
  readonly address: string;
  readonly since: string;
  readonly reason: string;
}

export interface OutboxCount {
  readonly target: string;
  readonly state: OutboxState;
  readonly count: number;
  /** When the eldest of them was made. */
  readonly eldest: string;
}

export interface OutboxFilter {
  readonly state?: OutboxState | undefined;
  readonly target?: string | undefined;
}

export interface Outbox {
  /** Those that are there already stay as they are. */
  add(notices: readonly Notice[]): Promise<void>;
  /** What is due of one target, the eldest first: lent until `until`, and a try counted. */
  claim(
    target: string,
    loan: { readonly now: string; readonly until: string; readonly limit: number },
  ): Promise<readonly ClaimedNotice[]>;
  settle(ids: readonly string[], settling: Settling, now: string): Promise<void>;
  /** When the next one is due, by target; targets without any are not in it. */
  due(): Promise<ReadonlyMap<string, string>>;
  /** The last changed first. */
  entries(
    filter: OutboxFilter,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<Page<OutboxEntry>>;
  counts(): Promise<readonly OutboxCount[]>;
  /** A dead one waits again, with all its tries. Throws `not-found`; `conflict` where it is not dead. */
  retry(id: string, audit: AuditRow): Promise<void>;
  stopped(): Promise<readonly StoppedTarget[]>;
  stop(stopped: StoppedTarget): Promise<void>;
  resume(target: string): Promise<void>;
}

/** What the store asks while it writes: whom to tell of it. */
export interface Teller {
  ofFindings(atHand: FindingsAtHand): readonly Notice[];
  ofSteps(steps: readonly RecordedStep[], incidents: readonly Incident[]): readonly Notice[];
  /** After the transaction that wrote some. */
  stored(): void;
}
