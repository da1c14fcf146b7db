/** `ledger verify`: tells a ledger, a proof file and a bundle apart, and checks each. */
import { openSync, readSync, closeSync, statSync } from "node:fs";
import { parsePolicy, type VerifiedBundle } from "@counterwatch/evidence";
import { isAddress, onLedger } from "../store/ledger-trouble.ts";
import { readTextFile } from "../store/text-file.ts";
import { checkBundle } from "./ledger-bundle.ts";
import { type CheckedProof, checkProof } from "./ledger-proof.ts";
import { type LedgerTrust, type LedgerVerdict, trustedKeys, verifyLedger } from "./ledger-verification.ts";

const PROOF_HEAD = "c2sp.org/tlog-proof@";
const LARGEST = 1024 * 1024;

export type Verified =
  | ({ readonly what: "ledger" } & LedgerVerdict)
  | ({ readonly what: "proof" } & CheckedProof)
  | ({ readonly what: "bundle" } & VerifiedBundle);

/** Throws what the three throw. */
export async function verifyAnything(path: string, trust: LedgerTrust): Promise<Verified> {
  const kind = kindOf(path);
  if (kind === "ledger") return { what: "ledger", ...(await verifyLedger(path, trust)) };
  return await onLedger(path, async () => {
    const policy = trust.policy === undefined ? undefined : parsePolicy(readTextFile(trust.policy, LARGEST));
    const { keys } = trustedKeys(path, trust.keys, policy);
    if (kind === "bundle") return { what: kind, ...(await checkBundle(path, { keys, policy })) };
    const bytes = Buffer.from(readTextFile(path, LARGEST));
    return { what: kind, ...(await checkProof(bytes, { keys, policy })) };
  });
}

function kindOf(path: string): Verified["what"] {
  if (isAddress(path)) return "ledger";
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined || status.isDirectory()) return "ledger";
  const head = Buffer.alloc(PROOF_HEAD.length);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.toString("latin1") === PROOF_HEAD ? "proof" : "bundle";
}
