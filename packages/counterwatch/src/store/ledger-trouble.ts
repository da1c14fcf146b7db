/** What the evidence package refuses, in the words and codes of the product. */
import { join } from "node:path";
import { EvidenceError, type EvidenceErrorCode } from "@counterwatch/evidence";
import { CounterwatchError, type ErrorCode } from "../model/index.ts";

const CODES: Readonly<Partial<Record<EvidenceErrorCode, ErrorCode>>> = {
  locked: "unavailable",
  network: "unavailable",
  refused: "unavailable",
  stale: "unavailable",
  closed: "unavailable",
  disk: "unwritable",
  "disk-full": "unwritable",
  "read-only": "unwritable",
  fatal: "unavailable",
  key: "key-file",
};

/**
 * Runs `act` on the ledger at `ledger`, a folder or an address. What is neither a lock, a disk, a network nor a key is evidence
 * that failed: `evidence`, naming the first bad tile or leaf.
 */
export async function onLedger<T>(ledger: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    const where = cause.place.tile ?? cause.place.file;
    const leaf = cause.place.leaf === undefined ? "" : ` (leaf ${cause.place.leaf})`;
    throw new CounterwatchError(CODES[cause.code] ?? "evidence", `the ledger: ${cause.message}${leaf}`, {
      place: { file: where === undefined ? ledger : placeIn(ledger, where) },
      ...(cause.remedy === undefined ? {} : { remedy: cause.remedy }),
      cause,
    });
  }
}

function placeIn(ledger: string, name: string): string {
  if (isAddress(ledger)) return `${ledger.replace(/\/$/, "")}/${name}`;
  return name.startsWith(ledger) ? name : join(ledger, name);
}

export function isAddress(ledger: string): boolean {
  return /^https?:\/\//.test(ledger);
}
