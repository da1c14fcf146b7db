/**
 * Whether a register is the newest one that was seen. A rolled-back folder is whole and well signed; only a memory kept
 * elsewhere can tell: the ledger's last leaf about this register, and the marks that officers carry.
 *
 * What stays unseen: without a ledger, a rollback of the folder together with the marks of both officers who are present;
 * with one, a rollback together with a rollback of the ledger (against which checkpoints and witnesses help).
 */
import { CounterwatchError } from "../model/index.ts";
import type { CoverChain, CoverPoint } from "./cover.ts";

export interface SeenPoint extends CoverPoint {
  /** Who remembers it, as a message says it: "the ledger", "the mark of alice". */
  readonly witness: string;
}

/** Throws `rollback` where somebody saw a newer version, or another one under the same number. */
export function checkFreshness({ head, hashes }: CoverChain, seen: readonly SeenPoint[]): void {
  for (const { version, cover, witness } of seen) {
    if (version > head.version)
      throw rollback(
        `${witness} has seen version ${version} of this register, and version ${head.version} is here`,
      );
    if (hashes[version] !== cover)
      throw rollback(`${witness} has seen another version ${version} than the one that is here`);
  }
}

function rollback(message: string): CounterwatchError {
  return new CounterwatchError("rollback", message, {
    remedy: "Restore the newest version from a backup, and find out who could write to the folder.",
  });
}
