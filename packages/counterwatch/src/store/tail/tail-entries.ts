/**
 * Which entry of a tail's state a file has: by device and inode, and by its content where those are new, whatever the file is called.
 * Rotation is told apart here; tail.ts says how.
 */
import { isSameLog, type TailFile } from "./tail-files.ts";
import { newEntryName, type TailEntry, type TailState } from "./tail-state.ts";

/** How often a file may be missing before it is forgotten: while files are renamed a listing may lack one. */
const MOST_MISSED = 3;
/** SHA-256 of nothing, as marks have it. */
const NOTHING = "e3b0c44298fc1c149afbf4c8996fb924";

export class TailEntries {
  readonly #state: TailState;
  readonly #missed = new Map<string, number>();

  constructor(state: TailState) {
    this.#state = state;
  }

  /** The entry of a file, durable where it is new. */
  async of(file: TailFile): Promise<TailEntry> {
    const { files } = this.#state;
    const known = files.find(({ inode, device }) => inode === file.inode && device === file.device);
    if (known !== undefined && (await isSameLog(file, known))) return known;
    // What stood there is elsewhere now, or nowhere.
    if (known !== undefined) Object.assign(known, { inode: -1 });
    let begun: TailEntry | undefined;
    for (const other of files)
      if (other.offset > (begun?.offset ?? 0) && (await isSameLog(file, other))) begun = other;
    const { path, device, inode } = file;
    const none = { length: 0, hash: NOTHING };
    const fresh: TailEntry = {
      ...(begun ?? { offset: 0, line: 1, head: none, before: none }),
      names: [newEntryName(), ...(begun?.names ?? [])],
      path,
      device,
      inode,
    };
    files.push(fresh);
    this.#state.save();
    return fresh;
  }

  /** Entries of files that are gone; what a dead letter says of them is gone with them. */
  forget(found: readonly TailFile[]): void {
    const inodes = new Set(found.map(({ device, inode }) => `${device} ${inode}`));
    const before = this.#state.files.length;
    this.#state.files = this.#state.files.filter(({ names, device, inode }) => {
      const [name = ""] = names;
      const missed = inodes.has(`${device} ${inode}`) ? 0 : (this.#missed.get(name) ?? 0) + 1;
      this.#missed.set(name, missed);
      if (missed > MOST_MISSED) this.#missed.delete(name);
      return missed <= MOST_MISSED;
    });
    if (this.#state.files.length !== before) this.#state.save();
  }
}
