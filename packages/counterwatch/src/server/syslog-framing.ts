/**
 * Where syslog messages end on a stream (RFC 6587; RFC 5425 for TLS): by octet counting, `LENGTH SP MESSAGE`, or by an LF behind each. Which
 * it is is told by every message's first byte, for senders that mix both exist: a digit begins a length, since a message begins with `<`.
 *
 * Hostile input: nothing longer than `MOST_FRAME` is held. A longer message is passed over and told once, by its length or up to its LF; a
 * length that is no number, or beyond `MOST_SKIPPED`, leaves no way to know where the next message begins: then the stream is damaged.
 */
/** RFC 5425 asks for 2048 bytes at least, and wants 8192. */
export const MOST_FRAME = 64 * 1024;
const MOST_SKIPPED = 16 * 1024 * 1024;
const LF = 10;
const SPACE = 32;
const LONGEST_LENGTH = 8;

export interface FrameTaker {
  frame(message: Uint8Array): void;
  /** `beginning`: what is known of it. */
  tooLong(beginning: Uint8Array): void;
}

export class SyslogFraming {
  readonly #taker: FrameTaker;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of a message that is passed over; infinite: up to its LF. */
  #skip = 0;

  constructor(taker: FrameTaker) {
    this.#taker = taker;
  }

  /** Whether a message was begun and not ended. */
  get isWithin(): boolean {
    return this.#held.length > 0 || this.#skip > 0;
  }

  /** False where the stream is damaged: close it. */
  push(chunk: Uint8Array): boolean {
    let bytes = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk]);
    for (;;) {
      if (this.#skip > 0) {
        const end = this.#skip === Number.POSITIVE_INFINITY ? bytes.indexOf(LF) + 1 : this.#skip;
        if (end === 0 || end > bytes.length) {
          this.#skip -= end === 0 ? 0 : bytes.length;
          this.#held = Buffer.alloc(0);
          return true;
        }
        bytes = bytes.subarray(end);
        this.#skip = 0;
      }
      const taken = this.#one(bytes);
      if (taken === undefined) return false;
      if (taken === 0 && this.#skip === 0) break;
      bytes = bytes.subarray(taken);
    }
    // A copy: the chunk of a socket is larger than what is left of it.
    this.#held = Buffer.from(bytes);
    return true;
  }

  /** The sender has closed: what has no LF is a message as well; what was counted and is cut short is none. */
  end(): void {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    if (rest.length > 0 && !isDigit(rest[0])) this.#give(rest);
    else if (rest.length > 0) this.#taker.tooLong(rest);
  }

  /** Bytes taken; 0: more has to come; undefined: damaged. */
  #one(bytes: Buffer): number | undefined {
    if (bytes.length === 0) return 0;
    return isDigit(bytes[0]) ? this.#counted(bytes) : this.#line(bytes);
  }

  #counted(bytes: Buffer): number | undefined {
    const space = bytes.subarray(0, LONGEST_LENGTH + 1).indexOf(SPACE);
    if (space < 0) return bytes.length > LONGEST_LENGTH ? undefined : 0;
    const text = bytes.toString("latin1", 0, space);
    const length = Number(text);
    if (!/^[1-9]\d*$/.test(text) || length > MOST_SKIPPED) return undefined;
    const from = space + 1;
    if (length > MOST_FRAME) {
      this.#taker.tooLong(bytes.subarray(from, from + 1024));
      this.#skip = length;
      return from;
    }
    if (bytes.length < from + length) return 0;
    this.#give(bytes.subarray(from, from + length));
    return from + length;
  }

  #line(bytes: Buffer): number {
    const end = bytes.indexOf(LF);
    if (end < 0 && bytes.length <= MOST_FRAME) return 0;
    if (end < 0 || end > MOST_FRAME) {
      this.#taker.tooLong(bytes.subarray(0, 1024));
      if (end < 0) this.#skip = Number.POSITIVE_INFINITY;
      return end < 0 ? bytes.length : end + 1;
    }
    this.#give(bytes.subarray(0, end));
    return end + 1;
  }

  /** Without line ends and NULs behind it, which senders of both kinds add. */
  #give(message: Buffer): void {
    let end = message.length;
    while (end > 0 && (message[end - 1] === LF || message[end - 1] === 13 || message[end - 1] === 0)) end--;
    if (end > 0) this.#taker.frame(message.subarray(0, end));
  }
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 48 && code <= 57;
}
