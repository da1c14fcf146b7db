/**
 * YAML that people write: its plain value, and the line and column of each part of it, for whoever says what is wrong there.
 *
 * Hostile input: aliases of aliases, of which a few lines can stand for gigabytes, are refused. What is said of broken YAML never quotes
 * it; the parser's own sentences may.
 */
import {
  type Document,
  type ErrorCode as YamlFlaw,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
} from "yaml";
import { CounterwatchError, type ErrorCode, type Place } from "./errors.ts";

const MOST_ALIASES = 50;

const FLAWS: Readonly<Partial<Record<YamlFlaw, string>>> = {
  BAD_INDENT: "something is not indented as its neighbours are",
  BLOCK_AS_IMPLICIT_KEY: "a key needs a line of its own",
  DUPLICATE_KEY: "a key occurs twice",
  MISSING_CHAR: "a quote, bracket or comma is missing",
  MULTILINE_IMPLICIT_KEY: "a key runs over several lines, or a colon is missing",
  TAB_AS_INDENT: "a tab stands where spaces must",
  UNEXPECTED_TOKEN: "something stands where it cannot",
};

interface YamlGiven {
  readonly file: string;
  /** What it is, in a sentence: "the list of measures". */
  readonly what: string;
  /** Of what is thrown. */
  readonly code: ErrorCode;
}

export class YamlDocument {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;
  readonly value: unknown;

  /** Throws `given.code` for what is no YAML, with its place, and for too many aliases. */
  constructor(content: string, { file, what, code }: YamlGiven) {
    this.#file = file;
    this.#document = parseDocument(content, { lineCounter: this.#lines, prettyErrors: false });
    const flaw = this.#document.errors[0] ?? this.#document.warnings[0];
    if (flaw !== undefined)
      throw new CounterwatchError(
        code,
        `${what} is not valid YAML: ${FLAWS[flaw.code] ?? flaw.code.toLowerCase().replaceAll("_", " ")}`,
        {
          place: this.#placeAt(flaw.pos[0]),
          remedy: "Check indentation, colons and quotes near this place.",
        },
      );
    try {
      this.value = this.#document.toJS({ maxAliasCount: MOST_ALIASES });
    } catch {
      throw new CounterwatchError(code, `${what} uses too many YAML aliases`, {
        place: { file },
        remedy: "Write the values out.",
      });
    }
  }

  /** Where the value at a path begins; of what is missing the nearest thing that is there. */
  valueAt(path: readonly PropertyKey[]): Place {
    return this.#placeAt(offsetAt(this.#document, path, "value"));
  }

  /** Where a key of what is at a path stands. */
  keyAt(path: readonly PropertyKey[], key: string): Place {
    return this.#placeAt(offsetAt(this.#document, [...path, key], "key"));
  }

  #placeAt(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function offsetAt({ contents }: Document, path: readonly PropertyKey[], of: "key" | "value"): number {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return offset;
      const isKey = of === "key" && depth === path.length - 1;
      const at = isKey ? pair.key : (pair.value ?? pair.key);
      if (isNode(at)) offset = at.range?.[0] ?? offset;
      node = pair.value;
    } else {
      node = (node as { items?: unknown[] } | null)?.items?.[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
