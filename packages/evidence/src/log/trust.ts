/** Who must have signed a checkpoint before it is believed: the log's own keys, all of them, and the witnesses of a policy. */
import { EvidenceError } from "../errors.ts";
import type { Checkpoint } from "../note/checkpoint.ts";
import { type Policy, quorumMet } from "../note/policy.ts";
import type { OpenedNote } from "../note/signature.ts";
import { formatKeyId, type VerifierKey } from "../note/verifier-key.ts";

export interface WitnessedBy {
  /** As the policy calls it. */
  readonly name: string;
  /** POSIX seconds: when the witness says that it cosigned. */
  readonly seconds: number;
}

/** "signature" unless every key signed, and bears the log's name. With one key of two, the other line could be altered unseen. */
export function requireLogSignature(
  { signed }: OpenedNote,
  { origin }: Checkpoint,
  keys: readonly VerifierKey[],
): void {
  for (const key of keys) {
    if (key.name !== origin)
      throw new EvidenceError("signature", `the checkpoint is of another log than the key of ${key.name}`);
    if (!signed.some((each) => each.key === key))
      throw new EvidenceError(
        "signature",
        `the checkpoint lacks the log's signature by key ${formatKeyId(key.keyId)}`,
      );
  }
  if (keys.length === 0)
    throw new EvidenceError("usage", "no verifier key of the log was given, so nothing can be verified");
}

/** The policy's witnesses that cosigned; a cosignature without a time says nothing of the whole tree. */
export function witnessesOf(
  { signed }: OpenedNote,
  { witnesses }: Policy,
): (WitnessedBy & { key: VerifierKey })[] {
  return witnesses.flatMap(({ name, key }) => {
    const found = signed.find((each) => each.key === key);
    return found?.seconds ? [{ name, key, seconds: found.seconds }] : [];
  });
}

/** "witness" unless the policy's quorum cosigned this note. */
export function requireQuorum(note: OpenedNote, policy: Policy): WitnessedBy[] {
  const found = witnessesOf(note, policy);
  if (!quorumMet(policy, new Set(found.map(({ key }) => key))))
    throw new EvidenceError(
      "witness",
      "the witnesses that the policy asks for have not cosigned the checkpoint",
      {
        remedy:
          "Ask the log's operator for a cosigned checkpoint, or verify without a policy and read what that cannot show.",
      },
    );
  return found.map(({ name, seconds }) => ({ name, seconds }));
}
