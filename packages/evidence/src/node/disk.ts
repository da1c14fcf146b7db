/**
 * What the log asks of a disk, in the smallest steps, so that each can fail or be the last one before a crash
 * (memory-disk.fixture.ts does both). Paths are relative to the log's folder and use "/".
 *
 * Invariant: nothing is durable before `sync`: a file's bytes by `sync` of the file, its name by `sync` of its folder.
 */
import { EvidenceError } from "../errors.ts";

export interface Disk {
  /** undefined where absent; "limit" where it has more than `most` bytes. */
  read(path: string, most: number): Promise<Uint8Array | undefined>;
  /** Names in a folder, undefined where it is absent. */
  list(folder: string): Promise<readonly string[] | undefined>;
  /** Creates the folder with its parents where it is absent. */
  makeFolder(folder: string): Promise<void>;
  /** Creates the file or replaces its bytes in place. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Of a file or a folder; "" is the log's own. */
  sync(path: string): Promise<void>;
  /** Replaces `to` in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens where it is absent. */
  remove(path: string): Promise<void>;
  /** Of an empty folder; nothing happens where it is absent. */
  removeFolder(path: string): Promise<void>;
  /** Holds the folder for this process alone, until released or the process ends in whatever way; "locked" otherwise. */
  lock(folder: string): Promise<() => Promise<void>>;
}

const CODES: Readonly<Record<string, "disk-full" | "read-only">> = {
  ENOSPC: "disk-full",
  EDQUOT: "disk-full",
  EROFS: "read-only",
  EACCES: "read-only",
  EPERM: "read-only",
};

const REMEDIES = {
  "disk-full": "Free space on the disk that holds the log, then try again.",
  "read-only": "Give this account the right to write to the log's folder, then try again.",
  disk: "Check the disk that holds the log.",
} as const;

/** What the operating system's refusal means for a log; other errors are returned as they are. */
export function diskError(cause: unknown, doing: string, path: string): unknown {
  if (!(cause instanceof Error) || !("code" in cause) || typeof cause.code !== "string") return cause;
  if (cause instanceof EvidenceError) return cause;
  const code = CODES[cause.code] ?? "disk";
  return new EvidenceError(code, `cannot ${doing} in the log's folder (${cause.code})`, {
    place: { file: path },
    remedy: REMEDIES[code],
    cause,
  });
}
