/** `ledger erase`: the person is gone, the tree stays. */
import { CounterwatchError } from "../model/index.ts";
import { openLedger } from "../store/ledger-folder.ts";
import { findKept } from "./ledger-events.ts";

export interface Erasure {
  readonly leaves: readonly number[];
}

/**
 * Destroys salt and body of every look-up with one of these ids, each announced by a leaf before. Throws `not-found` where there is none: it
 * was never appended, or is erased already.
 */
export async function eraseEvents(ledger: string, ids: readonly string[], now: string): Promise<Erasure> {
  const opened = await openLedger(ledger);
  try {
    const leaves = [...findKept(ledger, new Set(ids))].map(({ leaf }) => leaf);
    if (leaves.length === 0)
      throw new CounterwatchError("not-found", "the ledger keeps no look-up with this id", {
        place: { file: ledger },
        remedy: "It was never appended, or it is erased already.",
      });
    return { leaves: await opened.erase(leaves, now) };
  } finally {
    await opened.close();
  }
}
