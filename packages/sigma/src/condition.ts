import { type Place, SigmaError } from "./errors.ts";

/** The relationship between selections (specification, "Condition"). */
export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "selection"; readonly name: string; readonly place: Place }
  | {
      readonly kind: "quantified";
      readonly quantifier: "1" | "all";
      /** `them`, or a selection name in which `*` stands for any characters. */
      readonly pattern: string;
      readonly place: Place;
    };

const MAX_DEPTH = 100;

interface Token {
  readonly text: string;
  readonly offset: number;
}

/** Reads a condition; `placeAt` turns a distance from its start into a place in the file. */
export function parseCondition(text: string, placeAt: (offset: number) => Place): Condition {
  const tokens: Token[] = [...text.matchAll(/[()|]|[^\s()|]+(?:\|[^\s()|]+)*/g)].map((match) => ({
    text: match[0],
    offset: match.index,
  }));
  return new ConditionParser(tokens, text.length, placeAt).parse();
}

class ConditionParser {
  #at = 0;
  #depth = 0;
  readonly #tokens: readonly Token[];
  readonly #end: number;
  readonly #placeAt: (offset: number) => Place;

  constructor(tokens: readonly Token[], end: number, placeAt: (offset: number) => Place) {
    this.#tokens = tokens;
    this.#end = end;
    this.#placeAt = placeAt;
  }

  parse(): Condition {
    const condition = this.#chain("or");
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw this.#unexpected("the end of the condition, `and` or `or`");
    return condition;
  }

  #chain(operator: "or" | "and"): Condition {
    const parts = [operator === "or" ? this.#chain("and") : this.#unary()];
    while (this.#takeWord(operator)) parts.push(operator === "or" ? this.#chain("and") : this.#unary());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: operator, parts };
  }

  #unary(): Condition {
    const place = this.#place();
    if (++this.#depth > MAX_DEPTH)
      throw new SigmaError("limit", `the condition is nested deeper than ${MAX_DEPTH} levels`, place, {
        remedy: "Split the rule.",
      });
    try {
      if (this.#takeWord("not")) return { kind: "not", part: this.#unary() };
      if (this.#takeWord("(")) {
        const inner = this.#chain("or");
        if (!this.#takeWord(")")) throw this.#unexpected("`)`");
        return inner;
      }
      return this.#operand(place);
    } finally {
      this.#depth--;
    }
  }

  #operand(place: Place): Condition {
    const word = this.#tokens[this.#at]?.text;
    const next = this.#tokens[this.#at + 1]?.text.toLowerCase();
    if (word === undefined || /^[()|]$/.test(word) || /^(and|or|of)$/i.test(word))
      throw this.#unexpected("the name of a selection, `not` or `(`");
    if (next === "of") {
      const quantifier = /^(1|any)$/i.test(word) ? "1" : /^all$/i.test(word) ? "all" : undefined;
      if (quantifier === undefined)
        throw new SigmaError("condition-syntax", `\`${word} of\` is not part of Sigma`, place, {
          remedy: "Write `1 of` or `all of`, or combine the selections with `and` and `or`.",
        });
      this.#at += 2;
      const pattern = this.#tokens[this.#at]?.text;
      if (pattern === undefined || /^[()|]$/.test(pattern))
        throw this.#unexpected(
          "`them` or the name of a selection, in which `*` may stand for any characters",
        );
      this.#at++;
      return { kind: "quantified", quantifier, pattern: /^them$/i.test(pattern) ? "them" : pattern, place };
    }
    if (word.includes("*"))
      throw new SigmaError("condition-syntax", `\`${word}\` stands for several selections`, place, {
        remedy: `Write \`1 of ${word}\` or \`all of ${word}\`.`,
      });
    this.#at++;
    return { kind: "selection", name: word, place };
  }

  #takeWord(word: string): boolean {
    if (this.#tokens[this.#at]?.text.toLowerCase() !== word) return false;
    this.#at++;
    return true;
  }

  #place(): Place {
    return this.#placeAt(this.#tokens[this.#at]?.offset ?? this.#end);
  }

  #unexpected(expected: string): SigmaError {
    const found = this.#tokens[this.#at]?.text;
    if (found === "|")
      return new SigmaError(
        "legacy",
        "aggregations in a condition (`| count() …`) were removed from Sigma",
        this.#place(),
        {
          remedy: "Write a correlation document that refers to this rule.",
        },
      );
    const what = found === undefined ? "the condition ends" : `\`${found}\` stands`;
    return new SigmaError("condition-syntax", `${what} where ${expected} should be`, this.#place(), {
      remedy: "Combine selections with and, or, not, parentheses, `1 of …` and `all of …`.",
    });
  }
}

const BINDING = { or: 0, and: 1, not: 2, selection: 3, quantified: 3 } as const;

/** Writes a condition with no more parentheses than it needs; it reads back as the same condition. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case "selection":
      return condition.name;
    case "quantified":
      return `${condition.quantifier} of ${condition.pattern}`;
    case "not":
      return `not ${inside(condition.part, BINDING.not)}`;
    default:
      return condition.parts
        .map((part) => inside(part, BINDING[condition.kind] + 1))
        .join(` ${condition.kind} `);
  }
}

function inside(condition: Condition, binding: number): string {
  const text = printCondition(condition);
  return BINDING[condition.kind] < binding ? `(${text})` : text;
}

/**
 * The names that a quantified pattern stands for, in order. Names that start with `_` take part only where the pattern says
 * so: the specification leaves them out of `them` and calls patterns the same, restricted to matching names.
 */
export function selectedNames(pattern: string, names: readonly string[]): string[] {
  const visible = pattern.startsWith("_") ? names : names.filter((name) => !name.startsWith("_"));
  if (pattern === "them") return [...visible];
  const pieces = pattern.split("*");
  return visible.filter((name) => matchesPieces(name, pieces));
}

function matchesPieces(name: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}
