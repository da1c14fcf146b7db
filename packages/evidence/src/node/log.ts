/** Opening a log for writing: lock, recovery, group commit. */
import { EvidenceError } from "../errors.ts";
import { CHECKPOINT } from "../log/log-reader.ts";
import { RightEdge } from "../merkle/right-edge.ts";
import { LARGEST_NOTE } from "../note/note.ts";
import type { Disk } from "./disk.ts";
import { diskReader } from "./disk-reader.ts";
import { FolderDisk } from "./folder-disk.ts";
import { type BatchLimits, GroupCommit } from "./group-commit.ts";
import { NEXT_CHECKPOINT, NEXT_FILE, PENDING, WRITER_FOLDER } from "./layout.ts";
import { LogWriter, publish, type SigningMeans } from "./log-writer.ts";
import { readEdge, readOwnCheckpoint, readPending, removeLeftovers } from "./recovery.ts";
import { nodeSha256 } from "./sha256.ts";

export interface LogOptions extends SigningMeans {
  /** Where the folder's files really stand; default: there. */
  readonly disk?: Disk;
  readonly batch?: BatchLimits;
}

export interface Log {
  /**
   * Resolves once the entry is durable and under a signed checkpoint, with its number. An entry of the log has 0 to 65,535
   * bytes ("limit"). "disk-full", "read-only", "disk": the entry is not in the log, and neither is any that was appended
   * after it and not yet acknowledged; try again. "fatal": it may be; open the log again. "closed" after `close`.
   */
  append(entry: Uint8Array): Promise<{ readonly index: number }>;
  /**
   * The same for several, which are in the log whole or not at all: they follow on each other from `index`. "usage" for none
   * or more than a batch holds.
   */
  appendAll(entries: readonly Uint8Array[]): Promise<{ readonly index: number }>;
  /** Durable leaves. */
  readonly size: number;
  /** The signed note of that size. */
  readonly checkpoint: Uint8Array;
  /** Leaves that were durable but unsigned when the writer before was stopped, and were signed at opening. */
  readonly recovered: number;
  /** Commits what waits and gives the folder free. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Opens the log in a folder, or begins one, for this process alone. "locked"; "signature" where the checkpoint is not by
 * these signers; "tree", "missing" where files at the log's edge are damaged; "inconsistent" where an older checkpoint was
 * put back; "disk-full", "read-only", "disk".
 */
export async function openLog(folder: string, options: LogOptions): Promise<Log> {
  const disk = options.disk ?? new FolderDisk(folder);
  requireSigners(options);
  await disk.makeFolder("");
  await disk.makeFolder(WRITER_FOLDER);
  const release = await disk.lock(WRITER_FOLDER);
  try {
    const { writer, recovered } = await openWriter(disk, options);
    return openedLog(disk, writer, recovered, options.batch ?? {}, release);
  } catch (cause) {
    await release();
    throw cause;
  }
}

function requireSigners({ origin, signers }: SigningMeans): void {
  if (signers.length === 0) throw new EvidenceError("usage", "a log needs a key to sign with");
  for (const { key } of signers)
    if (key.name !== origin)
      throw new EvidenceError("key", `a key is named ${key.name}, but signs for the log ${origin}`, {
        remedy: "Use keys that were made with the log's origin as their name.",
      });
}

async function openWriter(
  disk: Disk,
  options: LogOptions,
): Promise<{ writer: LogWriter; recovered: number }> {
  const found = await disk.read(CHECKPOINT, LARGEST_NOTE);
  if (found === undefined) return { writer: await begin(disk, options), recovered: 0 };
  const checkpoint = await readOwnCheckpoint(
    found,
    options.signers.map(({ key }) => key),
  );
  // A writer that ended between rename and fsync has left a name that power could still take back.
  await disk.sync("");
  const writer = new LogWriter(disk, options, await readEdge(diskReader(disk), checkpoint), found);
  let recovered = 0;
  for (let batch; (batch = await readPending(disk, writer.staged)) !== undefined; ) {
    await writer.commitFound(batch);
    recovered += batch.entries.length;
  }
  await writer.settled();
  // Only now: what is beyond the checkpoint was never signed.
  await removeLeftovers(disk, writer.size);
  await writer.forgetPending();
  return { writer, recovered };
}

async function begin(disk: Disk, options: LogOptions): Promise<LogWriter> {
  if ((await disk.list("tile")) !== undefined)
    throw new EvidenceError("missing", "the log has tiles but no checkpoint", {
      place: { file: CHECKPOINT },
      remedy:
        "Restore the newest checkpoint that a reader or witness has; a log must not begin anew over leaves.",
    });
  const edge = RightEdge.of(0, [], nodeSha256);
  const state = { edge, root: edge.root(), open: [] };
  return new LogWriter(disk, options, state, await publish(disk, options, state));
}

function openedLog(
  disk: Disk,
  writer: LogWriter,
  recovered: number,
  limits: BatchLimits,
  release: () => Promise<void>,
): Log {
  const commits = new GroupCommit(writer, limits);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    try {
      await commits.end(new EvidenceError("closed", "the log was closed"));
      await writer.settled();
      // What stays after a failure is for the next opening; and a record of a batch that is signed does no harm.
      if (!commits.broken)
        for (const path of [...PENDING, NEXT_CHECKPOINT, NEXT_FILE]) await disk.remove(path).catch(() => {});
    } finally {
      await release();
    }
  };
  return {
    append: (entry) => commits.append([entry]),
    appendAll: (entries) => commits.append(entries),
    get size() {
      return writer.size;
    },
    get checkpoint() {
      return writer.checkpoint;
    },
    recovered,
    close: () => (closing ??= close()),
  };
}
