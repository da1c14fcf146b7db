/** Leaves of a ledger by the ids of the look-ups that they commit to, with what is needed to show each to somebody else. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CHECKPOINT,
  COSIGNED_CHECKPOINT,
  formatVerifierKey,
  makeProofFile,
  parseCheckpoint,
  parseNote,
  proveInclusion,
  readCheckpoint,
  readEntries,
} from "@counterwatch/evidence";
import { FolderReader, nodeSha256 } from "@counterwatch/evidence/node";
import { CounterwatchError } from "../model/index.ts";
import { LedgerBodies } from "../store/ledger-bodies.ts";
import { PRIVATE, publishedKeys } from "../store/ledger-keys.ts";

const LARGEST_NOTE = 256 * 1024;

/** A look-up as it is kept beside the log. */
export interface KeptEvent {
  readonly leaf: number;
  readonly id: string;
  readonly time: string;
  readonly salt: Buffer;
  /** Canonical JSON. */
  readonly body: string;
}

/** A leaf with its proof. */
export interface ProvenLeaf {
  /** The entry's bytes, as the log has them. */
  readonly entry: Uint8Array;
  /** A tlog-proof file. */
  readonly proof: Uint8Array;
}

/** Look-ups with these ids, in the order of the log; an id may have several, from several sources or times. Reads every body. */
export function* findKept(ledger: string, ids: ReadonlySet<string>): Generator<KeptEvent> {
  const folder = join(ledger, PRIVATE);
  if (!existsSync(join(folder, "salts.bin")))
    throw new CounterwatchError("not-found", "what the ledger's leaves commit to is not kept here", {
      place: { file: folder },
      remedy: "Salts and bodies are where the ledger is written: ask whoever runs it.",
    });
  // One id is looked for as text first: parsing each body costs ten times as much.
  const [only] = ids;
  const spelled = ids.size === 1 ? JSON.stringify(only) : undefined;
  const bodies = new LedgerBodies(folder, false);
  try {
    for (const { leaf, salt, body } of bodies.all(0)) {
      if (salt === undefined || body === undefined) continue;
      if (spelled !== undefined && !body.includes(spelled)) continue;
      const { id, time } = JSON.parse(body) as { id?: unknown; time?: unknown };
      if (typeof id === "string" && typeof time === "string" && ids.has(id))
        yield { leaf, id, time, salt, body };
    }
  } finally {
    bodies.close();
  }
}

/** Look-ups at these leaves, by leaf; what was erased is left out. Throws `evidence` where one is damaged. */
export function keptAt(ledger: string, leaves: readonly number[]): KeptEvent[] {
  const bodies = new LedgerBodies(join(ledger, PRIVATE), false);
  try {
    return [...new Set(leaves)]
      .toSorted((a, b) => a - b)
      .flatMap((leaf) => {
        const { salt, body } = bodies.read(leaf);
        if (salt === undefined || body === undefined) return [];
        const { id, time } = JSON.parse(body) as { id: string; time: string };
        return [{ leaf, id, time, salt, body }];
      });
  } finally {
    bodies.close();
  }
}

/** Proofs under one signed state of the log: the newest that witnesses cosigned where that has all of the leaves. */
export class LedgerProver {
  readonly #reader: FolderReader;
  readonly #size: number;
  readonly note: Uint8Array;
  /** The log's newest checkpoint. */
  readonly newest: Uint8Array;

  private constructor(reader: FolderReader, newest: Uint8Array, note: Uint8Array) {
    this.#reader = reader;
    this.#size = parseCheckpoint(parseNote(newest).text).size;
    this.newest = newest;
    this.note = note;
  }

  /** `leaves`: those that will be proven. */
  static async open(ledger: string, leaves: readonly number[]): Promise<LedgerProver> {
    const reader = new FolderReader(ledger);
    const newest = await readCheckpoint(reader);
    const cosigned = await reader.read(COSIGNED_CHECKPOINT, LARGEST_NOTE);
    const last = leaves.reduce((most, leaf) => Math.max(most, leaf), -1);
    const covers = cosigned !== undefined && parseCheckpoint(parseNote(cosigned).text).size > last;
    return new LedgerProver(reader, newest, covers ? cosigned : newest);
  }

  /** `extra`: bytes that travel in the proof file, signed by nobody. Throws EvidenceError where the log is damaged there. */
  async prove(leaf: number, extra?: (entry: Uint8Array) => Uint8Array): Promise<ProvenLeaf> {
    for await (const { entry } of readEntries(this.#reader, { from: leaf, to: leaf + 1, size: this.#size })) {
      const checkpoint = parseCheckpoint(parseNote(this.note).text);
      const hashes = await proveInclusion(this.#reader, { index: leaf, entry, checkpoint }, nodeSha256);
      const proof = makeProofFile({ index: leaf, hashes, checkpoint: this.note, extra: extra?.(entry) });
      return { entry: entry.slice(), proof };
    }
    throw new CounterwatchError("evidence", `the log does not have leaf ${leaf}`, {
      place: { file: CHECKPOINT },
    });
  }
}

/** The verifier keys that stand beside the log, one a line. */
export function verifierKeyLines(ledger: string): string {
  return (publishedKeys(ledger) ?? []).map((key) => `${formatVerifierKey(key)}\n`).join("");
}
