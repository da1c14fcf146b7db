/**
 * A journal that is open for its one writer. The disk and the ledger are ports.
 *
 * Order of writes of a step: the line is staged, on disk; its leaf is durable in the ledger; the line takes its place in the
 * journal, on disk; the staged copy goes. A crash before the leaf leaves a line that never was; one after it leaves a line
 * that the ledger knows, and the next opening lets it take its place (`settle`).
 */
import type { JsonValue, LedgerAppender, LeafKind } from "../../ledger/appender.ts";
import { CounterwatchError } from "../../model/index.ts";
import {
  headOf,
  type JournalChain,
  type JournalRecord,
  lineHash,
  settle,
  statementOf,
  writeLine,
} from "./journal.ts";

/** Where a journal lies. Each of the writing calls returns once it is durable, and may throw at any place of its work. */
export interface JournalDisk {
  /** For messages. */
  readonly file: string;
  /** Empty where there is none. */
  read(): string;
  staged(): string | undefined;
  stage(line: string): void;
  /** Cuts the journal to its first `keep` bytes and appends the line with a line feed. */
  place(line: string, keep: number): void;
  unstage(): void;
}

export interface JournalLedger extends LedgerAppender {
  /** What the leaves of this source say, in order. */
  heard(source: string): Promise<readonly (JsonValue | undefined)[]>;
}

export interface JournalMeans {
  readonly ledger: JournalLedger;
  readonly clock: () => Date;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}

export class JournalBook {
  readonly #disk: JournalDisk;
  readonly #means: JournalMeans;
  readonly #kind: LeafKind;
  readonly #source: string;
  #records: JournalRecord[];
  #hashes: string[];
  #bytes: number;
  #broken = false;

  private constructor(
    disk: JournalDisk,
    means: JournalMeans,
    kind: LeafKind,
    source: string,
    chain: JournalChain,
  ) {
    this.#disk = disk;
    this.#means = means;
    this.#kind = kind;
    this.#source = source;
    this.#records = [...chain.records];
    this.#hashes = [...chain.hashes];
    this.#bytes = Buffer.byteLength(disk.read());
  }

  /**
   * Verifies every line against the chain and the ledger, and makes good what a crash left. Without a line in either it is a
   * new journal. Throws `evidence`, `rollback`, and what disk and ledger throw.
   */
  static async open(
    disk: JournalDisk,
    means: JournalMeans,
    kind: LeafKind,
    source: string,
  ): Promise<JournalBook> {
    const heard = await means.ledger.heard(source);
    const { chain, repair } = settle(disk.read(), disk.staged(), heard, source, disk.file);
    if (typeof repair === "object") disk.place(repair.line, repair.keep);
    if (repair !== "none") disk.unstage();
    return new JournalBook(disk, means, kind, source, chain);
  }

  get records(): readonly JournalRecord[] {
    return this.#records;
  }

  /** Hash of the newest line, hex; zeros for a new journal. */
  get head(): string {
    return headOf({ records: this.#records, hashes: this.#hashes });
  }

  /**
   * The time that counts now, milliseconds: a clock that was set back does not run before what it has already recorded, so
   * no deadline moves away.
   */
  now(): number {
    return Math.max(this.#means.clock().getTime(), Date.parse(this.#records.at(-1)?.at ?? "1970-01-01"));
  }

  /**
   * Resolves once the step is in the ledger and in the journal. `now` is the time by which the step was checked, of `now()`:
   * a step that was right then is read with the same time for ever. After a refusal the book must be opened again.
   */
  async append(step: JsonValue, now = this.now()): Promise<JournalRecord> {
    if (this.#broken)
      throw new CounterwatchError(
        "unavailable",
        "an earlier step was refused, and this journal takes no more",
        {
          place: { file: this.#disk.file },
          remedy: "Mend what was in the way and start again: what counts is found out then.",
        },
      );
    this.#broken = true;
    const at = new Date(now).toISOString();
    const number = this.#records.length;
    const chain = { records: this.#records, hashes: this.#hashes };
    const line = writeLine(chain, { source: this.#source, at, salt: this.#means.random(32), step });
    this.#disk.stage(line);
    await this.#means.ledger.append({
      kind: this.#kind,
      source: this.#source,
      time: at,
      body: { step },
      statement: statementOf(number, line),
    });
    this.#disk.place(line, this.#bytes);
    this.#disk.unstage();
    const record = { number, at, previous: headOf(chain), step };
    this.#records.push(record);
    this.#hashes.push(lineHash(line));
    this.#bytes += Buffer.byteLength(line) + 1;
    this.#broken = false;
    return record;
  }
}
