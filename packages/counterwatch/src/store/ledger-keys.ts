/**
 * The keys of a ledger in a folder. What is secret is under `private/` (mode 0700): `ledger.key` signs checkpoints, `ledger-ml-dsa.key`
 * signs them a second time where the ledger was begun so. What anyone may have is `ledger.vkey` at the top: the verifier keys, one
 * a line.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatVerifierKey, parseVerifierKey, type Signer, type VerifierKey } from "@counterwatch/evidence";
import { makeKey, readKeyFile, writeKeyFile } from "@counterwatch/evidence/node";
import { CounterwatchError } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { makeFolder } from "./make-folder.ts";
import { readTextFile } from "./text-file.ts";
import { writeDurably } from "./tripwire-files.ts";

export const PRIVATE = "private";
const KEY = "ledger.key";
const SECOND_KEY = "ledger-ml-dsa.key";
const PUBLISHED = "ledger.vkey";
const ED25519 = 1;
const ML_DSA_44 = 6;
const LARGEST = 16 * 1024;

export interface NewLedger {
  /** Name of the log and of its keys, e.g. "records.example/ledger"; a random one by default. */
  readonly origin?: string | undefined;
  /** Sign each checkpoint a second time, by ML-DSA-44. */
  readonly postQuantum?: boolean | undefined;
}

/** Makes what is missing of a ledger's keys; does nothing where they are. Throws `key-file`, `unwritable`. */
export async function beginLedger(folder: string, wanted: NewLedger = {}): Promise<void> {
  const secret = join(folder, PRIVATE);
  const path = join(secret, KEY);
  if (!existsSync(path)) {
    if (existsSync(join(folder, "checkpoint")))
      throw new CounterwatchError("key-file", "this ledger has lost its key", {
        place: { file: path },
        remedy: "Restore the key from a backup: no other one can continue this ledger.",
      });
    try {
      makeFolder(secret, 0o700);
    } catch (cause) {
      throw fileTrouble(cause, secret, "unwritable");
    }
    const origin = wanted.origin ?? `counterwatch/${randomBytes(8).toString("hex")}`;
    // The first key last: a ledger is begun when it is there.
    if (wanted.postQuantum === true && !existsSync(join(secret, SECOND_KEY)))
      await writeKeyFile(join(secret, SECOND_KEY), makeKey(origin, ML_DSA_44).text);
    await writeKeyFile(path, makeKey(origin, ED25519).text);
  }
  if (existsSync(join(folder, PUBLISHED))) return;
  const lines = ledgerSigners(folder).map(({ key }) => `${formatVerifierKey(key)}\n`);
  writeDurably(join(folder, PUBLISHED), lines.join(""));
}

/** Those that sign this ledger's checkpoints. Throws `not-found` where there is no ledger; EvidenceError "key". */
export function ledgerSigners(folder: string): readonly Signer[] {
  const path = join(folder, PRIVATE, KEY);
  if (!existsSync(path))
    throw new CounterwatchError("not-found", "there is no ledger here that this machine can write", {
      place: { file: folder },
      remedy: "Name the folder that --ledger or `ledger init` made.",
    });
  const second = join(folder, PRIVATE, SECOND_KEY);
  return [path, ...(existsSync(second) ? [second] : [])].map(readKeyFile);
}

/** The verifier keys that stand beside a ledger; undefined where none do. Only as good as whoever put them there. */
export function publishedKeys(folder: string): readonly VerifierKey[] | undefined {
  const path = join(folder, PUBLISHED);
  if (!existsSync(path)) return undefined;
  return readTextFile(path, LARGEST).trimEnd().split("\n").map(parseVerifierKey);
}

/** 64 hexadecimal digits that tag event ids, so that nobody can guess at them in the index. Ed25519 is deterministic: always the same ones. */
export function idKey(signer: Signer): string {
  const signature = signer.sign(new TextEncoder().encode("counterwatch/ledger/ids/v1\n"));
  return createHash("sha256").update(signature).digest("hex");
}
