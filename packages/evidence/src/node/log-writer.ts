/**
 * Writing a tiled log: group commit, and acknowledgement of nothing that a crash could take back.
 *
 * Order of writes for a batch. A later step begins only when the one before is done.
 *   1. stage: the pending record (pending.ts), entry bundles and hash tiles: write; fsync every file, and every folder that has
 *      a new name. None of these replaces a file that a signed checkpoint needs: tiles carry their width in their name.
 *   2. publish: sign; write the checkpoint under the writer's own name; fsync it.
 *   3. rename it to `checkpoint`; fsync the folder.
 *   4. acknowledge. 5. remove partial tiles that are full now.
 *
 * Two batches are under way at most: one is staged while the one before, whose staging is done, is published. Each has a
 * pending record of its own, and a record is overwritten only when its batch is acknowledged. Batches are signed in turn.
 *
 * A crash in 1 leaves either a whole record with all its bundles, whose batch recovery commits, or files beyond the checkpoint
 * that nobody signed, which recovery removes. In 2 and 3 record and bundles are whole. So no acknowledged leaf is lost (step 4
 * comes last), none comes twice (a batch is committed again only while the checkpoint is still the one before it), and
 * whatever was signed or could be read is signed again as it was, even if power fails and takes the rename back.
 *
 * Two kinds of failure. In staging, a refusal (disk full, read-only) is retriable: the batch is taken back, files first, the
 * pending record last, and every append that is not staged is rejected: none of these leaves is or will be in the log. After a
 * failed fsync, a failed taking back, or any failure from signing on it is not known what is on disk: every append is
 * rejected with "fatal", its leaf may or may not be in the log, and the writer refuses all until the log is opened again.
 *
 * Rejecting all that wait, not the failed batch alone, keeps each source's sequence without gaps: no later leaf gets in.
 */
import { EvidenceError } from "../errors.ts";
import { CHECKPOINT } from "../log/log-reader.ts";
import { tilePath } from "../merkle/tiles.ts";
import { formatCheckpoint } from "../note/checkpoint.ts";
import { formatNote } from "../note/note.ts";
import { type Signer, signText } from "../note/signature.ts";
import { type BatchFiles, batchFiles, type LogFile } from "./batch-files.ts";
import type { Disk } from "./disk.ts";
import { folderOf, NEXT_CHECKPOINT, NEXT_FILE, PENDING, WRITER_FOLDER } from "./layout.ts";
import { encodePending } from "./pending.ts";
import { type FoundBatch, type FoundState, removePartials } from "./recovery.ts";

export interface SigningMeans {
  readonly origin: string;
  readonly signers: readonly Signer[];
  /** POSIX milliseconds. */
  readonly clock: () => number;
}

/** The part that knows the order of writes; which leaves make a batch is group-commit.ts. */
export class LogWriter {
  readonly #disk: Disk;
  readonly #means: SigningMeans;
  /** Folders that are there. */
  readonly #folders = new Set<string>();
  /** Folders with names that are not durable yet; kept over a batch that was taken back. */
  readonly #unsynced = new Set<string>();
  /** Records whose names are durable: they are rewritten in place. */
  readonly #named = new Set<string>();
  /** Which record is the next staged batch's. */
  #slot: 0 | 1 = 0;
  #pruning: Promise<void> = Promise.resolve();
  /** With the batch that is staged. */
  #staged: FoundState;
  #size: number;
  #checkpoint: Uint8Array;

  constructor(disk: Disk, means: SigningMeans, state: FoundState, checkpoint: Uint8Array) {
    this.#disk = disk;
    this.#means = means;
    this.#staged = state;
    this.#size = state.edge.size;
    this.#checkpoint = checkpoint;
  }

  /** Durable leaves under a signed checkpoint. */
  get size(): number {
    return this.#size;
  }

  /** The note of that size, durable. */
  get checkpoint(): Uint8Array {
    return this.#checkpoint;
  }

  /** Where the next batch begins. */
  get staged(): FoundState {
    return this.#staged;
  }

