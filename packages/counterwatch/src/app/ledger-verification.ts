/**
 * `ledger verify`: a full scan of a ledger, wherever it stands, and of what is kept beside it where that is at hand. What it
 * could not show is part of the answer.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  httpReader,
  type Leaf,
  type LogReader,
  parsePolicy,
  parseVerifierKey,
  type Policy,
  verifyLog,
  type VerifierKey,
} from "@counterwatch/evidence";
import { FolderReader, nodeSha256 } from "@counterwatch/evidence/node";
import { ErasureBook } from "../ledger/retirement.ts";
import { CounterwatchError } from "../model/index.ts";
import { commitmentOf, type Kept, LedgerBodies } from "../store/ledger-bodies.ts";
import { PRIVATE, publishedKeys } from "../store/ledger-keys.ts";
import { isAddress, onLedger } from "../store/ledger-trouble.ts";
import { readTextFile } from "../store/text-file.ts";

const LARGEST_NOTE = 1024 * 1024;

export interface LedgerTrust {
  /** Verifier keys of the log, as text or as files that hold them. None: those that stand beside the log. */
  readonly keys: readonly string[];
  /** Path of a tlog-policy file. */
  readonly policy: string | undefined;
  /** Paths of checkpoints that were kept from earlier. */
  readonly older: readonly string[];
}

export interface LedgerVerdict {
  readonly ledger: string;
  readonly origin: string;
  readonly leaves: number;
  /** Base64, as in the checkpoint. */
  readonly root: string;
  readonly sources: Readonly<Record<string, number>>;
  readonly agreesWithOlder: readonly number[];
  readonly witnessed: { readonly leaves: number; readonly by: readonly string[] } | null;
  /** Of the leaves with commitments; null where what is kept beside the log was not at hand. */
  readonly bodies: BodyCounts | null;
  /** What this could not show, one sentence each. */
  readonly limits: readonly string[];
}

interface BodyCounts {
  readonly matched: number;
  /** Announced by a leaf, and gone. */
  readonly erased: number;
  /** Announced by a leaf, and still here: `ledger erase` was stopped. */
  readonly unfinished: number;
  readonly absent: number;
}

/** Throws `evidence` naming the first bad tile or leaf, `not-found`, `unavailable`, `key-file`, `usage`. */
export async function verifyLedger(
  ledger: string,
  trust: LedgerTrust,
  progress?: (leaves: number, of: number) => void,
): Promise<LedgerVerdict> {
  return await onLedger(ledger, async () => {
    const reader = ledgerReader(ledger);
    const policy =
      trust.policy === undefined ? undefined : parsePolicy(readTextFile(trust.policy, LARGEST_NOTE));
    const { keys, beside } = trustedKeys(ledger, trust.keys, policy);
    const older = trust.older.map((path) => Buffer.from(readTextFile(path, LARGEST_NOTE)));
    const bodies = openBodies(ledger);
    const check = bodies === undefined ? undefined : new BodyCheck(bodies);
    try {
      const result = await verifyLog(reader, {
        keys,
        policy,
        older,
        sha256: nodeSha256,
        ...(progress === undefined ? {} : { progress }),
        visit: (leaf, index) => check?.see(leaf, index),
      });
      const counts = check?.end();
      return {
        ledger,
        origin: result.checkpoint.origin,
        leaves: result.checkpoint.size,
        root: Buffer.from(result.checkpoint.root).toString("base64"),
        sources: Object.fromEntries(result.sources),
        agreesWithOlder: result.agrees,
        witnessed:
          result.witnessed === undefined
            ? null
            : { leaves: result.witnessed.size, by: result.witnessed.by.map(({ name }) => name) },
        bodies: counts ?? null,
        limits: [
          ...(beside ? [BESIDE] : []),
          ...result.limits
            .filter(({ name }) => name !== "content" || counts === undefined)
            .map(({ sentence }) => sentence),
        ],
      };
    } finally {
      bodies?.close();
    }
  });
}

