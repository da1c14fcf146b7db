/**
 * C2SP signed-note: text signed by one or more keys, in lines that people can copy.
 *
 * Limits: 256 KiB and 64 signatures a note, so that a stranger's note costs little (a post-quantum signature takes 3.3 kB).
 * Flow: `parseNote` splits text and signature lines and checks their form alone; whether a signature holds is the matter of
 * signature.ts. Nothing in a note may be believed before that.
 */
import { base64, concat, fromBase64, fromUtf8, utf8 } from "../encoding.ts";
import { EvidenceError } from "../errors.ts";

export const LARGEST_NOTE = 256 * 1024;
const MOST_SIGNATURES = 64;
const LINE_START = "— ";

export interface NoteSignature {
  /** Of the key that is said to have signed. */
  readonly name: string;
  /** uint32. */
  readonly keyId: number;
  /** Without the key id. */
  readonly bytes: Uint8Array;
}

export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** "malformed" unless the bytes are a note with at least one signature line; "limit" where it is too large. */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > LARGEST_NOTE)
    throw new EvidenceError("limit", `a signed note is larger than ${LARGEST_NOTE} bytes`);
  const whole = fromUtf8(bytes);
  // The last empty line separates: text may have empty lines, signatures have none.
  const split = whole.lastIndexOf("\n\n");
  if (split < 0) throw malformed("has no empty line before its signatures");
  const text = whole.slice(0, split + 1);
  requireNoteText(text);
  return { text, signatures: parseSignatureLines(whole.slice(split + 2)) };
}

/** The lines after a note's empty line, or a witness's answer: one or more, each ended by a newline. */
export function parseSignatureLines(lines: string): NoteSignature[] {
  if (!lines.endsWith("\n")) throw malformed("has no signature, or none that ends in a newline");
  const each = lines.slice(0, -1).split("\n");
  if (each.length > MOST_SIGNATURES)
    throw new EvidenceError("limit", `a signed note has more than ${MOST_SIGNATURES} signatures`);
  return each.map(parseSignatureLine);
}

function parseSignatureLine(line: string): NoteSignature {
  if (!line.startsWith(LINE_START)) throw malformed("has a signature line that does not begin with a dash");
  const [name, encoded, more] = line.slice(LINE_START.length).split(" ");
  if (name === undefined || encoded === undefined || more !== undefined)
    throw malformed("has a signature line that is not name and signature");
  requireKeyName(name);
  const bytes = fromBase64(encoded);
  if (bytes.length < 5) throw malformed("has a signature that is shorter than a key id");
  return { name, keyId: new DataView(bytes.buffer).getUint32(0), bytes: bytes.slice(4) };
}

/** The bytes of a note; "usage" where its text is none. */
export function formatNote({ text, signatures }: Note): Uint8Array<ArrayBuffer> {
  requireNoteText(text, "usage");
  return concat(utf8(text), utf8(`\n${formatSignatureLines(signatures)}`));
}

export function formatSignatureLines(signatures: readonly NoteSignature[]): string {
  return signatures
    .map(({ name, keyId, bytes }) => {
      const id = new Uint8Array(4);
      new DataView(id.buffer).setUint32(0, keyId);
      return `${LINE_START}${name} ${base64(concat(id, bytes))}\n`;
    })
    .join("");
}

/** Non-empty, without white space (as Unicode has it), plus signs and control characters. */
export function requireKeyName(name: string, code: "malformed" | "key" = "malformed"): void {
  if (name === "" || /[\p{White_Space}+\p{Cc}]/u.test(name) || name.length > 255)
    throw new EvidenceError(
      code,
      "a key name is empty, too long, or has spaces, a plus or control characters",
    );
}

function requireNoteText(text: string, code: "malformed" | "usage" = "malformed"): void {
  if (!text.endsWith("\n")) throw malformed("does not end in a newline", code);
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw malformed("has control characters", code);
}

function malformed(why: string, code: "malformed" | "usage" = "malformed"): EvidenceError {
  return new EvidenceError(code, `a signed note ${why}`);
}
