/**
 * Sorts more events than fit in memory: sorted pieces go to a temporary file as JSON Lines and are merged from there.
 * Trust: events hold pseudonyms, never raw identifiers; the folder is readable by its owner alone and removed at the end.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccessEvent } from "../model/index.ts";
import type { EventSorter } from "../stream/event-order.ts";
import { compareTies } from "../stream/reorder-buffer.ts";
import { fileTrouble } from "./file-trouble.ts";

/** Events in memory before a piece is written. */
const PIECE = 100_000;
const LINES_A_WRITE = 2000;
const CHUNK = 256 * 1024;

interface Piece {
  readonly from: number;
  readonly to: number;
}

export class FileEventSorter implements EventSorter {
  readonly #piece: number;
  #held: AccessEvent[] = [];
  readonly #pieces: Piece[] = [];
  #folder: string | undefined;
  #file: number | undefined;
  #size = 0;

  constructor(piece: number = PIECE) {
    this.#piece = piece;
  }

  add(event: AccessEvent): void {
    this.#held.push(event);
    if (this.#held.length >= this.#piece) this.#spill();
  }

  *sorted(): Generator<AccessEvent> {
    const runs: Iterator<AccessEvent>[] = this.#pieces.map((piece) => this.#read(piece));
    runs.push(this.#held.toSorted(compareEvents).values());
    const heads: { event: AccessEvent; run: Iterator<AccessEvent> }[] = [];
    for (const run of runs) {
      const first = run.next();
      if (!first.done) heads.push({ event: first.value, run });
    }
    // One piece in a hundred thousand events: few enough heads to look at each.
    while (heads.length > 0) {
      let least = 0;
      for (let i = 1; i < heads.length; i++) {
        if (compareEvents(heads[i]!.event, heads[least]!.event) < 0) least = i;
      }
      const head = heads[least]!;
      yield head.event;
      const next = head.run.next();
      if (next.done) heads.splice(least, 1);
      else head.event = next.value;
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#file = undefined;
    this.#folder = undefined;
    this.#held = [];
  }

  #spill(): void {
    const events = this.#held.sort(compareEvents);
    const from = this.#size;
    try {
      if (this.#file === undefined) {
        this.#folder = mkdtempSync(join(tmpdir(), "counterwatch-order-"));
        this.#file = openSync(join(this.#folder, "events.jsonl"), "wx+", 0o600);
      }
      for (let at = 0; at < events.length; at += LINES_A_WRITE) {
        const lines = events.slice(at, at + LINES_A_WRITE).map((event) => JSON.stringify(event));
        const bytes = Buffer.from(`${lines.join("\n")}\n`);
        for (let done = 0; done < bytes.length; )
          done += writeSync(this.#file, bytes, done, bytes.length - done);
        this.#size += bytes.length;
      }
    } catch (cause) {
      throw fileTrouble(cause, "the temporary folder for sorting", "unwritable");
    }
    this.#pieces.push({ from, to: this.#size });
    this.#held = [];
  }

  *#read({ from, to }: Piece): Generator<AccessEvent> {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let rest: Buffer = Buffer.alloc(0);
    for (let at = from; at < to; ) {
      const count = readSync(this.#file!, chunk, 0, Math.min(CHUNK, to - at), at);
      if (count === 0) break;
      at += count;
      const bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
        yield JSON.parse(bytes.toString("utf8", start, end)) as AccessEvent;
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
  }
}

function compareEvents(a: AccessEvent, b: AccessEvent): number {
  // RFC 3339 in UTC with a fixed number of digits: text order is time order.
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return compareTies(a, b);
}