const BESIDE =
  "The key was taken from the ledger's own folder: this shows that the ledger agrees with itself, not whose it is. Give the key that its operator published (--key).";

export function ledgerReader(ledger: string): LogReader {
  if (isAddress(ledger)) return httpReader(ledger);
  if (!existsSync(ledger))
    throw new CounterwatchError("not-found", "there is no such folder", {
      place: { file: ledger },
      remedy: "Name the folder of a ledger, or the address of one.",
    });
  return new FolderReader(ledger);
}

/** `beside`: nobody named a key, and those that stand beside the log were taken. */
export function trustedKeys(
  ledger: string,
  given: readonly string[],
  policy: Policy | undefined,
): { readonly keys: readonly VerifierKey[]; readonly beside: boolean } {
  if (given.length > 0) return { keys: given.flatMap(keysOf), beside: false };
  if (policy !== undefined && policy.logs.length === 1)
    return { keys: policy.logs.map(({ key }) => key), beside: false };
  const keys = isAddress(ledger) ? undefined : publishedKeys(ledger);
  if (keys !== undefined) return { keys, beside: true };
  throw new CounterwatchError("usage", "no verifier key of the ledger is known", {
    place: { file: ledger },
    remedy: "Give the key that its operator published: --key NAME+ID+KEY, or a file that holds it.",
  });
}

function keysOf(text: string): VerifierKey[] {
  const lines = existsSync(text) ? readTextFile(text, LARGEST_NOTE).trimEnd().split("\n") : [text];
  return lines.map(parseVerifierKey);
}

function openBodies(ledger: string): LedgerBodies | undefined {
  const folder = join(ledger, PRIVATE);
  return isAddress(ledger) || !existsSync(join(folder, "salts.bin"))
    ? undefined
    : new LedgerBodies(folder, false);
}

/** Holds each leaf against the salt and body that are kept of it. */
class BodyCheck {
  readonly #bodies: LedgerBodies;
  readonly #kept: Iterator<Kept>;
  readonly #erasures = new ErasureBook();
  #gone = 0;
  #matched = 0;
  #absent = 0;
  #trouble: CounterwatchError | undefined;

  constructor(bodies: LedgerBodies) {
    this.#bodies = bodies;
    this.#kept = bodies.all(0);
  }

  see({ kind, source, time, commitment, statement }: Leaf, index: number): void {
    if (this.#trouble !== undefined) return;
    try {
      const { done, value: kept } = this.#kept.next();
      if (kind === "erasure") this.#erasures.announced(index, statement);
      if (commitment === undefined) return;
      if (done === true) this.#absent++;
      else if (kept.salt === undefined || kept.body === undefined) {
        this.#gone++;
        this.#erasures.gone(index, source, time);
      } else if (commitmentOf(kept.salt, kept.body) === commitment) this.#matched++;
      else throw differs(index);
    } catch (cause) {
      // The log itself comes first: its own faults are graver.
      if (!(cause instanceof CounterwatchError)) throw cause;
      this.#trouble = cause;
    }
  }

  end(): BodyCounts {
    if (this.#trouble !== undefined) throw this.#trouble;
    const together = this.#erasures.settle();
    const single = [...this.#erasures.single].filter(
      (leaf) => leaf < this.#bodies.count && this.#bodies.read(leaf).salt !== undefined,
    ).length;
    const unfinished = single + together;
    return {
      matched: this.#matched - unfinished,
      erased: this.#gone,
      unfinished,
      absent: this.#absent,
    };
  }
}

function differs(leaf: number): CounterwatchError {
  return new CounterwatchError(
    "evidence",
    `what is kept of leaf ${leaf} is not what the ledger committed to`,
    {
      remedy: "The ledger stands; salt or body beside it were changed. Restore private/ from a backup.",
    },
  );
}
