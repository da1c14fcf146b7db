/**
 * Bytes to text, in blocks that end at a line end. UTF-8 or UTF-16 by byte-order mark or by what the bytes are; a line that
 * is not UTF-8 is read as Windows-1252 (of which Latin-1 is a part) by itself, so that one stray byte changes neither
 * the lines before it nor those after.
 */
import { isAscii, isUtf8 } from "node:buffer";

export interface TextBlock {
  /** Whole lines ending with LF (CRLF stays as it is), but for the last block; byte-order marks are gone. */
  readonly text: string;
  readonly last: boolean;
}

/** A line longer than this is handed on in pieces. */
const LONGEST_LINE = 4 << 20;
/** So much of the beginning decides whether lines end with CR alone, whatever chunks it comes in. */
const DECIDED_BY = 32_768;
/** So many bytes tell the encoding, whatever chunks they come in. */
const TELLING = 512;
const LF = 10;
const CR = 13;

/** `onForeign` is told how many lines were not UTF-8. */
export async function* textBlocks(
  chunks: AsyncIterable<Uint8Array>,
  onForeign: (lines: number) => void = () => undefined,
): AsyncGenerator<TextBlock> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    let head: Buffer = Buffer.alloc(0);
    let ended = false;
    while (head.length < TELLING && !ended) {
      const { value, done } = await iterator.next();
      if (done === true) ended = true;
      else head = head.length === 0 ? view(value) : Buffer.concat([head, value]);
    }
    const wide = wideEncoding(head);
    const cut = wide === undefined ? new LineCutter(onForeign) : new WideCutter(wide);
    if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) head = head.subarray(3);
    if (!ended) {
      const text = cut.push(head);
      if (text !== "") yield { text, last: false };
      for (;;) {
        const { value, done } = await iterator.next();
        if (done === true) break;
        const text = cut.push(view(value));
        if (text !== "") yield { text, last: false };
      }
      yield { text: cut.end(Buffer.alloc(0)), last: true };
    } else {
      yield { text: cut.end(head), last: true };
    }
  } finally {
    await iterator.return?.();
  }
}

function view(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

/**
 * By mark, or by the zero bytes that every other byte of western text is. A mark alone does not tell: 0xFF 0xFE may be damage; a log
 * in UTF-16 has delimiters and line ends, and with them zeros.
 */
function wideEncoding(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe && (head.length < 3 || head.subarray(0, TELLING).includes(0)))
    return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff && (head.length < 3 || head.subarray(0, TELLING).includes(0)))
    return "utf-16be";
  if (head.length < 4) return undefined;
  if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return "utf-16le";
  if (head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0) return "utf-16be";
  return undefined;
}

class LineCutter {
  readonly #onForeign: (lines: number) => void;
  #rest: Buffer = Buffer.alloc(0);
  /** Lines end with CR alone; undefined: not yet known. */
  #bareCr: boolean | undefined;

  constructor(onForeign: (lines: number) => void) {
    this.#onForeign = onForeign;
  }

  push(chunk: Buffer): string {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#bareCr === undefined && bytes.length >= DECIDED_BY) this.#bareCr = this.#isBareCr(bytes);
    let end = 0;
    if (this.#bareCr !== undefined) {
      end = bytes.lastIndexOf(this.#bareCr ? CR : LF) + 1;
      if (end === 0 && bytes.length > LONGEST_LINE) end = bytes.length;
    }
    this.#rest = end === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(end));
    return end === 0 ? "" : this.#decode(bytes.subarray(0, end));
  }

  end(chunk: Buffer): string {
    const bytes = Buffer.concat([this.#rest, chunk]);
    this.#bareCr ??= this.#isBareCr(bytes);
    this.#rest = Buffer.alloc(0);
    return this.#decode(bytes);
  }

  #isBareCr(bytes: Buffer): boolean {
    const head = bytes.subarray(0, DECIDED_BY);
    return head.includes(CR) && !head.includes(LF);
  }

  #decode(bytes: Buffer): string {
    const text = isAscii(bytes)
      ? bytes.toString("latin1")
      : isUtf8(bytes)
        ? bytes.toString("utf8")
        : this.#decodeLines(bytes);
    return this.#bareCr === true ? text.replaceAll("\r", "\n") : text;
  }

  #decodeLines(bytes: Buffer): string {
    let out = "";
    let foreign = 0;
    for (let start = 0; start < bytes.length; ) {
      const found = bytes.indexOf(this.#bareCr === true ? CR : LF, start);
      const end = found < 0 ? bytes.length : found + 1;
      const line = bytes.subarray(start, end);
      if (isUtf8(line)) out += line.toString("utf8");
      else {
        out += decodeWindows1252(line);
        foreign++;
      }
      start = end;
    }
    this.#onForeign(foreign);
    return out;
  }
}

class WideCutter {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  #rest = "";
  #bareCr: boolean | undefined;

  constructor(encoding: "utf-16le" | "utf-16be") {
    this.#decoder = new TextDecoder(encoding);
  }

  push(chunk: Buffer): string {
    return this.#cut(this.#decoder.decode(chunk, { stream: true }), false);
  }

  end(chunk: Buffer): string {
    return this.#cut(this.#decoder.decode(chunk), true);
  }

  #cut(decoded: string, last: boolean): string {
    const text = this.#rest + decoded;
    if (this.#bareCr === undefined) {
      if (!last && text.length < DECIDED_BY) {
        this.#rest = text;
        return "";
      }
      const head = text.slice(0, DECIDED_BY);
      this.#bareCr = head.includes("\r") && !head.includes("\n");
    }
    let end = last ? text.length : text.lastIndexOf(this.#bareCr === true ? "\r" : "\n") + 1;
    if (end === 0 && text.length > LONGEST_LINE) end = text.length;
    this.#rest = text.slice(end);
    const block = text.slice(0, end);
    return this.#bareCr === true ? block.replaceAll("\r", "\n") : block;
  }
}

/** Code points of the bytes 0x80 to 0x9F (WHATWG Encoding, index windows-1252); the five unassigned ones stay controls. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (sign) => WINDOWS_1252[sign.charCodeAt(0) - 0x80] as string);
}
