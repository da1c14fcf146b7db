/**
 * Everything shown comes out of somebody else's log: a reason can hold terminal escapes, right-to-left overrides that make
 * a sentence read backwards, zero-width characters that make two names look alike, or a megabyte of text. Nothing of it is
 * dropped: what cannot be seen is spelt out.
 */

// Controls, format characters (bidi, zero-width, soft hyphen, tags), line separators and lone surrogates; then what has no ink
// though Unicode calls it a letter or a mark: joiners, Hangul and Khmer fillers, Mongolian selectors, object replacement.
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffc\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5|\u180b|\u180c|\u180d|[\u{e0100}-\u{e01ef}]/gu;
const NEEDS_CARE = /[^\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f\u2030-\u205e]/;

const PICTURES: Readonly<Record<string, string>> = { "\n": "↵", "\r": "↵", "\t": "⇥" };

/** Makes control, bidirectional and zero-width characters visible: `[U+202E]`; line ends `↵` and tabs `⇥`. */
export function reveal(text: string): string {
  if (!NEEDS_CARE.test(text)) return text;
  return text
    .replaceAll("\r\n", "\n")
    .replace(
      INVISIBLE,
      (character) =>
        PICTURES[character] ??
        `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}

export interface Cut {
  readonly head: string;
  /** Empty where nothing was cut. */
  readonly rest: string;
  /** How many characters beyond `rest` were left out. */
  readonly dropped: number;
}

/** Splits at `limit` characters, never within a surrogate pair; of the rest at most `keep` are kept. */
export function cut(text: string, limit: number, keep = 0): Cut {
  if (text.length <= limit) return { head: text, rest: "", dropped: 0 };
  const at = boundary(text, limit);
  const end = boundary(text, Math.min(text.length, at + keep));
  return { head: text.slice(0, at), rest: text.slice(at, end), dropped: text.length - end };
}

function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return at < text.length && code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}

/** One line of at most `limit` characters; the last one is an ellipsis where something was left out. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, boundary(text, limit - 1))}…`;
}
