/**
 * The disk as it is. What may wait for the device does so in other threads, several at once: not fsync alone, for a file system
 * that is making names durable lets nobody create, rename or remove a file meanwhile (ext4: up to a millisecond each, of 33 in a
 * batch of 4,096).
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  open,
  openSync,
  readdirSync,
  readSync,
  rename,
  rmdir,
  unlink,
  write,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { EvidenceError } from "../errors.ts";
import { type Disk, diskError } from "./disk.ts";
import { lockFolder } from "./folder-lock.ts";

const openLater = promisify(open);
const writeLater = promisify(write);
const renameLater = promisify(rename);
const rmdirLater = promisify(rmdir);
const fsyncLater = promisify(fsync);
const unlinkLater = promisify(unlink);

export class FolderDisk implements Disk {
  readonly #root: string;
  /** Of files that were written and are to be synced next: opening them again costs as much as writing them. */
  readonly #written = new Map<string, number>();

  constructor(folder: string) {
    this.#root = folder;
  }

  async read(path: string, most: number): Promise<Uint8Array | undefined> {
    return this.#try("read", path, (file) => {
      const handle = whereThere(() => openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW));
      if (handle === undefined) return undefined;
      try {
        const status = fstatSync(handle);
        if (status.size > most)
          throw new EvidenceError("limit", `a file has more than ${most} bytes`, { place: { file: path } });
        if (!status.isFile())
          throw new EvidenceError("malformed", "a file of the log is no regular file", {
            place: { file: path },
          });
        const bytes = new Uint8Array(status.size);
        let at = 0;
        while (at < bytes.length) {
          const read = readSync(handle, bytes, at, bytes.length - at, at);
          // Cut while it was being read: whoever checks the bytes finds out.
          if (read === 0) return bytes.slice(0, at);
          at += read;
        }
        return bytes;
      } finally {
        closeSync(handle);
      }
    });
  }

  async list(folder: string): Promise<readonly string[] | undefined> {
    return this.#try("list files", folder, (path) => whereThere(() => readdirSync(path)));
  }

  async makeFolder(folder: string): Promise<void> {
    this.#try("make a folder", folder, (path) => {
      if (folder === "") makeRoot(path);
      else mkdirSync(path, { recursive: true });
    });
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    this.#forget(path);
    try {
      // Not cut first: bytes that are overwritten keep their place on the device, and syncing them takes a fifth of the time.
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW;
      const handle = await openLater(join(this.#root, path), flags, 0o644);
      this.#written.set(path, handle);
      for (let at = 0; at < bytes.length; )
        at += (await writeLater(handle, bytes, at, bytes.length - at, at)).bytesWritten;
      if (fstatSync(handle).size > bytes.length) ftruncateSync(handle, bytes.length);
    } catch (cause) {
      throw diskError(cause, "write", path);
    }
  }

  async sync(path: string): Promise<void> {
    const handle = this.#written.get(path) ?? this.#try("open", path, (file) => openSync(file, "r"));
    this.#written.delete(path);
    try {
      await fsyncLater(handle);
    } catch (cause) {
      throw diskError(cause, "make a write durable", path);
    } finally {
      closeSync(handle);
    }
  }

  #forget(path: string): void {
    const handle = this.#written.get(path);
    if (handle === undefined) return;
    this.#written.delete(path);
    closeSync(handle);
  }

  async rename(from: string, to: string): Promise<void> {
    await renameLater(join(this.#root, from), join(this.#root, to)).catch((cause: unknown) => {
      throw diskError(cause, "rename", to);
    });
  }

  async remove(path: string): Promise<void> {
    this.#forget(path);
    await unlinkLater(join(this.#root, path)).catch((cause: unknown) => {
      if (!isCode(cause, "ENOENT")) throw diskError(cause, "remove a file", path);
    });
  }

  async removeFolder(path: string): Promise<void> {
    await rmdirLater(join(this.#root, path)).catch((cause: unknown) => {
      if (!isCode(cause, "ENOENT")) throw diskError(cause, "remove a folder", path);
    });
  }

  async lock(folder: string): Promise<() => Promise<void>> {
    try {
      return await lockFolder(join(this.#root, folder));
    } catch (cause) {
      throw diskError(cause, "take the log for this process", folder);
    }
  }

  #try<T>(doing: string, path: string, act: (file: string) => T): T {
    try {
      return act(join(this.#root, path));
    } catch (cause) {
      throw diskError(cause, doing, path);
    }
  }
}

// The names of the log's own folder and its parents stand outside the log: they are made durable here.
function makeRoot(root: string): void {
  const first = mkdirSync(root, { recursive: true });
  if (first === undefined) return;
  let made = resolve(root);
  do {
    made = dirname(made);
    const handle = openSync(made, "r");
    fsyncSync(handle);
    closeSync(handle);
  } while (made !== dirname(resolve(first)) && made !== dirname(made));
}

function whereThere<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (cause) {
    if (isCode(cause, "ENOENT") || isCode(cause, "ENOTDIR")) return undefined;
    throw cause;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}
