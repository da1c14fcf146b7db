/**
 * A disk in memory that can refuse any step, end the world at any step, and lose, reorder or tear what was not synced.
 *
 * Model: a tree of files and folders as inodes. A file's bytes are durable as of its last `sync`; a name (created, replaced
 * or removed) as of the last `sync` of the folder that holds it. `crash` keeps of everything else what chance decides, each
 * name and each file on its own: the old bytes, the new ones, or a mixture of sectors of both. What hangs on a name that is
 * lost is lost with it. A rename between folders is one change of each.
 */
import { EvidenceError } from "../errors.ts";
import type { Disk } from "./disk.ts";
import { folderOf } from "./layout.ts";

class File {
  bytes = new Uint8Array();
  durable = new Uint8Array();
}

class Folder {
  names = new Map<string, File | Folder>();
  durable = new Map<string, File | Folder>();
}

/** Thrown by every step after the last one: the process is gone. */
export class Crashed extends Error {}

const SECTOR = 512;

export class MemoryDisk implements Disk {
  #root = new Folder();
  #locked = false;
  /** Steps that change something, counted from 0. */
  steps = 0;
  readonly log: string[] = [];
  /** Called before each step that changes something; what it throws is the disk's refusal. */
  before: (step: number, doing: string, path: string) => void = () => {};
  #dead = false;

  #step(doing: string, path: string): void {
    if (this.#dead) throw new Crashed();
    const step = this.steps;
    this.steps += 1;
    this.log.push(`${doing} ${path}`);
    try {
      this.before(step, doing, path);
    } catch (cause) {
      if (cause instanceof Crashed) this.#dead = true;
      throw cause;
    }
  }

  #find(path: string): File | Folder | undefined {
    let node: File | Folder | undefined = this.#root;
    for (const name of path.split("/").filter((each) => each !== ""))
      node = node instanceof Folder ? node.names.get(name) : undefined;
    return node;
  }

  #folderWith(path: string): Folder {
    const folder = this.#find(folderOf(path));
    if (!(folder instanceof Folder)) throw new Error(`no folder for ${path}`);
    return folder;
  }

  async read(path: string, most: number): Promise<Uint8Array | undefined> {
    const file = this.#find(path);
    if (!(file instanceof File)) return undefined;
    if (file.bytes.length > most) throw new EvidenceError("limit", "too long", { place: { file: path } });
    return file.bytes.slice();
  }

  async list(folder: string): Promise<readonly string[] | undefined> {
    const found = this.#find(folder);
    return found instanceof Folder ? [...found.names.keys()] : undefined;
  }

  async makeFolder(folder: string): Promise<void> {
    if (this.#find(folder) !== undefined) return;
    await this.makeFolder(folderOf(folder));
    this.#step("make", folder);
    this.#folderWith(folder).names.set(nameOf(folder), new Folder());
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const folder = this.#folderWith(path);
    const found = folder.names.get(nameOf(path));
    const file = found instanceof File ? found : new File();
    try {
      this.#step("write", path);
    } catch (cause) {
      // A write that is refused or cut has done half, unless the file could not even be opened.
      if (cause instanceof EvidenceError && cause.code === "read-only") throw cause;
      folder.names.set(nameOf(path), file);
      file.bytes = Uint8Array.from(bytes.subarray(0, bytes.length / 2));
      throw cause;
    }
    folder.names.set(nameOf(path), file);
    file.bytes = Uint8Array.from(bytes);
  }

  async sync(path: string): Promise<void> {
    this.#step("sync", path);
    const node = this.#find(path);
    if (node === undefined) throw new Error(`nothing to sync at ${path}`);
    if (node instanceof File) node.durable = node.bytes;
    else node.durable = new Map(node.names);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step("rename", to);
    const node = this.#find(from);
    if (node === undefined) throw new Error(`nothing at ${from}`);
    this.#folderWith(from).names.delete(nameOf(from));
    this.#folderWith(to).names.set(nameOf(to), node);
  }

  async remove(path: string): Promise<void> {
    if (this.#find(path) === undefined) return;
    this.#step("remove", path);
    this.#folderWith(path).names.delete(nameOf(path));
  }

  async removeFolder(path: string): Promise<void> {
    const folder = this.#find(path);
    if (!(folder instanceof Folder)) return;
    if (folder.names.size > 0) throw new Error(`${path} is not empty`);
    this.#step("remove folder", path);
    this.#folderWith(path).names.delete(nameOf(path));
  }

  async lock(): Promise<() => Promise<void>> {
    if (this.#locked) throw new EvidenceError("locked", "locked");
    this.#locked = true;
    return async () => {
      this.#locked = false;
    };
  }

  /** The process ended, the machine did not: everything written stays. */
  kill(): MemoryDisk {
    const next = new MemoryDisk();
    next.#root = this.#root;
    return next;
  }

  /** Power failed. `chance` gives numbers from 0 to 1. */
  crash(chance: () => number): MemoryDisk {
    const next = new MemoryDisk();
    next.#root = survivor(this.#root, chance, new Map()) as Folder;
    return next;
  }

  paths(): string[] {
    return [...pathsOf(this.#root, "")];
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function* pathsOf(folder: Folder, at: string): Generator<string> {
  for (const [name, node] of folder.names)
    if (node instanceof File) yield at + name;
    else yield* pathsOf(node, `${at}${name}/`);
}

function survivor(
  node: File | Folder,
  chance: () => number,
  known: Map<File | Folder, File | Folder>,
): File | Folder {
  const found = known.get(node);
  if (found !== undefined) return found;
  if (node instanceof File) {
    const file = new File();
    file.bytes = settle(node, chance);
    file.durable = file.bytes;
    known.set(node, file);
    return file;
  }
  const folder = new Folder();
  known.set(node, folder);
  for (const name of new Set([...node.names.keys(), ...node.durable.keys()])) {
    const [now, durable] = [node.names.get(name), node.durable.get(name)];
    const kept = now === durable || chance() < 0.5 ? now : durable;
    if (kept !== undefined) folder.names.set(name, survivor(kept, chance, known));
  }
  folder.durable = new Map(folder.names);
  return folder;
}

function settle({ bytes, durable }: File, chance: () => number): Uint8Array<ArrayBuffer> {
  if (bytes === durable) return bytes;
  const fate = chance();
  if (fate < 0.3) return durable;
  if (fate < 0.6) return bytes;
  const length = chance() < 0.5 ? bytes.length : Math.floor(chance() * (bytes.length + 1));
  const torn = new Uint8Array(length);
  for (let at = 0; at < length; at += SECTOR) {
    const from = chance() < 0.5 ? bytes : durable;
    torn.set(from.subarray(at, Math.min(at + SECTOR, length)), at);
  }
  return torn;
}
