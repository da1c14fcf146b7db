/**
 * The next number of each source, so that opening a ledger for more events need not read all of them.
 *
 *   sources.json  {"size": leaves, "next": [[source, number], …]}
 *
 * Invariant: it is written only for leaves that were acknowledged, so a log with fewer was rolled back. Leaves beyond `size` are read
 * from the log.
 */
import { join } from "node:path";
import { decodeLeaf, type LogReader, readEntries } from "@counterwatch/evidence";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { readRecord, writeRecord } from "./tripwire-files.ts";

const NAME = "sources.json";
const LARGEST = 64 * 1024 * 1024;
const count = z.int().min(0);
const schema = z.strictObject({ size: count, next: z.array(z.tuple([z.string(), count])) });
/** A hostile log could name a new source in every row, and a verifier counts sources, too. */
const MOST_SOURCES = 10_000;
const MORE_SOURCES = "more sources";

export class LedgerSources {
  readonly #path: string;
  readonly #next: Map<string, number>;

  private constructor(path: string, next: Map<string, number>) {
    this.#path = path;
    this.#next = next;
  }

  /** Of a log with `size` leaves. Throws `rollback` where it once had more; what the reader and a damaged leaf throw. */
  static async open(folder: string, reader: LogReader, size: number): Promise<LedgerSources> {
    const path = join(folder, NAME);
    const known = readRecord(path, schema, LARGEST) ?? { size: 0, next: [] };
    if (known.size > size)
      throw new CounterwatchError(
        "rollback",
        `the ledger has ${size} leaves, but ${known.size} were acknowledged here`,
        {
          place: { file: path },
          remedy: "The log was put back to an older state. Keep both, and restore the newest copy.",
        },
      );
    const sources = new LedgerSources(path, new Map(known.next));
    for await (const { entry } of readEntries(reader, { from: known.size, to: size, size }))
      sources.advance(decodeLeaf(entry).source);
    return sources;
  }

  /** The source under which a leaf goes: its own, or one for all beyond ten thousand. */
  nameOf(source: string): string {
    return this.#next.size < MOST_SOURCES || this.#next.has(source) ? source : MORE_SOURCES;
  }

  next(source: string): number {
    return this.#next.get(source) ?? 0;
  }

  advance(source: string): void {
    this.#next.set(source, this.next(source) + 1);
  }

  save(size: number): void {
    writeRecord(this.#path, { size, next: [...this.#next] });
  }
}
