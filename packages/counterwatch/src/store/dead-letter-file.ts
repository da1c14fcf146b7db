/**
 * Rows that a server could not read, in one file of JSON Lines: where, why, and their values masked to their shape. Nothing raw is
 * kept, so nothing can be read again from here: whoever sent a row mends it and sends it again.
 *
 * A request that is sent again adds nothing: it is known by its name how far its letters are kept. A line that a crash cut short is
 * taken away at opening. Limits: no letter is ever removed; the names of the latest 100,000 requests are remembered.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, truncateSync } from "node:fs";
import { z } from "zod";
import { type DeadLetter, deadLetterSchema } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { appendDurably } from "./tripwire-files.ts";

const keptSchema = deadLetterSchema.extend({ request: z.string() });
export type KeptLetter = z.output<typeof keptSchema>;

const WINDOW = 256 * 1024;
const MOST_REQUESTS = 100_000;
/** Read backwards for one page; then the page is what was found. */
const MOST_READ = 64 * 1024 * 1024;
const NEWLINE = 10;

export interface LetterPage {
  /** The latest first. */
  readonly items: readonly KeptLetter[];
  readonly total: number;
  readonly next: string | undefined;
}

export class DeadLetterFile {
  readonly #path: string;
  readonly #counts = new Map<string, number>();
  /** Ordinal of the last row that is kept, by request. */
  readonly #upTo = new Map<string, number>();

  constructor(path: string) {
    this.#path = path;
    if (!existsSync(path)) return;
    let whole = 0;
    for (const { letter, end } of this.#forwards()) {
      whole = end;
      if (letter !== undefined) this.#note(letter);
    }
    truncateSync(path, whole);
  }

  /** Durable when it returns. `request`: the same for what is sent again. */
  keep(source: string, request: string, letters: readonly DeadLetter[]): void {
    const upTo = this.#upTo.get(request) ?? 0;
    const fresh = letters
      .filter(({ ordinal }) => ordinal > upTo)
      .map((letter): KeptLetter => ({ ...letter, source, request }));
    if (fresh.length === 0) return;
    appendDurably(this.#path, fresh.map((letter) => `${JSON.stringify(letter)}\n`).join(""));
    for (const letter of fresh) this.#note(letter);
  }

  countOf(source: string): number {
    return this.#counts.get(source) ?? 0;
  }

  get sources(): Iterable<string> {
    return this.#counts.keys();
  }

  /** `after`: as the page before gave it. */
  page(
    source: string | undefined,
    { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  ): LetterPage {
    const items: KeptLetter[] = [];
    const counts = source === undefined ? [...this.#counts.values()] : [this.countOf(source)];
    const total = counts.reduce((sum, count) => sum + count, 0);
    let begin = 0;
    for (const { text, start } of this.#backwards(after === undefined ? undefined : Number(after))) {
      begin = start;
      const letter = letterOf(text);
      if (letter !== undefined && (source === undefined || letter.source === source)) items.push(letter);
      if (items.length === limit) break;
    }
    return { items, total, next: begin > 0 ? String(begin) : undefined };
  }

  #note({ source, request, ordinal }: KeptLetter): void {
    this.#counts.set(source, this.countOf(source) + 1);
    this.#upTo.delete(request);
    this.#upTo.set(request, ordinal);
    const [eldest] = this.#upTo.keys();
    if (this.#upTo.size > MOST_REQUESTS && eldest !== undefined) this.#upTo.delete(eldest);
  }

  *#forwards(): Generator<{ readonly letter: KeptLetter | undefined; readonly end: number }> {
    const file = this.#open();
    try {
      let rest: Buffer = Buffer.alloc(0);
      const window = Buffer.alloc(WINDOW);
      for (let at = 0; ; ) {
        const read = readSync(file, window, 0, WINDOW, at);
        if (read === 0) return;
        at += read;
        rest = Buffer.concat([rest, window.subarray(0, read)]);
        let from = 0;
        for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, from)) {
          const letter = letterOf(rest.toString("utf8", from, end));
          from = end + 1;
          yield { letter, end: at - rest.length + from };
        }
        rest = rest.subarray(from);
      }
    } finally {
      closeSync(file);
    }
  }

  /** Whole lines that end at `before` or earlier, the last one first; `start` is where each begins. */
  *#backwards(before: number | undefined): Generator<{ readonly text: string; readonly start: number }> {
    if (!existsSync(this.#path)) return;
    const file = this.#open();
    try {
      const { size } = fstatSync(file);
      let start = Math.min(before ?? size, size);
      const least = Math.max(0, start - MOST_READ);
      let held: Buffer = Buffer.alloc(0);
      while (start > least) {
        const length = Math.min(WINDOW, start);
        const piece = Buffer.alloc(length);
        readSync(file, piece, 0, length, start - length);
        start -= length;
        held = Buffer.concat([piece, held]);
        // The newline that ends a line stands at the end of what is held; the one before it ends the line before.
        for (let at = held.lastIndexOf(NEWLINE, held.length - 2); at >= 0 && held.length > 1; ) {
          yield { text: held.toString("utf8", at + 1, held.length - 1), start: start + at + 1 };
          held = held.subarray(0, at + 1);
          at = held.length < 2 ? -1 : held.lastIndexOf(NEWLINE, held.length - 2);
        }
      }
      if (start === 0 && held.length > 1) yield { text: held.toString("utf8", 0, held.length - 1), start: 0 };
    } finally {
      closeSync(file);
    }
  }

  #open(): number {
    try {
      return openSync(this.#path, "r");
    } catch (cause) {
      throw fileTrouble(cause, this.#path, "unreadable");
    }
  }
}

/** Undefined for a line that is not ours: somebody wrote into the file. */
function letterOf(text: string): KeptLetter | undefined {
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