  /**
   * Resolves when the batch is durable and not yet signed. One at a time, and beside the publishing of the one before alone.
   * Rejects retriably or with "fatal", as the head of this file says.
   */
  async stage(entries: readonly Uint8Array[], hashes: readonly Uint8Array[]): Promise<BatchFiles> {
    const before = this.#staged;
    const batch = batchFiles(before, entries, hashes);
    const record = { path: PENDING[this.#slot], bytes: recordOf(before, batch) };
    const touched: string[] = [];
    try {
      await this.#write([record, ...batch.files], touched);
    } catch (cause) {
      if (touched.length > 0) await this.#takeBack(touched, record.path, cause);
      throw cause;
    }
    await this.#settle(touched);
    this.#named.add(record.path);
    this.#slot = this.#slot === 0 ? 1 : 0;
    this.#staged = batch;
    return batch;
  }

  /** Resolves when the staged batch is signed, durably: it may be acknowledged. In the order of staging. Rejects with "fatal". */
  async publish(batch: BatchFiles): Promise<void> {
    try {
      this.#checkpoint = await publish(this.#disk, this.#means, batch);
    } catch (cause) {
      throw fatal(cause);
    }
    this.#size = batch.edge.size;
    // Beside the next batches, which never touch a tile that is full; one at a time.
    await this.#pruning;
    this.#pruning = this.#prune(batch);
  }

  /**
   * The batch of a pending record that was found: it may have been signed and read before power took its checkpoint back, and
   * its files are all that is left of it. Each of them is written anew under another name, made durable, and takes its place:
   * nothing is torn and nothing taken back where the disk refuses, and what an earlier failed fsync left in memory alone comes
   * to the disk. Rejects with the refusal, or with "fatal".
   */
  async commitFound({ record, entries, hashes }: FoundBatch): Promise<void> {
    const before = this.#staged;
    const batch = batchFiles(before, entries, hashes);
    for (const { path, bytes } of [{ path: record, bytes: recordOf(before, batch) }, ...batch.files]) {
      const folder = folderOf(path);
      await this.#makeFolder(folder);
      this.#unsynced.add(folder);
      await this.#disk.write(NEXT_FILE, bytes);
      await this.#disk.sync(NEXT_FILE);
      await this.#disk.rename(NEXT_FILE, path);
    }
    await this.#settle([]);
    this.#staged = batch;
    await this.publish(batch);
  }

  /** After recovery: no record of a batch that was given up may ever meet a later checkpoint. */
  async forgetPending(): Promise<void> {
    const names = (await this.#disk.list(WRITER_FOLDER)) ?? [];
    const found = [...PENDING, NEXT_FILE].filter((path) => names.some((name) => path.endsWith(`/${name}`)));
    for (const path of found) await this.#disk.remove(path);
    if (found.length > 0) await this.#disk.sync(WRITER_FOLDER);
  }

  async #settle(files: readonly string[]): Promise<void> {
    try {
      await Promise.all([...files, ...this.#unsynced].map((path) => this.#disk.sync(path)));
    } catch (cause) {
      throw fatal(cause);
    }
    this.#unsynced.clear();
  }

  /** Resolves when nothing more happens on the disk. */
  settled(): Promise<void> {
    return this.#pruning;
  }

  /** Notes in `touched` what is or may be written: a write that is refused may have done half. Resolves when none is under way. */
  async #write(files: readonly LogFile[], touched: string[]): Promise<void> {
    for (const { path } of files) {
      const folder = folderOf(path);
      await this.#makeFolder(folder);
      if (!this.#named.has(path)) this.#unsynced.add(folder);
    }
    const refusals: unknown[] = [];
    await Promise.all(
      files.map(async ({ path, bytes }) => {
        try {
          await this.#disk.write(path, bytes);
        } catch (cause) {
          refusals.push(cause);
          // A right to write is asked for when a file is opened: one that is refused is as it was.
          if (cause instanceof EvidenceError && cause.code === "read-only") return;
        }
        touched.push(path);
      }),
    );
    if (refusals.length > 0) throw refusals[0];
  }

  // Of every folder that this writer has not used yet the name is made durable, even if the folder is there: a writer that
  // was killed may have made it and gone no further.
  async #makeFolder(folder: string): Promise<void> {
    if (folder === "" || this.#folders.has(folder)) return;
    // Bounded: a log of a billion leaves has thousands of folders, of which the last few are written.
    if (this.#folders.size > 64) this.#folders.clear();
    const parent = folderOf(folder);
    await this.#makeFolder(parent);
    await this.#disk.makeFolder(folder);
    this.#unsynced.add(parent);
    this.#folders.add(folder);
  }

  // The pending record last, so that it never speaks of less than is there.
  async #takeBack(touched: readonly string[], record: string, cause: unknown): Promise<void> {
    const added = touched.filter((path) => path !== record);
    try {
      for (const path of added) await this.#disk.remove(path);
      for (const folder of new Set(added.map(folderOf))) await this.#disk.sync(folder);
      this.#named.delete(record);
      await this.#disk.remove(record);
      await this.#disk.sync(WRITER_FOLDER);
    } catch {
      throw fatal(cause);
    }
  }

  // Best effort: a partial tile that stays is still the beginning of the full one, and goes when the log is opened again.
  async #prune({ full }: BatchFiles): Promise<void> {
    try {
      for (const tile of full) {
        const path = tilePath(tile);
        await removePartials(this.#disk, path, 0);
        this.#folders.delete(`${path}.p`);
      }
    } catch {}
  }
}

function recordOf(before: FoundState, after: BatchFiles): Uint8Array {
  return encodePending({
    before: { size: before.edge.size, root: before.root },
    after: { size: after.edge.size, root: after.root },
  });
}

/** Signs the tree and puts its checkpoint in place, durably. */
export async function publish(
  disk: Disk,
  { origin, signers, clock }: SigningMeans,
  { edge, root }: Pick<FoundState, "edge" | "root">,
): Promise<Uint8Array> {
  const text = formatCheckpoint({ origin, size: edge.size, root });
  const seconds = Math.floor(clock() / 1000);
  const note = formatNote({ text, signatures: signers.map((signer) => signText(text, signer, seconds)) });
  await disk.write(NEXT_CHECKPOINT, note);
  await disk.sync(NEXT_CHECKPOINT);
  await disk.rename(NEXT_CHECKPOINT, CHECKPOINT);
  await disk.sync("");
  return note;
}

export function fatal(cause: unknown): EvidenceError {
  if (cause instanceof EvidenceError && cause.code === "fatal") return cause;
  return new EvidenceError(
    "fatal",
    "a write failed where it cannot be known what is on disk; the log refuses everything",
    {
      cause,
      remedy: "Mend the disk and open the log again: it then finds out which leaves are in it.",
    },
  );
}
