/**
 * Rows that a server could not read, in one file of JSON Lines: where, why, and their values masked to their shape. Nothing raw is
 * kept: whoever sent a row mends it and sends it again, and a row of a file that is followed is read again from there, if it is still
 * there. That it was is noted in a line of its own; a letter is never changed.
 *
 * A request that is sent again adds nothing: it is known by its name how far its letters are kept. A line that a crash cut short is
 * taken away at opening. Letters go when retention says so, all at once. Limits: the names of the latest 100,000 requests are
 * remembered; a letter that went comes back where its request is sent again after that.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, truncateSync } from "node:fs";
import { z } from "zod";
import { type DeadLetter, deadLetterSchema } from "../model/index.ts";
import { fileTrouble } from "./file-trouble.ts";
import { appendDurably, replaceDurably } from "./tripwire-files.ts";

/** Where the row begins: the name of a log that is followed (tail-state.ts), and unpacked bytes from its beginning. */
const positionSchema = z.strictObject({ log: z.string(), offset: z.int().min(0) });
export type LetterPosition = z.output<typeof positionSchema>;

const keptSchema = deadLetterSchema.extend({
  request: z.string(),
  position: positionSchema.optional(),
  kept: z.string().optional(),
});
type WrittenLetter = z.output<typeof keptSchema>;

/** A row that was read again and is in the ledger now. */
const replayedSchema = z.strictObject({ replayed: z.string(), request: z.string(), ordinal: z.int() });

/** `kept`, `replayed`: RFC 3339, when it was kept, and when it was read after all. */
export type KeptLetter = WrittenLetter & { readonly replayed?: string };

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
  readonly #replayed = new Map<string, string>();
  readonly #clock: () => number;

  /** `clock`: milliseconds. */
  constructor(path: string, clock: () => number = Date.now) {
    this.#path = path;
    this.#clock = clock;
    if (!existsSync(path)) return;
    let whole = 0;
    for (const { text, end } of forwards(this.#path)) {
      whole = end;
      const letter = letterOf(text);
      if (letter !== undefined) this.#note(letter);
      else this.#noteReplayed(text);
    }
    truncateSync(path, whole);
  }

  /** Durable when it returns. `request`: the same for what is sent again. */
  keep(
    source: string,
    request: string,
    letters: readonly (DeadLetter & { readonly position?: LetterPosition })[],
  ): void {
    const upTo = this.#upTo.get(request) ?? 0;
    const kept = new Date(this.#clock()).toISOString();
    const fresh = letters
      .filter(({ ordinal }) => ordinal > upTo)
      .map((letter): WrittenLetter => ({ ...letter, source, request, kept }));
    if (fresh.length === 0) return;
    appendDurably(this.#path, fresh.map((letter) => `${JSON.stringify(letter)}\n`).join(""));
    for (const letter of fresh) this.#note(letter);
  }

  /** The row is in the ledger now. Durable when it returns. `at`: RFC 3339. */
  noteReplayed({ request, ordinal }: KeptLetter, at: string): void {
    const line = JSON.stringify({ replayed: at, request, ordinal });
    appendDurably(this.#path, `${line}\n`);
    this.#noteReplayed(line);
  }

  /**
   * Letters of these sources that were kept before a time (RFC 3339), or at a time that nobody wrote down, go; how many. The file is
   * written anew, and what stood in the old one is overwritten.
   */
  forget(before: ReadonlyMap<string, string>): number {
    if (before.size === 0 || !existsSync(this.#path)) return 0;
    const left: string[] = [];
    const gone = new Set<string>();
    let count = 0;
    for (const { text } of forwards(this.#path)) {
      const letter = letterOf(text);
      const limit = letter === undefined ? undefined : before.get(letter.source);
      if (letter !== undefined && limit !== undefined && (letter.kept ?? "") < limit) {
        gone.add(nameOf(letter));
        this.#counts.set(letter.source, this.countOf(letter.source) - 1);
        count++;
      } else left.push(text);
    }
    if (count === 0) return 0;
    const kept = left.filter((text) => {
      const note = parsed(replayedSchema, text);
      return note === undefined || !gone.has(nameOf(note));
    });
    replaceDurably(this.#path, kept.map((text) => `${text}\n`).join(""));
    return count;
  }

  /** Letters whose rows can be read again from a file, and were not yet. */
  *replayable(source: string | undefined): Generator<KeptLetter & { readonly position: LetterPosition }> {
    if (!existsSync(this.#path)) return;
    for (const { text } of forwards(this.#path)) {
      const letter = letterOf(text);
      if (letter?.position === undefined || (source !== undefined && letter.source !== source)) continue;
      if (!this.#replayed.has(nameOf(letter))) yield { ...letter, position: letter.position };
    }
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
      const replayed = letter === undefined ? undefined : this.#replayed.get(nameOf(letter));
      if (letter !== undefined && (source === undefined || letter.source === source))
        items.push(replayed === undefined ? letter : { ...letter, replayed });
      if (items.length === limit) break;
    }
    return { items, total, next: begin > 0 ? String(begin) : undefined };
  }

  #noteReplayed(text: string): void {
    const note = parsed(replayedSchema, text);
    if (note !== undefined) this.#replayed.set(nameOf(note), note.replayed);
  }

  #note({ source, request, ordinal }: WrittenLetter): void {
    this.#counts.set(source, this.countOf(source) + 1);
    this.#upTo.delete(request);
    this.#upTo.set(request, ordinal);
    const [eldest] = this.#upTo.keys();
    if (this.#upTo.size > MOST_REQUESTS && eldest !== undefined) this.#upTo.delete(eldest);
  }

  /** Whole lines that end at `before` or earlier, the last one first; `start` is where each begins. */
  *#backwards(before: number | undefined): Generator<{ readonly text: string; readonly start: number }> {
    if (!existsSync(this.#path)) return;
    const file = opened(this.#path);
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
}

/**
 * Letters of a source that were kept before a time (RFC 3339), or at one that nobody wrote down. Reads alone: a server may be writing.
 */
export function lettersBefore(path: string, source: string, before: string): number {
  if (!existsSync(path)) return 0;
  let count = 0;
  for (const { text } of forwards(path)) {
    const letter = letterOf(text);
    if (letter?.source === source && (letter.kept ?? "") < before) count++;
  }
  return count;
}

function* forwards(path: string): Generator<{ readonly text: string; readonly end: number }> {
  const file = opened(path);
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
        const text = rest.toString("utf8", from, end);
        from = end + 1;
        yield { text, end: at - rest.length + from };
      }
      rest = rest.subarray(from);
    }
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw fileTrouble(cause, path, "unreadable");
  }
}

function letterOf(text: string): WrittenLetter | undefined {
  return parsed(keptSchema, text);
}

function nameOf({ request, ordinal }: { readonly request: string; readonly ordinal: number }): string {
  return `${ordinal} ${request}`;
}

/** Undefined for a line that is another, or not ours: somebody wrote into the file. */
function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
