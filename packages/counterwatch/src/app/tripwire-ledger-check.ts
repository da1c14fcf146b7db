/**
 * What an agency asks of the custodian's ledger before it enrols: that the announced key stands there, at the place that was
 * announced, under a checkpoint that the ledger's key has signed and, with a policy, that its witnesses have cosigned.
 *
 * Limits: without a policy it shows that this ledger, as this agency sees it, holds the key. Whether others see the same one,
 * witnesses say. With a policy the key must be older than the newest cosigned checkpoint: what nobody cosigned yet is refused.
 */
import {
  COSIGNED_CHECKPOINT,
  encodeLeaf,
  type LogReader,
  makeProofFile,
  openNote,
  parseCheckpoint,
  type Policy,
  parsePolicy,
  proveInclusion,
  readCheckpoint,
  type VerifierKey,
  verifyProofFile,
} from "@counterwatch/evidence";
import { CounterwatchError } from "../model/index.ts";
import { readTextFile } from "../store/text-file.ts";
import { type Announcement, openingEntry } from "../tripwire/terms.ts";
import { ledgerReader, trustedKeys } from "./ledger-verification.ts";

const LARGEST_NOTE = 1024 * 1024;

export interface CustodianLedger {
  /** Address or folder. */
  readonly ledger: string;
  /** Verifier keys, as text or as files; none: the log that the policy names. */
  readonly keys: readonly string[];
  /** Path of a tlog-policy file. */
  readonly policy: string | undefined;
}

/** The check throws `evidence` where the key is not there, is not cosigned, or cannot be looked up. */
export function lookUpIn({ ledger, keys, policy }: CustodianLedger): (said: Announcement) => Promise<void> {
  return async (announcement) => {
    try {
      const witnesses = policy === undefined ? undefined : parsePolicy(readTextFile(policy, LARGEST_NOTE));
      // A key that stands beside the ledger is the ledger's word about itself.
      const { keys: trusted, beside } = trustedKeys(ledger, keys, witnesses);
      if (beside) throw new CounterwatchError("usage", "nobody named its key");
      await check(ledgerReader(ledger), trusted, witnesses, announcement);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : "it cannot be read";
      throw new CounterwatchError(
        "evidence",
        `the custodian's ledger does not show the key of epoch ${announcement.epoch}: ${why}`,
        {
          place: { file: ledger },
          remedy:
            policy === undefined
              ? "Do not enrol. Ask the custodian, and whoever watches its ledger, which key stands there."
              : "Do not enrol. Let the custodian have its ledger cosigned (counterwatch ledger witness), then try again; ask its witnesses.",
          cause,
        },
      );
    }
  };
}

async function check(
  reader: LogReader,
  keys: readonly VerifierKey[],
  policy: Policy | undefined,
  announcement: Announcement,
): Promise<void> {
  const { index, sequence } = announcement.leaf;
  const { kind, source, time, statement } = openingEntry(announcement);
  // Every byte of the leaf follows from the announcement: another key, epoch or quota is another leaf.
  const entry = encodeLeaf({ kind, source, sequence, time, statement });
  const cosigned = policy && (await reader.read(COSIGNED_CHECKPOINT, LARGEST_NOTE));
  const checkpoint = cosigned ?? (await readCheckpoint(reader));
  const signed = parseCheckpoint((await openNote(checkpoint, keys)).text);
  if (index >= signed.size)
    throw new CounterwatchError(
      "evidence",
      `its ${cosigned === undefined ? "" : "newest cosigned "}checkpoint is older than the key`,
    );
  const hashes = await proveInclusion(reader, { index, entry, checkpoint: signed });
  const proof = makeProofFile({ index, hashes, checkpoint });
  await verifyProofFile(proof, { entry, keys, ...(policy && { policy }) });
}
