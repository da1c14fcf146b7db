import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from "yaml";
import { type Place, SigmaError } from "./errors.ts";
import { entryOf, type MapEntry, type MapTree, mergeTrees, type ScalarTree, type Tree } from "./tree.ts";

/** Hostile input: aliases can multiply a small file into a huge tree, nesting can exhaust the stack. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 60;

export interface ParsedDocuments {
  readonly documents: readonly MapTree[];
  readonly errors: readonly SigmaError[];
}

/**
 * Reads a file of one or more YAML documents. Each document stands alone: a syntax error in one loses only that one.
 * Collections of the first Sigma versions (`action: global`, `reset`, `repeat`) are merged into complete documents.
 */
export function parseDocuments(text: string, file?: string): ParsedDocuments {
  const documents: MapTree[] = [];
  const errors: SigmaError[] = [];
  for (const chunk of splitDocuments(text)) {
    try {
      const tree = parseChunk(chunk, file);
      if (tree !== undefined) documents.push(tree);
    } catch (error) {
      if (!(error instanceof SigmaError)) throw error;
      errors.push(error);
    }
  }
  return { documents: mergeCollection(documents), errors };
}

interface Chunk {
  readonly text: string;
  /** How many lines of the file stand before it. */
  readonly linesBefore: number;
}

/**
 * YAML 1.2 section 9.1.2 forbids `---` and `...` at the start of a line inside any scalar, so cutting there is safe and, unlike
 * the library's own recovery, an unclosed quotation mark cannot swallow the next document.
 */
