/**
 * A disk in memory that can refuse any step, end the world at any step, and lose, reorder or tear what was not synced.
 *
 * Model: a file's bytes are durable as of its last `sync`; a name (created, replaced or removed) as of the last `sync` of its
 * folder. `crash` keeps of everything else what chance decides, each name and each file on its own: the old bytes, the new
 * ones, or a mixture of sectors of both. A rename within the log is one change of each of its two folders.
 */
import type { Disk } from "./disk.ts";
import { folderOf } from "./layout.ts";
import { EvidenceError } from "../errors.ts";

interface File {
  bytes: Uint8Array;
  durable: Uint8Array;
}

type Entry = File | "folder";

/** Thrown by every step after the last one: the process is gone. */
export class Crashed extends Error {}

const SECTOR = 512;

export class MemoryDisk implements Disk {
  #names = new Map<string, Entry>([["", "folder"]]);
  #durable = new Map<string, Entry>([["", "folder"]]);
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

  async read(path: string, most: number): Promise<Uint8Array | undefined> {
    const entry = this.#names.get(path);
    if (entry === undefined || entry === "folder") return undefined;
    if (entry.bytes.length > most) throw new EvidenceError("limit", "too long", { place: { file: path } });
    return entry.bytes.slice();
  }

  async list(folder: string): Promise<readonly string[] | undefined> {
    if (this.#names.get(folder) !== "folder") return undefined;
    return [...this.#names.keys()]
      .filter((path) => path !== "" && folderOf(path) === folder)
      .map((path) => path.slice(folder === "" ? 0 : folder.length + 1));
  }

  async makeFolder(folder: string): Promise<readonly string[]> {
    if (this.#names.has(folder)) return [];
    const made = [...(await this.makeFolder(folderOf(folder))), folder];
    this.#step("make", folder);
    this.#names.set(folder, "folder");
    return made;
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    if (this.#names.get(folderOf(path)) !== "folder") throw new Error(`no folder for ${path}`);
    const entry = this.#names.get(path);
    const file: File =
      entry === undefined || entry === "folder"
        ? { bytes: new Uint8Array(), durable: new Uint8Array() }
        : entry;
    this.#names.set(path, file);
    // A write that is refused or cut has done half.
    file.bytes = bytes.slice(0, bytes.length / 2);
    this.#step("write", path);
    file.bytes = bytes.slice();
  }

  async sync(path: string): Promise<void> {
    this.#step("sync", path);
    const entry = this.#names.get(path);
    if (entry === undefined) throw new Error(`nothing to sync at ${path}`);
    if (entry !== "folder") {
      entry.durable = entry.bytes;
      return;
    }
    for (const each of new Set([...this.#names.keys(), ...this.#durable.keys()]))
      if (each !== "" && folderOf(each) === path) copyName(this.#names, this.#durable, each);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step("rename", to);
    const entry = this.#names.get(from);
    if (entry === undefined) throw new Error(`nothing at ${from}`);
    this.#names.delete(from);
    this.#names.set(to, entry);
  }

  async remove(path: string): Promise<void> {
    if (!this.#names.has(path)) return;
    this.#step("remove", path);
    this.#names.delete(path);
  }

  async removeFolder(path: string): Promise<void> {
    if (!this.#names.has(path)) return;
    this.#step("remove folder", path);
    this.#names.delete(path);
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
    return this.#copy(this.#names, (file) => ({ bytes: file.bytes, durable: file.durable }));
  }

  /** Power failed. `chance` gives numbers from 0 to 1. */
  crash(chance: () => number): MemoryDisk {
    const names = new Map(this.#durable);
    for (const path of new Set([...this.#names.keys(), ...this.#durable.keys()]))
      if (this.#names.get(path) !== this.#durable.get(path) && chance() < 0.5)
        copyName(this.#names, names, path);
    for (const path of names.keys()) if (!reachable(names, path)) names.delete(path);
    return this.#copy(names, (file) => {
      const bytes = settle(file, chance);
      return { bytes, durable: bytes };
    });
  }

  #copy(names: ReadonlyMap<string, Entry>, of: (file: File) => File): MemoryDisk {
    const next = new MemoryDisk();
    const files = new Map<File, File>();
    for (const [path, entry] of names) {
      if (entry === "folder") next.#names.set(path, entry);
      else {
        const copy = files.get(entry) ?? of(entry);
        files.set(entry, copy);
        next.#names.set(path, copy);
      }
    }
    next.#durable = new Map(next.#names);
    return next;
  }

  paths(): string[] {
    return [...this.#names].filter(([, entry]) => entry !== "folder").map(([path]) => path);
  }
}

function copyName(from: ReadonlyMap<string, Entry>, to: Map<string, Entry>, path: string): void {
  const entry = from.get(path);
  if (entry === undefined) to.delete(path);
  else to.set(path, entry);
}

function reachable(names: ReadonlyMap<string, Entry>, path: string): boolean {
  for (let folder = path; folder !== ""; ) {
    folder = folderOf(folder);
    if (names.get(folder) !== "folder") return false;
  }
  return true;
}

function settle({ bytes, durable }: File, chance: () => number): Uint8Array {
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
