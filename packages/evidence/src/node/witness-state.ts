/**
 * What a witness remembers of each log: the newest checkpoint that it cosigned, with its own signature, in one file a log.
 *
 * Invariant: `advance` makes the new state durable before it returns it, and sees states of one log one at a time; so a
 * witness never cosigns a smaller tree after a larger one, whatever crashes (tlog-witness, "race").
 */
import { hex, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";
import { type Checkpoint, parseCheckpoint } from "../note/checkpoint.ts";
import { LARGEST_NOTE } from "../note/note.ts";
import { openNote } from "../note/signature.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import type { Disk } from "./disk.ts";
import { nodeSha256 } from "./sha256.ts";

export interface Witnessed {
  readonly note: Uint8Array;
  readonly checkpoint: Checkpoint;
}

export class WitnessState {
  readonly #disk: Disk;
  readonly #keys: readonly VerifierKey[];
  /** The last change of each log that has one under way; a log is forgotten as its last one ends. */
  readonly #tails = new Map<string, Promise<unknown>>();

  constructor(disk: Disk, keys: readonly VerifierKey[]) {
    this.#disk = disk;
    this.#keys = keys;
  }

  /** undefined where nothing was cosigned yet; "signature" where the file is not what this witness signed. */
  async read(origin: string): Promise<Witnessed | undefined> {
    return this.readByHash(originHash(origin));
  }

  async readByHash(hash: string): Promise<Witnessed | undefined> {
    const bytes = await this.#disk.read(hash, LARGEST_NOTE);
    if (bytes === undefined) return undefined;
    const { text } = await openNote(bytes, this.#keys);
    const checkpoint = parseCheckpoint(text);
    if (originHash(checkpoint.origin) !== hash)
      throw new EvidenceError("inconsistent", "a witness's file is of another log", {
        place: { file: hash },
      });
    return { note: bytes, checkpoint };
  }

  /** `decide` sees the state before and gives the note to keep, or throws. Changes of one log wait for each other. */
  async advance(
    origin: string,
    decide: (before: Witnessed | undefined) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const turn = (this.#tails.get(origin) ?? Promise.resolve()).then(async () => {
      const note = await decide(await this.read(origin));
      await this.#keep(originHash(origin), note);
      return note;
    });
    const tail = turn.catch(() => {});
    this.#tails.set(origin, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(origin) === tail) this.#tails.delete(origin);
    }
  }

  async #keep(file: string, note: Uint8Array): Promise<void> {
    const next = `${file}.next`;
    await this.#disk.write(next, note);
    await this.#disk.sync(next);
    await this.#disk.rename(next, file);
    await this.#disk.sync("");
  }
}

/** SHA-256 of the origin in lower-case hexadecimal: the name of its checkpoint's resource (tlog-witness). */
export function originHash(origin: string): string {
  return hex(nodeSha256(utf8(origin)));
}
