/**
 * Batches that are made and not yet acknowledged, one file each.
 *
 * Invariant: the file is the one point of truth. It holds the batch and how far the log was read when it was made; once it has its name,
 * these look-ups are sent, exactly these bytes, until the agency acknowledges them. A crash before loses nothing, because the log
 * is read on from the file before; a crash after sends the same bytes again, which the agency knows by their number.
 * Suffix `.batch`: made; `.logged`: its root is in the ledger as well. Only the latter are sent.
 */
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CounterwatchError } from "../model/index.ts";
import { epochNumber, hex32 } from "../tripwire/terms.ts";
import {
  makePrivateFolder,
  readBytes,
  readRecord,
  syncFolder,
  writeDurably,
  writeRecord,
} from "./tripwire-files.ts";

const cursorSchema = z.strictObject({
  /** Which log: a hash of the paths. */
  log: hex32,
  /** Look-ups of it that are in batches. */
  taken: z.int().min(0),
  /** Hash chain over their events, so that another log is not taken for this one. */
  chain: hex32,
});
export type LogCursor = z.output<typeof cursorSchema>;

const headSchema = z.strictObject({
  number: z.int().min(1),
  epoch: epochNumber,
  root: hex32,
  /** Entries, real and dummy: always the same. */
  count: z.int().min(1),
  cursor: cursorSchema.optional(),
});
export type BatchHead = z.output<typeof headSchema>;

const sentSchema = z.strictObject({ number: z.int().min(0), cursors: z.array(cursorSchema).max(64) });

export interface OutgoingBatch extends BatchHead {
  readonly bytes: Uint8Array;
}

const LARGEST = 288 * 1024 * 1024;
const MOST_CURSORS = 64;
const NAME = /^(\d{12})\.(batch|logged)$/;

export class TripwireOutbox {
  readonly #folder: string;
  readonly #sentPath: string;
  #cursors: readonly LogCursor[];
  #acknowledged: number;
  readonly #waiting = new Map<number, "batch" | "logged">();

  constructor(folder: string) {
    this.#folder = join(folder, "outbox");
    this.#sentPath = join(folder, "sent.json");
    makePrivateFolder(this.#folder);
    const sent = readRecord(this.#sentPath, sentSchema);
    this.#acknowledged = sent?.number ?? 0;
    this.#cursors = sent?.cursors ?? [];
    for (const name of readdirSync(this.#folder).toSorted()) {
      const [, digits, state] = NAME.exec(name) ?? [];
      if (digits === undefined) continue;
      const number = Number(digits);
      if (number <= this.#acknowledged) rmSync(join(this.#folder, name));
      else this.#waiting.set(number, state as "batch" | "logged");
    }
    for (const [at, number] of [...this.#waiting.keys()].entries()) {
      if (number !== this.#acknowledged + 1 + at) throw this.#damaged();
      this.#remember(this.read(number).cursor);
    }
  }

  /** The number of the next batch to make. */
  get next(): number {
    return this.#acknowledged + this.#waiting.size + 1;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  cursor(log: string): LogCursor | undefined {
    return this.#cursors.find((cursor) => cursor.log === log);
  }

  add(head: BatchHead, bytes: Uint8Array): void {
    writeDurably(this.#path(head.number, "batch"), `${JSON.stringify(head)}\n`, bytes);
    this.#waiting.set(head.number, "batch");
    this.#remember(head.cursor);
  }

  /** The oldest that is not in the ledger yet. */
  unlogged(): BatchHead | undefined {
    for (const [number, state] of this.#waiting) if (state === "batch") return this.read(number);
    return undefined;
  }

  logged(number: number): void {
    renameSync(this.#path(number, "batch"), this.#path(number, "logged"));
    syncFolder(this.#folder);
    this.#waiting.set(number, "logged");
  }

  /** The oldest that waits, if it may be sent. */
  oldest(): OutgoingBatch | undefined {
    const [first] = this.#waiting;
    return first?.[1] === "logged" ? this.read(first[0]) : undefined;
  }

  /** How far the log was read is written down before the file that says so goes. */
  acknowledge(number: number): void {
    if (number !== this.#acknowledged + 1) throw this.#damaged();
    writeRecord(this.#sentPath, { number, cursors: this.#cursors });
    rmSync(this.#path(number, this.#waiting.get(number) ?? "logged"), { force: true });
    this.#waiting.delete(number);
    this.#acknowledged = number;
  }

  read(number: number): OutgoingBatch {
    const bytes = readBytes(this.#path(number, this.#waiting.get(number) ?? "logged"), LARGEST);
    const end = bytes?.indexOf(0x0a) ?? -1;
    if (bytes === undefined || end < 0) throw this.#damaged();
    try {
      const head = headSchema.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString("utf8")));
      if (head.number !== number) throw new Error("another batch");
      return { ...head, bytes: bytes.subarray(end + 1) };
    } catch {
      throw this.#damaged();
    }
  }

  #remember(cursor: LogCursor | undefined): void {
    if (cursor === undefined) return;
    const others = this.#cursors.filter(({ log }) => log !== cursor.log);
    this.#cursors = [cursor, ...others].slice(0, MOST_CURSORS);
  }

  #damaged(): CounterwatchError {
    return new CounterwatchError("unreadable", "the batches that wait here are not in order", {
      place: { file: this.#folder },
      remedy: "Restore the folder from a backup; do not delete single batches.",
    });
  }

  #path(number: number, state: "batch" | "logged"): string {
    return join(this.#folder, `${String(number).padStart(12, "0")}.${state}`);
  }
}
