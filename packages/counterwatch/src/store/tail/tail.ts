/**
 * Follows the files of one tail: what was appended since the last look is handed on in stretches of whole records, and only what was
 * taken moves the position (tail-state.ts).
 *
 * Rotation by renaming: the file is known by device and inode, whatever it is called, and is read to its end. By copying and truncating:
 * the old inode no longer has the content of its entry, so it begins anew, and the copy has it, so it goes on where the entry stood.
 * Packed copies are known by their unpacked content. What is deleted, or truncated, before it was read is lost; nobody else can know.
 *
 * A last line without its line end waits: until it has one, until its file is packed away, or until the file has not changed for
 * `PATIENCE`, for exports often end without one.
 */
import type { LogForm } from "../../intake/read-log.ts";
import { CounterwatchError } from "../../model/index.ts";
import { wholeRecords } from "./tail-cut.ts";
import { TailEntries } from "./tail-entries.ts";
import { bytesOf, marksOf, tailFiles, type TailFile } from "./tail-files.ts";
import { LONGEST_LINE, recordAt, type TailRecord } from "./tail-record.ts";
import type { TailEntry, TailState } from "./tail-state.ts";

/** Milliseconds. */
export const PATIENCE = 10 * 60_000;
const MOST_AT_ONCE = 1024 * 1024;
const LF = 10;

/** Whole records of one file. */
export interface TailStretch {
  readonly entry: TailEntry;
  readonly bytes: Uint8Array;
  /** The name of the stretch: the same where it is read again. */
  readonly request: string;
}

/** Resolves when the rows are durable. `form`: what the log was recognised as, where it was not known. */
export type TakeStretch = (stretch: TailStretch) => Promise<LogForm | undefined>;

export interface TailTrouble {
  readonly path: string;
  readonly message: string;
  readonly remedy: string | undefined;
}

export class Tail {
  readonly #path: string;
  readonly #state: TailState;
  readonly #entries: TailEntries;
  readonly #take: TakeStretch;
  readonly #clock: () => number;
  /** Files whose content cannot be read, as they were when that was found out. */
  readonly #troubled = new Map<string, TailTrouble & { readonly seen: string }>();
  /** Files as they were when nothing more was to be read of them. */
  readonly #settled = new Map<string, string>();
  #isStopping = false;

  constructor(path: string, state: TailState, take: TakeStretch, clock: () => number) {
    this.#path = path;
    this.#state = state;
    this.#entries = new TailEntries(state);
    this.#take = take;
    this.#clock = clock;
  }

  get troubles(): readonly TailTrouble[] {
    return [...this.#troubled.values()].map(({ path, message, remedy }) => ({ path, message, remedy }));
  }

  get files(): number {
    return this.#state.files.length;
  }

  /** After the stretch that is being taken. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Those that could not be read are tried again at the next look. */
  forgive(): void {
    this.#troubled.clear();
  }

  /**
   * One look at all files; true where there was anything new. Throws `not-found` where there is no file, and what taking throws where
   * it is not the content's fault.
   */
  async look(): Promise<boolean> {
    const files = await tailFiles(this.#path);
    let isNew = false;
    for (const file of files) {
      if (this.#isStopping) return isNew;
      const seen = `${file.inode} ${file.size} ${file.modified}`;
      if (this.#troubled.get(file.path)?.seen === seen || this.#settled.get(file.path) === seen) continue;
      try {
        this.#troubled.delete(file.path);
        const { taken, isWhole } = await this.#follow(file);
        if (taken > 0) isNew = true;
        if (isWhole) this.#settled.set(file.path, seen);
      } catch (cause) {
        if (!isOfContent(cause)) throw cause;
        this.#troubled.set(file.path, {
          path: file.path,
          message: cause.message,
          remedy: cause.remedy,
          seen,
        });
      }
    }
    this.#entries.forget(files);
    for (const path of this.#settled.keys())
      if (!files.some((file) => file.path === path)) this.#settled.delete(path);
    return isNew;
  }

  /** The record that begins at a place; undefined where the log is gone, or was not read so far. */
  recordAt(name: string, offset: number): Promise<TailRecord | undefined> {
    return recordAt(this.#path, this.#state.files, { name, offset });
  }

  async #follow(file: TailFile): Promise<{ readonly taken: number; readonly isWhole: boolean }> {
    const entry = await this.#entries.of(file);
    entry.path = file.path;
    if (!file.isPacked && file.size <= entry.offset) return { taken: 0, isWhole: true };
    let rest: Buffer = Buffer.alloc(0);
    let taken = 0;
    const hand = async (length: number) => {
      if (length === 0 || this.#isStopping) return;
      await this.#hand(file, entry, rest.subarray(0, length));
      rest = rest.subarray(length);
      taken += length;
    };
    for await (const chunk of bytesOf(file, entry.offset)) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (rest.length < MOST_AT_ONCE) continue;
      const length = wholeRecords(rest, entry.form?.text);
      await hand(length > 0 || rest.length <= LONGEST_LINE ? length : rest.length);
      if (this.#isStopping) break;
    }
    await hand(wholeRecords(rest, entry.form?.text));
    const isOver = file.isPacked || this.#clock() - file.modified > PATIENCE;
    if (isOver) await hand(rest.length);
    return { taken, isWhole: rest.length === 0 && !this.#isStopping };
  }

  async #hand(file: TailFile, entry: TailEntry, bytes: Uint8Array): Promise<void> {
    const request = `${entry.names[0]}-${entry.offset}`;
    const form = (await this.#take({ entry, bytes, request })) ?? entry.form;
    const offset = entry.offset + bytes.length;
    const { head, before } = await marksOf(file, offset);
    // Truncated while it was taken: the next look finds other content, and begins it anew.
    const marks = head === undefined || before === undefined ? {} : { head, before };
    Object.assign(entry, { offset, line: entry.line + linesOf(bytes), form, ...marks });
    this.#state.save();
  }
}

function isOfContent(cause: unknown): cause is CounterwatchError {
  return (
    cause instanceof CounterwatchError &&
    (cause.code === "format-unknown" ||
      cause.code === "format-damaged" ||
      cause.code === "not-found" ||
      cause.code === "unreadable" ||
      cause.code === "mapping")
  );
}

function linesOf(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}
