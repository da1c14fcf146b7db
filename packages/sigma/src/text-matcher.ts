import { fold } from "./fold.ts";
import { ANY, DASH, DASHES, mapLiterals, ONE, type Part, type Pattern, plainText } from "./pattern.ts";

/** Whether a text matches; for a pattern without case the text must be folded already. */
export type TextMatcher = (text: string) => boolean;

export function textMatcher(pattern: Pattern, cased: boolean): TextMatcher {
  const wanted = cased ? pattern : mapLiterals(pattern, fold);
  const plain = plainText(wanted);
  if (plain !== undefined) return (text) => text === plain;
  const [first, second, third] = wanted;
  if (wanted.length === 1 && first === ANY) return () => true;
  if (wanted.length === 2 && typeof first === "string" && second === ANY)
    return (text) => text.startsWith(first);
  if (wanted.length === 2 && first === ANY && typeof second === "string")
    return (text) => text.endsWith(second);
  if (wanted.length === 3 && first === ANY && typeof second === "string" && third === ANY)
    return (text) => text.includes(second);
  return wildcardMatcher(wanted);
}

type Segment = readonly Exclude<Part, typeof ANY>[];

/**
 * Between two `*` the leftmost place of each segment is as good as any other, so one pass without going back decides:
 * time grows with the length of text times pattern, never with a power of it.
 */
function wildcardMatcher(pattern: Pattern): TextMatcher {
  const segments: Segment[] = [[]];
  for (const part of pattern) {
    if (part === ANY) segments.push([]);
    else segments[segments.length - 1] = [...(segments.at(-1) ?? []), part];
  }
  const head = segments[0] ?? [];
  const tail = segments.at(-1) ?? [];
  if (segments.length === 1) return (text) => matchForward(text, 0, head) === text.length;
  const middle = segments.slice(1, -1);
  return (text) => {
    let at = matchForward(text, 0, head);
    if (at < 0) return false;
    for (const segment of middle) {
      at = find(text, at, segment);
      if (at < 0) return false;
    }
    const start = matchBackward(text, text.length, tail);
    return start >= at;
  };
}

/** The end of the leftmost occurrence of a segment, or -1. */
function find(text: string, from: number, segment: Segment): number {
  const [first] = segment;
  if (typeof first === "string") {
    for (let at = text.indexOf(first, from); at >= 0; at = text.indexOf(first, at + 1)) {
      const end = matchForward(text, at, segment);
      if (end >= 0) return end;
    }
    return -1;
  }
  for (let at = from; at <= text.length; at++) {
    const end = matchForward(text, at, segment);
    if (end >= 0) return end;
  }
  return -1;
}

function matchForward(text: string, start: number, segment: Segment): number {
  let at = start;
  for (const part of segment) {
    if (typeof part === "string") {
      if (!text.startsWith(part, at)) return -1;
      at += part.length;
    } else {
      if (at >= text.length || (part === DASH && !isDash(text[at]))) return -1;
      at += part === ONE && isPair(text, at) ? 2 : 1;
    }
  }
  return at;
}

function matchBackward(text: string, end: number, segment: Segment): number {
  let at = end;
  for (let index = segment.length - 1; index >= 0; index--) {
    const part = segment[index];
    if (typeof part === "string") {
      at -= part.length;
      if (at < 0 || !text.startsWith(part, at)) return -1;
    } else {
      if (at <= 0 || (part === DASH && !isDash(text[at - 1]))) return -1;
      at -= part === ONE && at > 1 && isPair(text, at - 2) ? 2 : 1;
    }
  }
  return at;
}

function isDash(char: string | undefined): boolean {
  return (DASHES as readonly (string | undefined)[]).includes(char);
}

/** One character outside the basic plane is two code units. */
function isPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  const low = text.charCodeAt(at + 1);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
