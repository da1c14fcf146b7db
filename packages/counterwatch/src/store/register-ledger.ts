/**
 * A ledger in a folder of its own, for an office that speaks seldom: register and exports. The log itself is the evidence
 * package's (tlog-tiles, signed checkpoints); beside it stand `ledger.key` (mode 0600) and `bodies.jsonl` with salts and what was
 * committed to, which nobody needs for verifying and whose lines may be destroyed.
 *
 * Opening verifies the whole log, so a changed or missing leaf is found before anything rests on it. That costs a pass over
 * all leaves: nothing for thousands, minutes for a city's events, which belong in another ledger.
 * Who can write here can roll the whole folder back, log and key: keep checkpoints elsewhere, or let witnesses cosign.
 *
 * Order of writes: salt and body, then the leaf. A crash between leaves a line that no leaf names.
 */
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import {
  canonicalJson,
  commit,
  EvidenceError,
  encodeLeaf,
  SALT_BYTES,
  verifyLog,
} from "@counterwatch/evidence";
import {
  FolderReader,
  type Log,
  makeKey,
  openLog,
  readKeyFile,
  writeKeyFile,
} from "@counterwatch/evidence/node";
import type { JsonValue, LedgerAppender, LedgerEntry, LedgerReceipt } from "../ledger/appender.ts";
import { CounterwatchError, type ErrorCode } from "../model/index.ts";
import type { CoverPoint } from "../register/cover.ts";
import { type RegisterMemory, registerSource } from "../register/register.ts";
import { fileTrouble } from "./file-trouble.ts";
import { makeFolder } from "./make-folder.ts";

const KEY = "ledger.key";
const BODIES = "bodies.jsonl";
const ED25519 = 1;

/**
 * Begins one where there is none and `begin` is true. Throws `not-found`, `evidence` where the log does not verify,
 * `unavailable` where another process has it, `unwritable`.
 */
export async function openLedgerFolder(folder: string, begin = false): Promise<RegisterLedger> {
  return await told(folder, async () => {
    if (begin) await beginLedger(folder);
    const signer = await signerOf(folder);
    const log = await openLog(folder, {
      origin: signer.key.name,
      signers: [signer],
      clock: () => Date.now(),
    });
    try {
      const ledger = new RegisterLedger(folder, log);
      await verifyLog(new FolderReader(folder), {
        keys: [signer.key],
        visit: ({ source, statement }) => ledger.remember(source, statement as JsonValue | undefined),
      });
      return ledger;
    } catch (cause) {
      await log.close();
      throw cause;
    }
  });
}

/** What a source said, in order, from a log that verifies; for readers, beside a writer. Throws `not-found`, `evidence`. */
export async function readStatements(folder: string, source: string): Promise<JsonValue[]> {
  return await told(folder, async () => {
    const { key } = await signerOf(folder);
    const statements: JsonValue[] = [];
    await verifyLog(new FolderReader(folder), {
      keys: [key],
      visit: (leaf) => {
        if (leaf.source === source && leaf.statement !== undefined)
          statements.push(leaf.statement as JsonValue);
      },
    });
    return statements;
  });
}

async function beginLedger(folder: string): Promise<void> {
  const path = join(folder, KEY);
  if (existsSync(path)) return;
  if (existsSync(join(folder, "checkpoint")))
    throw new CounterwatchError("key-file", "this ledger has lost its key", {
      place: { file: path },
      remedy: "Restore the key from a backup: no other one can continue this ledger.",
    });
  try {
    makeFolder(folder, 0o700);
  } catch (cause) {
    throw fileTrouble(cause, folder, "unwritable");
  }
  await writeKeyFile(path, makeKey(`counterwatch/${randomBytes(8).toString("hex")}`, ED25519).text);
}

async function signerOf(folder: string) {
  const path = join(folder, KEY);
  if (!existsSync(path))
    throw new CounterwatchError("not-found", "there is no ledger here", {
      place: { file: folder },
      remedy: "Name the folder that --ledger made.",
    });
  return await readKeyFile(path);
}

export class RegisterLedger implements LedgerAppender, RegisterMemory {
  readonly #folder: string;
  readonly #log: Log;
  readonly #next = new Map<string, number>();
  readonly #newest = new Map<string, CoverPoint>();
  /** One after the other: a refused leaf must not leave a gap in its source's numbers. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  remember(source: string, statement: JsonValue | undefined): void {
    this.#next.set(source, (this.#next.get(source) ?? 0) + 1);
    const { version, cover } = (statement ?? {}) as { version?: unknown; cover?: unknown };
    if (typeof version === "number" && typeof cover === "string")
      this.#newest.set(source, { version, cover });
  }

  append(entry: LedgerEntry): Promise<LedgerReceipt> {
    const appended = this.#last.then(() => told(this.#folder, () => this.#append(entry)));
    this.#last = appended.catch(() => {});
    return appended;
  }

  async #append({ kind, source, time, body, statement }: LedgerEntry): Promise<LedgerReceipt> {
    const sequence = this.#next.get(source) ?? 0;
    const commitment = body === undefined ? {} : { commitment: this.#keepBody(body) };
    const said = statement === undefined ? {} : { statement };
    const { index } = await this.#log.append(
      encodeLeaf({ kind, source, sequence, time, ...commitment, ...said }),
    );
    this.remember(source, statement);
    return { index, sequence };
  }

  newest(register: string): Promise<CoverPoint | undefined> {
    return Promise.resolve(this.#newest.get(registerSource(register)));
  }

  /** Lets other processes have it. */
  close(): Promise<void> {
    return this.#log.close();
  }

  #keepBody(body: JsonValue): string {
    const salt = randomBytes(SALT_BYTES);
    const commitment = commit(salt, body);
    const line = `${canonicalJson({ commitment, salt: salt.toString("hex"), body })}\n`;
    const path = join(this.#folder, BODIES);
    try {
      const descriptor = openSync(path, "a", 0o600);
      try {
        writeSync(descriptor, line);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    } catch (cause) {
      throw fileTrouble(cause, path, "unwritable");
    }
    return commitment;
  }
}

const CODES: Readonly<Partial<Record<EvidenceError["code"], ErrorCode>>> = {
  locked: "unavailable",
  "disk-full": "unwritable",
  "read-only": "unwritable",
  disk: "unwritable",
  fatal: "unavailable",
  key: "key-file",
};

/** In the words of the product; what is neither a lock nor a disk is evidence that failed. */
async function told<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    const where = cause.place.tile ?? cause.place.file;
    const leaf = cause.place.leaf === undefined ? "" : ` (leaf ${cause.place.leaf})`;
    throw new CounterwatchError(CODES[cause.code] ?? "evidence", `the ledger: ${cause.message}${leaf}`, {
      place: { file: where === undefined ? folder : join(folder, where) },
      ...(cause.remedy === undefined ? {} : { remedy: cause.remedy }),
      cause,
    });
  }
}
