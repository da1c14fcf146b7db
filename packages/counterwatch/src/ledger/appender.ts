/**
 * What a room asks of the ledger. The ledger's files and keys are an adapter's business (`store/`).
 *
 * Invariant: `append` resolves only once the leaf is durable (tile and checkpoint fsynced); a rejected append has not
 * happened, and nothing that rests on it may be acknowledged.
 */
export interface LedgerAppender {
  append(entry: LedgerEntry): Promise<LedgerReceipt>;
}

export type LeafKind =
  | "event"
  | "enrolment"
  | "tripwire-epoch"
  | "tripwire-batch"
  | "tripwire-acknowledgement"
  | "register-edit"
  | "register-unlock"
  | "export"
  /** Which registered relations an incident exposed was worked out: counts by tier. */
  | "assessment"
  /** A step in the life of a warning. */
  | "warning"
  /** An open item of the posture: a vulnerability that a rehearsal found, until it is closed with a reason. */
  | "posture"
  /** Noise was drawn for a public report and so much of the year's privacy spent. */
  | "transparency"
  /** Salts and bodies are about to be destroyed; names the leaf, or says which look-ups a rule keeps no longer (retirement.ts). */
  | "erasure";

export interface LedgerEntry {
  readonly kind: LeafKind;
  /** Which source or office speaks: each has a sequence of its own, without gaps. */
  readonly source: string;
  /** RFC 3339, UTC: when it happened. */
  readonly time: string;
  /** What is committed to with a salt and can be erased; canonical JSON (RFC 8785). */
  readonly body?: JsonValue;
  /** What anyone may read in the leaf itself: keys, counts, roots. Never an identifier. */
  readonly statement?: JsonValue;
}

export interface LedgerReceipt {
  /** Of the leaf in the log, from 0. */
  readonly index: number;
  /** Of the entry within its source, from 0. */
  readonly sequence: number;
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
