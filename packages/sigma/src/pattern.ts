/** `*`: any number of characters. */
export const ANY = Symbol("any");
/** `?`: exactly one character. */
export const ONE = Symbol("one");
/** A character that the windash modifier holds interchangeable. */
export const DASH = Symbol("dash");

export type Part = string | typeof ANY | typeof ONE | typeof DASH;

/** A text pattern: literal runs and wildcards; neighbouring literals and neighbouring `*` are joined. */
export type Pattern = readonly Part[];

export const DASHES = ["-", "/", "\u2013", "\u2014", "\u2015"] as const;

/**
 * Reads a Sigma string (specification, "Escape Character"): a backslash escapes `*`, `?` and itself; before anything else it
 * is an ordinary character.
 */
export function parsePattern(text: string): Pattern {
  const parts: Part[] = [];
  let literal = "";
  const flush = () => {
    if (literal !== "") parts.push(literal);
    literal = "";
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    const next = text[i + 1];
    if (char === "\\" && (next === "*" || next === "?" || next === "\\")) {
      literal += next;
      i++;
    } else if (char === "*" || char === "?") {
      flush();
      parts.push(char === "*" ? ANY : ONE);
    } else literal += char;
  }
  flush();
  return joinParts(parts);
}

export function joinParts(parts: readonly Part[]): Pattern {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part === "" || (part === ANY && last === ANY)) continue;
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

/** The Sigma string that reads back as this pattern. */
export function printPattern(pattern: Pattern): string {
  return pattern
    .map((part) => {
      if (part === ANY) return "*";
      if (part === ONE) return "?";
      if (part === DASH) return "-";
      return part.replace(/[*?]|\\(?=[\\*?]|$)/g, "\\$&");
    })
    .join("");
}

/** The text of a pattern without wildcards, else undefined. */
export function plainText(pattern: Pattern): string | undefined {
  if (pattern.length === 0) return "";
  const [only] = pattern;
  return pattern.length === 1 && typeof only === "string" ? only : undefined;
}

/** Every literal run rewritten; wildcards stay. */
export function mapLiterals(pattern: Pattern, rewrite: (literal: string) => string): Pattern {
  return joinParts(pattern.map((part) => (typeof part === "string" ? rewrite(part) : part)));
}

/** Marks each character that windash holds interchangeable. */
export function markDashes(pattern: Pattern): Pattern {
  return joinParts(
    pattern.flatMap((part): Part[] =>
      typeof part === "string"
        ? part
            .split(/([-/\u2013\u2014\u2015])/)
            .map((piece) => ((DASHES as readonly string[]).includes(piece) ? DASH : piece))
        : [part],
    ),
  );
}

/**
 * All texts that a pattern with DASH parts stands for (5 to the power of their number), or undefined above `limit`.
 * Only encodings need them written out: matching treats DASH as a character class.
 */
export function expandDashes(pattern: Pattern, limit: number): Pattern[] | undefined {
  const count = pattern.filter((part) => part === DASH).length;
  if (DASHES.length ** count > limit) return undefined;
  let expanded: Part[][] = [[]];
  for (const part of pattern) {
    const choices: readonly Part[] = part === DASH ? DASHES : [part];
    expanded = expanded.flatMap((head) => choices.map((choice): Part[] => [...head, choice]));
  }
  return expanded.map(joinParts);
}
