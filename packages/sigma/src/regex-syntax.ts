import { fold } from "./fold.ts";

/** A construct of PCRE that cannot be matched in linear time, and where it stands in the expression. */
export interface UnsupportedConstruct {
  readonly what: string;
  readonly offset: number;
}

const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]/y, "lookahead"],
  [/\(\?<[=!]/y, "lookbehind"],
  [/\(\?>/y, "an atomic group"],
  [/\(\?\(/y, "a conditional"],
  [/\(\?(?:R|[+-]?\d|&|P>)/y, "recursion"],
  [/\(\?P=/y, "a back reference"],
  [/\\(?:[1-9]|k[<{']|g[\d{])/y, "a back reference"],
  [/(?:[*+?]|\})\+/y, "a possessive quantifier"],
  [/\\[KG]/y, "`\\K` or `\\G`"],
];

/** The first construct that RE2 lacks on purpose. */
export function findUnsupported(source: string): UnsupportedConstruct | undefined {
  let inClass = false;
  for (let offset = 0; offset < source.length; offset++) {
    const char = source[offset];
    if (!inClass)
      for (const [expression, what] of UNSUPPORTED) {
        expression.lastIndex = offset;
        if (expression.test(source)) return { what, offset };
      }
    if (char === "\\") offset++;
    else if (char === "[" && !inClass) {
      inClass = true;
      // A bracket that closes at once is a member of the class.
      if (source[offset + 1] === "^") offset++;
      if (source[offset + 1] === "]") offset++;
    } else if (char === "]") inClass = false;
  }
  return undefined;
}

/** What is known of the texts that an expression matches. */
export interface RegexShape {
  /** Folded texts: every match holds at least one of each set. */
  readonly required: readonly (readonly string[])[];
  /** True where the expression has no other matches than the texts of the only set. */
  readonly exact: boolean;
}

/** More alternatives than this are no help. */
const MAX_ALTERNATIVES = 32;
const MAX_DEPTH = 50;
const NOTHING_KNOWN: RegexShape = { required: [], exact: false };

/** Reads an expression as far as it is simple; anything unknown makes the whole unknown, never wrong. */
export function regexShape(source: string, flags: string): RegexShape {
  // Folding works on whole characters, this reader on code units.
  if (/[\ud800-\udfff]/.test(source)) return NOTHING_KNOWN;
  const prefix = /^\(\?([ims]+)\)/.exec(source);
  const insensitive = flags.includes("i") || prefix?.[1]?.includes("i") === true;
  try {
    const part = new ShapeReader(source.slice(prefix?.[0].length ?? 0)).read();
    const required = requiredOf(part).filter(
      // Beyond ASCII, case-insensitive matching joins letters that folding keeps apart, such as the two forms of mu.
      (texts) => !insensitive || texts.every((text) => /^[\x00-\x7f]*$/.test(text)),
    );
    return { required, exact: required.length === 1 && part.exact !== undefined && !part.anchored };
  } catch (error) {
    if (error instanceof Unreadable) return NOTHING_KNOWN;
    throw error;
  }
}

class Unreadable extends Error {}

interface Shape {
  /** All texts that can match, where they are few. */
  readonly exact: readonly string[] | undefined;
  /** Sets of texts; every match holds one of each. */
  readonly sets: readonly (readonly string[])[];
  readonly anchored: boolean;
}

const EMPTY: Shape = { exact: [""], sets: [], anchored: false };
const ANCHOR: Shape = { exact: [""], sets: [], anchored: true };
const ANYTHING: Shape = { exact: undefined, sets: [], anchored: false };

function requiredOf({ exact, sets }: Shape): readonly (readonly string[])[] {
  return exact === undefined || exact.includes("") ? sets : [...sets, exact];
}

function telling(set: readonly string[]): number {
  return Math.min(...set.map((text) => text.length)) - set.length / 8;
}

/** The set that tells most: whose shortest text is longest. */
function mostTelling(sets: readonly (readonly string[])[]): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  for (const set of sets) if (best === undefined || telling(set) > telling(best)) best = set;
  return best;
}

class ShapeReader {
  #at = 0;
  #depth = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Shape {
    const shape = this.#alternatives();
    if (this.#at < this.#source.length) throw new Unreadable();
    return shape;
  }

  #alternatives(): Shape {
    if (++this.#depth > MAX_DEPTH) throw new Unreadable();
    const shapes = [this.#sequence()];
    while (this.#take("|")) shapes.push(this.#sequence());
    this.#depth--;
    const [only] = shapes;
    if (shapes.length === 1 && only !== undefined) return only;
    const exact = joined(shapes.map((shape) => shape.exact));
    const cover =
      exact === undefined ? joined(shapes.map((shape) => mostTelling(requiredOf(shape)))) : undefined;
    return {
      exact,
      sets: cover === undefined ? [] : [cover],
      anchored: shapes.some((shape) => shape.anchored),
    };
  }

  #sequence(): Shape {
    const sets: (readonly string[])[] = [];
    let exact: readonly string[] = [""];
    let whole = true;
    let anchored = false;
    while (this.#at < this.#source.length && this.#peek() !== "|" && this.#peek() !== ")") {
      const item = this.#quantified();
      anchored ||= item.anchored;
      const tails = item.exact;
      const grown =
        tails === undefined ? undefined : joined(exact.map((head) => tails.map((tail) => head + tail)));
      if (grown !== undefined) {
        exact = grown;
        continue;
      }
      if (!exact.includes("")) sets.push(exact);
      sets.push(...item.sets);
      exact = tails ?? [""];
      whole = false;
    }
    if (whole) return { exact, sets: [], anchored };
    if (!exact.includes("")) sets.push(exact);
    return { exact: undefined, sets, anchored };
  }

  #quantified(): Shape {
    let shape = this.#item();
    for (;;) {
      const char = this.#peek();
      let least = 1;
      let most = 1;
      if (char === "*" || char === "?") {
        least = 0;
        most = char === "?" ? 1 : Number.POSITIVE_INFINITY;
        this.#at++;
      } else if (char === "+") {
        most = Number.POSITIVE_INFINITY;
        this.#at++;
      } else {
        const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#at, this.#at + 16));
        if (counted === null) return shape;
        least = Number(counted[1]);
        most =
          counted[2] === undefined
            ? least
            : counted[3] === ""
              ? Number.POSITIVE_INFINITY
              : Number(counted[3]);
        this.#at += counted[0].length;
      }
      this.#take("?");
      if (least === 0)
        shape =
          most === 1 && shape.exact !== undefined
            ? { exact: joined([shape.exact, [""]]), sets: [], anchored: shape.anchored }
            : { ...ANYTHING, anchored: shape.anchored };
      else if (most > 1) shape = { exact: undefined, sets: requiredOf(shape), anchored: shape.anchored };
    }
  }

  #item(): Shape {
    const char = this.#source[this.#at++] ?? "";
    switch (char) {
      case "(":
        return this.#group();
      case "[":
        return this.#class();
      case ".":
        return ANYTHING;
      case "^":
      case "$":
        return ANCHOR;
      case "\\":
        return this.#escape();
      case "*":
      case "+":
      case "?":
        throw new Unreadable();
      default:
        return literal(char);
    }
  }

  #group(): Shape {
    if (this.#peek() === "?") {
      const opening = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(this.#source.slice(this.#at, this.#at + 64));
      if (opening === null) throw new Unreadable();
      this.#at += opening[0].length;
    }
    const inner = this.#alternatives();
    if (!this.#take(")")) throw new Unreadable();
    return inner;
  }

  /** A class of a letter in both cases is that letter; larger classes tell nothing. */
  #class(): Shape {
    const members: string[] = [];
    let simple = this.#peek() !== "^";
    if (!simple) this.#at++;
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      const char = this.#source[this.#at++];
      if (char === undefined) throw new Unreadable();
      // Named classes have brackets of their own.
      if (char === "[" && this.#peek() === ":") throw new Unreadable();
      if (char === "\\") {
        const escaped = this.#escape().exact?.[0];
        if (escaped === undefined || escaped === "") simple = false;
        else members.push(escaped);
      } else if (char === "-" && !first && this.#peek() !== "]") {
        simple = false;
      } else members.push(fold(char));
    }
    this.#at++;
    const exact = simple ? joined([members]) : undefined;
    return exact === undefined || exact.length > 6 ? ANYTHING : { exact, sets: [], anchored: false };
  }

  #escape(): Shape {
    const char = this.#source[this.#at++];
    if (char === undefined) throw new Unreadable();
    if (/[dDwWsS]/.test(char)) return ANYTHING;
    if (/[bBAz]/.test(char)) return ANCHOR;
    const control = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v" }[char];
    if (control !== undefined) return literal(control);
    if (/[A-Za-z0-9]/.test(char)) throw new Unreadable();
    return literal(char);
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }
}

function literal(char: string): Shape {
  return { ...EMPTY, exact: [fold(char)] };
}

/** The union of sets that are all known and together few. */
function joined(sets: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const union = new Set<string>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const text of set) union.add(text);
    if (union.size > MAX_ALTERNATIVES) return undefined;
  }
  return [...union];
}
