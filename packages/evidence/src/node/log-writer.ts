/**
 * Writing a tiled log: group commit, and acknowledgement of nothing that a crash could take back.
 *
 * Order of writes for a batch. A later step begins only when the one before is done.
 *   1. the pending record (pending.ts), entry bundles and hash tiles: write; fsync every file; fsync every folder that has a
 *      new name. None of these replaces a file that a signed checkpoint needs: tiles carry their width in their name.
 *   2. sign; write the checkpoint under the writer's own name; fsync it.
 *   3. rename it to `checkpoint`; fsync the folder.
 *   4. acknowledge. 5. remove partial tiles that are full now.
 *
 * A crash in 1 leaves either a whole pending record, whose batch recovery appends again by these same steps, leaving the record
 * as it is, or none, and then files beyond the checkpoint that nobody signed, which recovery removes. In 2 and 3 the record is whole. So no acknowledged leaf is
 * lost (step 4 comes last), none comes twice (a batch is appended again only while the checkpoint is still the one before it),
 * and whatever was signed or could be read is signed again as it was, even if power fails and takes the rename back.
 *
 * Two kinds of failure. Before signing, a refusal (disk full, read-only) is retriable: the batch is taken back, files first,
 * the pending record last, and every waiting append is rejected: none of these leaves is or will be in the log. After a
 * failed fsync, a failed taking back, or any failure from signing on it is not known what is on disk: every append is
 * rejected with "fatal", its leaf may or may not be in the log, and the writer refuses all until the log is opened again.
 *
 * Rejecting all that wait, not the failed batch alone, keeps each source's sequence without gaps: no later leaf gets in.
 */
import { EvidenceError } from "../errors.ts";
import { CHECKPOINT } from "../log/log-reader.ts";
import { requireEntry, tilePath } from "../merkle/tiles.ts";
import { leafHash } from "../merkle/tree-hash.ts";
import { formatCheckpoint } from "../note/checkpoint.ts";
import { formatNote } from "../note/note.ts";
import { type Signer, signText } from "../note/signature.ts";
import { type BatchFiles, batchFiles, type LogFile } from "./batch-files.ts";
import type { Disk } from "./disk.ts";
import { folderOf, NEXT_CHECKPOINT, PENDING, WRITER_FOLDER } from "./layout.ts";
import { encodePending } from "./pending.ts";
import { type FoundState, removePartials } from "./recovery.ts";
import { nodeSha256 } from "./sha256.ts";

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
  #recordNamed = false;
  #pruning: Promise<void> = Promise.resolve();
  #state: FoundState;
  #checkpoint: Uint8Array;

  constructor(disk: Disk, means: SigningMeans, state: FoundState, checkpoint: Uint8Array) {
    this.#disk = disk;
    this.#means = means;
    this.#state = state;
    this.#checkpoint = checkpoint;
  }

  /** Durable leaves. */
  get size(): number {
    return this.#state.edge.size;
  }

  /** The note of that size, durable. */
  get checkpoint(): Uint8Array {
    return this.#checkpoint;
  }

  /** Resolves when the batch is durable and signed. Rejects retriably or with "fatal", as the head of this file says. */
  async commit(entries: readonly Uint8Array[], hashes: readonly Uint8Array[]): Promise<void> {
    const before = this.#state;
    const batch = batchFiles(before, entries, hashes);
    const pending: LogFile = {
      path: PENDING,
      bytes: encodePending({ size: before.edge.size, root: before.edge.root(), entries }),
    };
    const touched: string[] = [];
    try {
      await this.#write([pending, ...batch.files], touched);
    } catch (cause) {
      // A right to write is asked for when a file is opened: one that is refused is as it was.
      if (cause instanceof EvidenceError && cause.code === "read-only") touched.pop();
      if (touched.length > 0) await this.#takeBack(touched, cause);
      throw cause;
    }
    await this.#seal(batch, touched);
  }

  /**
   * The batch of a pending record that was found: it may have been signed and read before power took its checkpoint back. So
   * the record is neither written again, which could tear it, nor taken back where the disk refuses: the next opening finds
   * it as this one did. Rejects with the refusal, or with "fatal".
   */
  async commitFound(entries: readonly Uint8Array[], hashes: readonly Uint8Array[]): Promise<void> {
    const batch = batchFiles(this.#state, entries, hashes);
    const touched = [PENDING];
    await this.#makeFolder(WRITER_FOLDER);
    this.#unsynced.add(WRITER_FOLDER);
    await this.#write(batch.files, touched);
    await this.#seal(batch, touched);
  }

  async #seal(batch: BatchFiles, touched: readonly string[]): Promise<void> {
    try {
      await Promise.all([...touched, ...this.#unsynced].map((path) => this.#disk.sync(path)));
      this.#recordNamed = true;
      this.#unsynced.clear();
      this.#checkpoint = await publish(this.#disk, this.#means, batch.edge);
    } catch (cause) {
      throw fatal(cause);
    }
    this.#state = batch;
    // Beside the next batch, which never touches a tile that is full; one at a time.
    await this.#pruning;
    this.#pruning = this.#prune(batch);
  }

  /** Resolves when nothing more happens on the disk. */
  settled(): Promise<void> {
    return this.#pruning;
  }

  /** Notes each file before it is written: a write that is refused may have done half. */
  async #write(files: readonly LogFile[], touched: string[]): Promise<void> {
    for (const { path, bytes } of files) {
      const folder = folderOf(path);
      await this.#makeFolder(folder);
      // The record is rewritten in place: its name is durable after its first batch.
      if (path !== PENDING || !this.#recordNamed) this.#unsynced.add(folder);
      touched.push(path);
      await this.#disk.write(path, bytes);
    }
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

  // The pending record last: while it is whole, a crash has the batch appended again, which is right, for nobody has been
  // told yet that it failed.
  async #takeBack(touched: readonly string[], cause: unknown): Promise<void> {
    const added = touched.filter((path) => path !== PENDING);
    try {
      for (const path of added) await this.#disk.remove(path);
      for (const folder of new Set(added.map(folderOf))) await this.#disk.sync(folder);
      this.#recordNamed = false;
      await this.#disk.remove(PENDING);
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

/** Signs the tree and puts its checkpoint in place, durably. */
export async function publish(
  disk: Disk,
  { origin, signers, clock }: SigningMeans,
  edge: FoundState["edge"],
): Promise<Uint8Array> {
  const text = formatCheckpoint({ origin, size: edge.size, root: edge.root() });
  const seconds = Math.floor(clock() / 1000);
  const note = formatNote({ text, signatures: signers.map((signer) => signText(text, signer, seconds)) });
  await disk.write(NEXT_CHECKPOINT, note);
  await disk.sync(NEXT_CHECKPOINT);
  await disk.rename(NEXT_CHECKPOINT, CHECKPOINT);
  await disk.sync("");
  return note;
}

/** A leaf for the tree; "limit" where an entry is too long for a bundle. */
export function hashEntry(entry: Uint8Array): Uint8Array {
  requireEntry(entry);
  return leafHash(entry, nodeSha256);
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
