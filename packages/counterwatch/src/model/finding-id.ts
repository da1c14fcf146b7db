import { createHash } from "node:crypto";

/** What makes two findings the same one. */
export interface FindingKey {
  readonly detector: string;
  readonly operator: string;
  /** The subjects that the finding is about by its grouping, not all that its look-ups touched: those grow. */
  readonly subjects: readonly string[];
  /** Id of the first contributing look-up. */
  readonly firstEvent: string;
}

/**
 * `f1_` and 24 hexadecimal digits: SHA-256 over the key as a JSON array (so that no two keys spell alike), cut to 96 bits.
 * The order of subjects does not matter. A replay makes the same ids; a finding that grows keeps its own.
 */
export function findingId(key: FindingKey): string {
  const spelled = JSON.stringify([
    "counterwatch finding v1",
    key.detector,
    key.operator,
    key.subjects.toSorted(),
    key.firstEvent,
  ]);
  return `f1_${createHash("sha256").update(spelled).digest("hex").slice(0, 24)}`;
}