function splitDocuments(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let lines: string[] = [];
  let linesBefore = 0;
  let number = 0;
  const close = () => {
    if (lines.some((line) => !/^\s*(#.*)?$/.test(line))) chunks.push({ text: lines.join("\n"), linesBefore });
    lines = [];
    linesBefore = number;
  };
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/)) {
    if (/^---(\s|$)/.test(line)) {
      // Directives (%YAML) belong to the document after the marker.
      if (!lines.every((before) => /^(%.*|\s*(#.*)?)$/.test(before))) close();
      lines.push(line);
    } else if (/^\.\.\.(\s|$)/.test(line)) {
      close();
    } else lines.push(line);
    number++;
    if (lines.length === 0) linesBefore = number;
  }
  close();
  return chunks;
}

function parseChunk(chunk: Chunk, file: string | undefined): MapTree | undefined {
  const counter = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return {
      ...(file === undefined ? {} : { file }),
      line: line + chunk.linesBefore,
      column: Math.max(col, 1),
    };
  };
  let document: Document.Parsed;
  try {
    document = parseDocument(chunk.text, {
      lineCounter: counter,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "silent",
    });
  } catch (cause) {
    throw tooDeep(place(0), cause);
  }
  const [problem] = document.errors;
  if (problem !== undefined && /call stack/.test(problem.message)) throw tooDeep(place(0), problem);
  if (problem !== undefined)
    throw new SigmaError("yaml-syntax", yamlMessage(problem.message), place(problem.pos[0]), {
      remedy:
        "Correct the YAML at this place; quote values that hold a colon, a # or a backslash with single quotes.",
      cause: problem,
    });
  const root = document.contents as Node | null;
  if (root === null || (isScalar(root) && root.value === null)) return undefined;
  const tree = new TreeBuilder(chunk.text, place).build(root);
  if (tree.kind !== "map")
    throw new SigmaError(
      "not-a-rule",
      "a Sigma rule is a map of attributes, this document is not",
      tree.place,
      {
        remedy: "Start with `title:`, `logsource:` and `detection:`.",
      },
    );
  return tree;
}

function tooDeep(place: Place, cause: unknown): SigmaError {
  return new SigmaError("limit", "this YAML is nested too deeply to be read", place, {
    remedy: "Flatten the document.",
    cause,
  });
}

function yamlMessage(message: string): string {
  return message.split("\n", 1)[0]?.replace(/[.:\s]+$/, "") ?? "YAML syntax error";
}

class TreeBuilder {
  #nodes = 0;
  readonly #anchors = new Map<string, Node>();
  readonly #source: string;
  readonly #place: (offset: number) => Place;

  constructor(source: string, place: (offset: number) => Place) {
    this.#source = source;
    this.#place = place;
  }

  build(node: Node, depth = 0): Tree {
    const place = this.#place(node.range?.[0] ?? 0);
    if (++this.#nodes > MAX_NODES || depth > MAX_DEPTH)
      throw new SigmaError(
        "limit",
        "this document is nested too deeply or repeats too much through aliases",
        place,
        {
          remedy: `Stay under ${MAX_NODES} values and ${MAX_DEPTH} levels.`,
        },
      );
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined)
        throw new SigmaError("yaml-syntax", `the alias *${node.source} has no anchor`, place, {
          remedy: "Define the anchor before its first use, or write the value out.",
        });
      return this.build(target, depth + 1);
    }
    // Nodes come in the order of the file. The library's own look-up walks the file for each alias: hostile input could make
    // that take minutes.
    if (isNode(node) && "anchor" in node && typeof node.anchor === "string")
      this.#anchors.set(node.anchor, node);
    if (isMap(node)) {
      const seen = new Set<string>();
      const entries: MapEntry[] = node.items.map((pair) => {
        const key = this.#key(pair.key as Node | null, place, depth);
        if (seen.has(key.text))
          throw new SigmaError("yaml-syntax", `the key \`${key.text}\` stands twice in one map`, key.place, {
            remedy: "Keep one of them; two tests of one field belong into two selections.",
          });
        seen.add(key.text);
        const value = pair.value as Node | null;
        const tree = value === null ? nullAt(key.place) : this.build(value, depth + 1);
        return { key: key.text, place: key.place, value: tree };
      });
      return { kind: "map", entries, place };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) =>
        item === null ? nullAt(place) : this.build(item as Node, depth + 1),
      );
      return { kind: "list", items, place };
    }
    return this.#scalar(node, place);
  }

  #key(node: Node | null, place: Place, depth: number): ScalarTree {
    if (node === null) return { ...nullAt(place), text: "" };
    const tree = this.build(node, depth + 1);
    if (tree.kind !== "scalar")
      throw new SigmaError("wrong-type", "a key must be text", tree.place, {
        remedy: "Write a plain name as the key.",
      });
    if (tree.text === "<<" && tree.verbatim)
      throw new SigmaError("yaml-syntax", "merge keys (<<) are not part of YAML 1.2", tree.place, {
        remedy: "Write the merged keys out.",
      });
    return tree;
  }

  #scalar(node: Node, place: Place): ScalarTree {
    const value: unknown = isScalar(node) ? node.value : undefined;
    if (
      typeof value !== "string" &&
      typeof value !== "number" &&
      typeof value !== "boolean" &&
      value !== null
    )
      throw new SigmaError("wrong-type", "this YAML type has no meaning in a Sigma rule", place, {
        remedy: "Use text, numbers, true, false or null.",
      });
    const written = isScalar(node) ? node.source : undefined;
    const text = typeof value === "string" ? value : (written ?? String(value));
    const start = node.range?.[0] ?? 0;
    const quote = /^["']/.test(this.#source.slice(start, start + 1)) ? 1 : 0;
    const verbatim = this.#source.startsWith(text, start + quote) && !text.includes("\n");
    return {
      kind: "scalar",
      value,
      text,
      place: quote === 1 && verbatim ? { ...place, column: place.column + 1 } : place,
      verbatim,
    };
  }
}

function nullAt(place: Place): ScalarTree {
  return { kind: "scalar", value: null, text: "", place, verbatim: false };
}

function mergeCollection(documents: readonly MapTree[]): MapTree[] {
  const merged: MapTree[] = [];
  let base: MapTree | undefined;
  let previous: MapTree | undefined;
  for (const document of documents) {
    const action = entryOf(document, "action")?.value;
    const verb = action?.kind === "scalar" ? action.value : undefined;
    const rest = { ...document, entries: document.entries.filter((entry) => entry.key !== "action") };
    if (verb === "global") {
      base = base === undefined ? rest : mergeTrees(base, rest);
      continue;
    }
    if (verb === "reset") {
      base = undefined;
      continue;
    }
    if (verb === "repeat") previous = previous === undefined ? rest : mergeTrees(previous, rest);
    else previous = base === undefined ? document : mergeTrees(base, document);
    merged.push(previous);
  }
  return merged;
}
