/**
 * What the tripwires say where no ledger is given: a chain of lines in their own folder. It keeps the order of "first said, then done"
 * through a crash, and shows damage; it proves nothing to anybody else, because whoever can write it can rewrite it.
 */
import { createHash, randomBytes } from "node:crypto";
import { truncateSync } from "node:fs";
import { canonicalJson } from "@counterwatch/evidence";
import type { LedgerAppender, LedgerEntry, LedgerReceipt } from "../ledger/appender.ts";
import { CounterwatchError } from "../model/index.ts";
import { appendDurably, readBytes } from "./tripwire-files.ts";

const LARGEST = 512 * 1024 * 1024;

export class TripwireJournal implements LedgerAppender {
  readonly #path: string;
  readonly #sequences = new Map<string, number>();
  #index = 0;
  #head = "0".repeat(64);

  /** Throws `evidence` where a line does not follow on the one before it. */
  constructor(path: string) {
    this.#path = path;
    const text = Buffer.from(readBytes(path, LARGEST) ?? "").toString("utf8");
    const end = text.lastIndexOf("\n") + 1;
    // The last line was being written when the process died: nobody was told that it is there.
    if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
    for (const line of text.slice(0, end).split("\n").slice(0, -1)) this.#follow(line);
  }

  async append(entry: LedgerEntry): Promise<LedgerReceipt> {
    const { kind, source, time, body, statement } = entry;
    const salt = randomBytes(32);
    const commitment =
      body === undefined
        ? undefined
        : createHash("sha256")
            .update("counterwatch/leaf/v1\n")
            .update(salt)
            .update(canonicalJson(body))
            .digest("hex");
    const sequence = this.#sequences.get(source) ?? 0;
    const line = canonicalJson({
      before: this.#head,
      kind,
      sequence,
      source,
      time,
      ...(commitment !== undefined && { commitment }),
      ...(statement !== undefined && { statement }),
    });
    appendDurably(this.#path, `${line}\n`);
    this.#follow(line);
    return { index: this.#index - 1, sequence };
  }

  #follow(line: string): void {
    let read: { before?: unknown; source?: unknown; sequence?: unknown };
    try {
      read = JSON.parse(line) as typeof read;
    } catch {
      read = {};
    }
    const { before, source, sequence } = read;
    if (
      before !== this.#head ||
      typeof source !== "string" ||
      sequence !== (this.#sequences.get(source) ?? 0)
    )
      throw new CounterwatchError("evidence", "a line of the journal does not follow on the one before it", {
        place: { file: this.#path, line: this.#index + 1 },
        remedy: "The file was changed. Keep it, find out by whom, and begin with a new folder.",
      });
    this.#sequences.set(source, sequence + 1);
    this.#head = createHash("sha256").update(line).digest("hex");
    this.#index++;
  }
}
