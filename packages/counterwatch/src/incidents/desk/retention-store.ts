/** What retention asks of a database: which look-ups are past a time, which of them somebody still needs, and that they go. */

/** A finding that somebody works on or may still open, with the look-ups that it names. */
export interface HeldFinding {
  readonly id: string;
  /** Its first look-up, RFC 3339. */
  readonly since: string;
  /** At most 200. */
  readonly events: readonly string[];
}

export interface RetentionStore {
  /** Of stored look-ups. */
  sources(): Promise<readonly string[]>;
  /** Leaves of a source from `from` on and below `below`, with a time before `before` (RFC 3339), ascending. */
  leavesPast(
    source: string,
    past: { readonly before: string; readonly from: number; readonly below: number },
    limit: number,
  ): Promise<readonly number[]>;
  /** Of look-ups by id; at most 1,000 ids. */
  leavesById(ids: readonly string[]): Promise<readonly number[]>;
  /** Findings that are neither suppressed nor closed, and those that were closed at `closed` (RFC 3339) or later; by id, after `after`. */
  heldFindings(closed: string, after: string, limit: number): Promise<readonly HeldFinding[]>;
  /** Which of these leaves there are. */
  present(leaves: readonly number[]): Promise<number>;
  /** Look-ups of these leaves go, in one transaction. */
  forget(leaves: readonly number[]): Promise<void>;
}
