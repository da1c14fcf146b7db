/**
 * What the detectors know, kept beside the ledger, so that a start need not show them every look-up again.
 *
 * The memory says up to which leaf it goes. It is only taken up for the same program, rules, lists and settings (detector-print.ts), and for
 * the same ledger: its last look-ups before that leaf are compared by their tags, which outlive erasure. Otherwise the detectors begin anew,
 * with every look-up that the ledger still has.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { LedgerBodies } from "../../../store/ledger-bodies.ts";
import { PRIVATE } from "../../../store/ledger-keys.ts";
import { readSnapshot, writeSnapshot } from "../../../store/snapshot-file.ts";
import type { Detectors } from "../../detectors.ts";

type Kept = Pick<Detectors, "snapshot">;

/** Leaves that are compared. */
const COMPARED = 256;

interface MemoryParts<T extends Kept> {
  readonly path: string;
  readonly print: string;
  /** Its folder, and how many leaves it has. */
  readonly ledger: { readonly path: string; readonly size: number };
  readonly open: (snapshot: Uint8Array | undefined) => T;
  readonly log: (sentence: string) => void;
}

export class DetectorMemory<T extends Kept = Detectors> {
  readonly detectors: T;
  /** The detectors have seen the leaves below it. */
  readonly position: number;
  readonly #parts: MemoryParts<T>;

  private constructor(parts: MemoryParts<T>, detectors: T, position: number) {
    this.#parts = parts;
    this.detectors = detectors;
    this.position = position;
  }

  /** Throws what opening the detectors throws. */
  static open<T extends Kept>(parts: MemoryParts<T>): DetectorMemory<T> {
    const { path, print, ledger, open, log } = parts;
    const anew = (why: string) => {
      log(`${why}: they begin anew, with every look-up that the ledger still has`);
      return new DetectorMemory(parts, open(undefined), 0);
    };
    const found = readSnapshot(path);
    if (found === undefined) return new DetectorMemory(parts, open(undefined), 0);
    if (found === "damaged") return anew("what the detectors knew is damaged");
    if (found.print !== print) return anew("program, rules, lists or settings of the detectors changed");
    if (found.position > ledger.size || found.before !== printBefore(ledger.path, found.position))
      return anew("what the detectors knew is of another ledger, or of a newer one");
    return new DetectorMemory(parts, open(found.content), found.position);
  }

  /** When the detectors have seen the leaves below `position`, and no other. False where it cannot be written: then the next start takes longer. */
  async keep(position: number): Promise<boolean> {
    const { path, print, ledger, log } = this.#parts;
    try {
      const content = this.detectors.snapshot();
      await writeSnapshot(path, { print, position, before: printBefore(ledger.path, position), content });
      return true;
    } catch (cause) {
      log(`what the detectors know could not be written down: ${String(cause)}`);
      return false;
    }
  }
}

function printBefore(ledger: string, position: number): string {
  const bodies = new LedgerBodies(join(ledger, PRIVATE), false);
  try {
    const hash = createHash("sha256");
    for (const { leaf, tag } of bodies.tags(Math.max(0, position - COMPARED))) {
      if (leaf >= position) break;
      hash.update(`${leaf} `).update(tag);
    }
    return hash.digest("hex");
  } finally {
    bodies.close();
  }
}
