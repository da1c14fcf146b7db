/**
 * The files of a server's folder, as they go into a backup while the server runs.
 *
 * The ledger comes last, and is read in a moment in which nothing is written to it (`LedgerFolder.still`): then its checkpoint, its
 * partial tiles and its keys, and the journals that it has heard of, are read whole, of salts and bodies it is noted how long they are, and full tiles never change. So everything
 * else is of a moment before: the ledger is ahead of what was made from it, which a start makes good.
 */
import { type Dirent, existsSync, readdirSync, readFileSync } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileTrouble } from "../file-trouble.ts";

/** Begins the names of what a backup makes for itself. */
export const OWN_FILES = "backup-of-desk-";
/** Appended to, and erased in place. */
const GROWING = /^private\/(salts\.bin|bodies\.jsonl)$/;
/** Of the ledger, made again from the rest. */
const CACHES = new Set(["private/ids.bin"]);
const TILE = /^tile\//;
const PARTIAL = /\.p\//;
const CHUNK = 1024 * 1024;

/** Folders whose files speak of leaves. */
export const HEARD_OF = ["warnings", "posture", "assessments", "rehearsals"] as const;

export interface FolderFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Everything but `without` (names in the folder) and what a crash leaves half written, by path. */
export async function filesBeside(folder: string, without: ReadonlySet<string>): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  for (const path of await pathsIn(folder, without)) {
    if (path.startsWith(OWN_FILES) || path.endsWith(".partial")) continue;
    const file = await held(folder, path);
    if (file !== undefined) files.push(file);
  }
  return files;
}

/** To be called while nothing is written; what it gives may be read later. */
export async function ledgerFiles(folder: string): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  for (const path of await pathsIn(folder)) {
    if (CACHES.has(path)) continue;
    const isLater = GROWING.test(path) || (TILE.test(path) && !PARTIAL.test(path));
    const file = isLater ? await later(folder, path) : await held(folder, path);
    if (file !== undefined) files.push(file);
  }
  return files;
}

/**
 * Journals and uploads, of which the ledger has heard: to be called while nothing is written to it. Read in one go, without giving way: a step
 * whose leaf is in the ledger is in its journal or staged beside it, and never seen between the two.
 */
export function filesHeardOf(folder: string): FolderFile[] {
  return HEARD_OF.filter((name) => existsSync(join(folder, name))).flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(partial|lock)/.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .toSorted()
      .map((path) => {
        const bytes = readFileSync(join(folder, path));
        return { path, size: bytes.length, chunks: () => [bytes] };
      }),
  );
}

/** Of a file that stays as long as it is. */
export async function later(folder: string, path: string): Promise<FolderFile> {
  const { size } = await stat(join(folder, path));
  return { path, size, chunks: () => chunksOf(join(folder, path), size) };
}

/** Read now. Undefined where it is gone by now: a partial tile that became full. */
async function held(folder: string, path: string): Promise<FolderFile | undefined> {
  try {
    const bytes = await readFile(join(folder, path));
    return { path, size: bytes.length, chunks: () => [bytes] };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileTrouble(cause, join(folder, path), "unreadable");
  }
}

async function* chunksOf(path: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    for (let at = 0; at < size; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(CHUNK, size - at)), 0, null, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * By path; no sockets, no links. A folder below that is gone by the time it is looked into had partial tiles that became full: Node's own
 * recursive listing throws there.
 */
async function pathsIn(folder: string, without: ReadonlySet<string> = new Set()): Promise<string[]> {
  const paths: string[] = [];
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    let entries: Dirent[] = [];
    try {
      entries = await readdir(at, { withFileTypes: true });
    } catch (cause) {
      const isGone = at !== folder && (cause as NodeJS.ErrnoException).code === "ENOENT";
      if (!isGone) throw fileTrouble(cause, at, "unreadable");
    }
    for (const entry of entries) {
      if (at === folder && without.has(entry.name)) continue;
      const path = join(at, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) paths.push(relative(folder, path).split(sep).join("/"));
    }
  }
  return paths.toSorted();
}
