/** What a verification could not show, in words for a person who must rely on it. */

export type LimitName =
  | "history"
  | "history-after"
  | "split-view"
  | "unwitnessed-end"
  | "withheld"
  | "omission"
  | "content"
  | "sequences"
  | "beyond";

export interface Limit {
  readonly name: LimitName;
  readonly sentence: string;
}

export function limitsOf(shown: {
  readonly size: number;
  /** Of the largest older checkpoint that agreed; 0 for none. */
  readonly agreedTo: number;
  /** Up to where the policy's witnesses saw the log; undefined without a policy that asks for any. */
  readonly witnessedTo: number | undefined;
  readonly leavesRead: boolean;
  /** Files that go beyond the checkpoint while a writer has the log open. */
  readonly beyond: number;
}): Limit[] {
  const { size, agreedTo, witnessedTo, leavesRead, beyond } = shown;
  const limits: Limit[] = [];
  const firmTo = Math.max(agreedTo, witnessedTo ?? 0);
  if (firmTo === 0)
    limits.push({
      name: "history",
      sentence:
        "Neither an older checkpoint nor a witness was at hand: this cannot show that the log was not cut back, or " +
        "rewritten and signed anew with its own key.",
    });
  else if (firmTo < size)
    limits.push({
      name: "history-after",
      sentence: `The first ${firmTo} leaves are as they were seen before; of the ${size - firmTo} after them this shows only that the log's key signed them.`,
    });
  if (witnessedTo === undefined)
    limits.push({
      name: "split-view",
      sentence: "No witness was asked for: this cannot show that everyone is given the same log.",
    });
  else if (witnessedTo < size)
    limits.push({
      name: "unwitnessed-end",
      sentence: `Witnesses saw the log up to ${witnessedTo} of ${size} leaves.`,
    });
  if (!leavesRead)
    limits.push({
      name: "sequences",
      sentence: "The entries were not read: gaps in a source's sequence were not looked for.",
    });
  if (beyond > 0)
    limits.push({
      name: "beyond",
      sentence: `${beyond} files go beyond the checkpoint: a writer has the log open, or was stopped before it could sign them.`,
    });
  limits.push(
    {
      name: "withheld",
      sentence:
        "Leaves that were signed after this checkpoint and are withheld now would not show: ask a witness for the newest " +
        "checkpoint that it has seen, and keep this one for the next verification.",
    },
    {
      name: "omission",
      sentence:
        "No log can show that a record system handed over every look-up, only that none was taken out later.",
    },
    {
      name: "content",
      sentence: "The log holds commitments: what a leaf is about is shown only with its salt and body.",
    },
  );
  return limits;
}
