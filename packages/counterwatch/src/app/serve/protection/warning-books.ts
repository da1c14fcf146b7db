/**
 * The journals of warnings of a running server: one folder for each register, `warnings/ID/` with `journal.jsonl` and the register's
 * public covers. Opened at the start and held as long as the server runs, checked against chain, covers and ledger.
 *
 * A journal that is not as the ledger heard of it is shown to nobody: every question is answered with why. The server goes on, because
 * look-ups must not go unjudged for it.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { JournalBook } from "../../../incidents/journal/journal-book.ts";
import { foldWarnings } from "../../../incidents/warnings/warning-life.ts";
import { CounterwatchError } from "../../../model/index.ts";
import { checkCovers, type CoverChain } from "../../../register/cover.ts";
import type { DeskJournals } from "../../../store/desk-journals.ts";
import { JournalFolder } from "../../../store/journal-folder.ts";
import { readCovers } from "../../../store/register-files.ts";
import { writeDurably } from "../../../store/tripwire-files.ts";
import { WarningBook } from "../../warnings-book.ts";
import { checkSigners, officerKeys, signersOf, warningSource } from "../../warnings-desk.ts";

const COVERS = "covers.jsonl";
const REGISTER = /^[0-9a-f]{32}$/;

export interface WarningBooksParts {
  /** `warnings/` of the server's folder. */
  readonly folder: string;
  readonly journals: DeskJournals;
  readonly clock: () => Date;
  /** Whether two accounts may release in journals that are begun here. */
  readonly accounts: boolean;
  readonly log: (sentence: string) => void;
}

interface Held {
  readonly book: WarningBook;
  readonly chain: CoverChain;
}

export class WarningBooks {
  readonly #parts: WarningBooksParts;
  readonly #held = new Map<string, Held>();
  readonly #locks = new Map<string, () => void>();
  #trouble: CounterwatchError | undefined;
  /** One step after the other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(parts: WarningBooksParts) {
    this.#parts = parts;
  }

  static async open(parts: WarningBooksParts): Promise<WarningBooks> {
    const books = new WarningBooks(parts);
    const { folder, journals, log } = parts;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const start = warningSource("");
    const registers = new Set([
      ...readdirSync(folder).filter((name) => REGISTER.test(name)),
      ...journals.sources(start).map((source) => source.slice(start.length)),
    ]);
    for (const register of registers)
      await books.#open(register).catch((cause: unknown) => {
        if (!(cause instanceof CounterwatchError)) throw cause;
        books.#trouble = cause;
        log(
          `warnings are not shown: ${cause.message}${cause.remedy === undefined ? "" : `; ${cause.remedy}`}`,
        );
      });
    return books;
  }

  /** In turn with everything else that reads or writes. */
  alone<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** All journals. Throws `unavailable` where one is not as it was left. */
  async all(): Promise<readonly WarningBook[]> {
    if (this.#trouble !== undefined)
      throw new CounterwatchError(
        "unavailable",
        `the warnings cannot be relied on: ${this.#trouble.message}`,
        {
          remedy: this.#trouble.remedy ?? "Look at the server's log.",
          cause: this.#trouble,
        },
      );
    for (const register of this.#locks.keys()) if (!this.#held.has(register)) await this.#open(register);
    return [...this.#held.values()].map(({ book }) => book);
  }

  /** As `alone`, with all journals. Throws what `all` throws. */
  withAll<T>(act: (books: readonly WarningBook[]) => Promise<T>): Promise<T> {
    return this.alone(async () => await act(await this.all()));
  }

  /** Undefined: nobody has sent this register's covers. */
  async of(register: string): Promise<WarningBook | undefined> {
    await this.all();
    return this.#held.get(register)?.book;
  }

  /** Whatever is refused half way is found out by opening it again. */
  async writing<T>(book: WarningBook, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      const isRefusal = cause instanceof CounterwatchError && cause.code === "usage";
      for (const [register, held] of this.#held)
        if (held.book === book && !isRefusal) this.#held.delete(register);
      throw cause;
    }
  }

  /**
   * A register's public covers, which say whose signatures count. The first ones that are sent are believed; later ones must go on from
   * them. Throws `usage` where they are not, or of another register.
   */
  async learn(register: string, text: string): Promise<void> {
    const chain = coversOf(text);
    if (chain.newest.register !== register)
      throw new CounterwatchError("usage", "these covers are of another register than the assessment");
    await this.all();
    const before = this.#held.get(register)?.chain;
    if (before !== undefined) {
      if (chain.head.version < before.head.version) return;
      if (chain.hashes[before.head.version] !== before.head.cover)
        throw new CounterwatchError("refused", "these covers do not go on from those that were sent before", {
          remedy: "Find out which register is the true one before anything is released.",
        });
    }
    const folder = new JournalFolder(join(this.#parts.folder, register));
    if (!this.#locks.has(register)) this.#locks.set(register, folder.lock());
    writeDurably(join(folder.path, COVERS), text);
    await this.#open(register);
  }

  close(): void {
    for (const letGo of this.#locks.values()) letGo();
    this.#locks.clear();
  }

  async #open(register: string): Promise<void> {
    const { folder: root, journals, clock, accounts } = this.#parts;
    const folder = new JournalFolder(join(root, register));
    if (!this.#locks.has(register)) this.#locks.set(register, folder.lock());
    const covers = join(folder.path, COVERS);
    const means = { ledger: journals, clock, random: randomBytes };
    const journal = await JournalBook.open(folder, means, "warning", warningSource(register));
    if (!existsSync(covers))
      throw new CounterwatchError("evidence", "the register's covers are gone", {
        place: { file: covers },
        remedy: "Restore the folder from a backup.",
      });
    const chain = checkCovers(readCovers(covers), covers);
    const warnings = foldWarnings(journal.records, folder.file);
    checkSigners(warnings, chain, folder.file);
    const book = new WarningBook(journal, warnings);
    const signers = signersOf(chain);
    const last = warnings.signers.at(-1);
    if (last === undefined)
      await book.take({ do: "founded", register, signers, ...(accounts && { accounts: true }) });
    else if (officerKeys(last.officers) !== officerKeys(signers.officers))
      await book.take({ do: "officers", signers });
    this.#held.set(register, { book, chain });
  }
}

function coversOf(text: string): CoverChain {
  try {
    return checkCovers(text, COVERS);
  } catch (cause) {
    if (!(cause instanceof CounterwatchError)) throw cause;
    throw new CounterwatchError("usage", `these are no covers of a register: ${cause.message}`, {
      remedy: "Send covers.jsonl of the register's folder as it is.",
    });
  }
}
