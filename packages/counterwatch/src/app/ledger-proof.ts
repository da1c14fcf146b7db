/** `ledger prove`: one look-up, shown to somebody who has the ledger's key and nothing else of ours. And checking it. */
import { existsSync } from "node:fs";
import {
  canonicalJson,
  checkCommitment,
  decodeLeaf,
  EvidenceError,
  type Leaf,
  parseProofFile,
  type Policy,
  type VerifierKey,
  verifyProofFile,
} from "@counterwatch/evidence";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { onLedger } from "../store/ledger-trouble.ts";
import { findKept, LedgerProver } from "./ledger-events.ts";

/** tlog-proof lets a file carry so much beside the proof. */
const LARGEST_EXTRA = 64 * 1024;

const extraSchema = z.strictObject({
  entry: z.string(),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  event: z.record(z.string(), z.unknown()),
});

export interface CheckedProof {
  readonly origin: string;
  readonly index: number;
  readonly leaf: Leaf;
  readonly leaves: number;
  readonly witnessed: readonly string[];
  readonly event: Readonly<Record<string, unknown>>;
}

/**
 * A tlog-proof file for each look-up with this id, with the leaf, its salt and the look-up in its line `extra`. Throws `not-found`
 * where there is none, `usage` where a look-up is too large for the line.
 */
export async function proveEvent(ledger: string, id: string): Promise<Uint8Array[]> {
  if (!existsSync(ledger))
    throw new CounterwatchError("not-found", "there is no such folder", {
      place: { file: ledger },
      remedy: "Name the folder of a ledger.",
    });
  return await onLedger(ledger, async () => {
    const found = [...findKept(ledger, new Set([id]))];
    if (found.length === 0)
      throw new CounterwatchError("not-found", "the ledger keeps no look-up with this id", {
        place: { file: ledger },
        remedy: "It was never appended, or it was erased.",
      });
    const prover = await LedgerProver.open(
      ledger,
      found.map(({ leaf }) => leaf),
    );
    const proofs: Uint8Array[] = [];
    for (const { leaf, salt, body } of found) {
      const { proof } = await prover.prove(leaf, (entry) => {
        const event = JSON.parse(body) as unknown;
        const extra = Buffer.from(
          canonicalJson({ entry: Buffer.from(entry).toString("utf8"), salt: salt.toString("hex"), event }),
        );
        if (extra.length > LARGEST_EXTRA)
          throw new CounterwatchError("usage", "this look-up is too large for a proof file", {
            remedy: "Use ledger bundle, which keeps look-ups in files of their own.",
          });
        return extra;
      });
      proofs.push(proof);
    }
    return proofs;
  });
}

/** Throws `evidence` where the file does not show what it carries under these keys and this policy. */
export async function checkProof(
  bytes: Uint8Array,
  trusted: { readonly keys: readonly VerifierKey[]; readonly policy: Policy | undefined },
): Promise<CheckedProof> {
  const carried = readExtra(parseProofFile(bytes).extra);
  const entry = Buffer.from(carried.entry);
  const { keys, policy } = trusted;
  const { index, checkpoint, witnessed } = await verifyProofFile(bytes, {
    entry,
    keys,
    ...(policy === undefined ? {} : { policy }),
  });
  const leaf = decodeLeaf(entry);
  checkCommitment(leaf, Buffer.from(carried.salt, "hex"), carried.event);
  return {
    origin: checkpoint.origin,
    index,
    leaf,
    leaves: checkpoint.size,
    witnessed: witnessed.map(({ name }) => name),
    event: carried.event,
  };
}

function readExtra(extra: Uint8Array | undefined): z.output<typeof extraSchema> {
  try {
    return extraSchema.parse(JSON.parse(Buffer.from(extra ?? []).toString("utf8")));
  } catch (cause) {
    throw new EvidenceError("malformed", "the proof file carries no look-up of ours", {
      cause,
      remedy: "Give the file as `ledger prove` wrote it.",
    });
  }
}
