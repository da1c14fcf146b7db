import { isNode, LineCounter, parseAllDocuments } from "yaml";
import type { Place } from "../model/index.ts";

/**
 * Where the value under `path` stands in the document of `text` that begins nearest before `fromLine`; where the path ends
 * early, its last known part. Parses again: only errors ask.
 */
export function yamlPlace(
  text: string,
  fromLine: number,
  path: readonly (string | number)[],
  file: string,
): Place {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  let place: Place = { file, line: fromLine };
  if (!Array.isArray(documents)) return place;
  const within = documents.filter(
    ({ contents }) => contents?.range != null && lines.linePos(contents.range[0]).line <= fromLine,
  );
  const document = within.at(-1);
  if (document === undefined) return place;
  for (let depth = 1; depth <= path.length; depth++) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (!isNode(node) || node.range == null) break;
    const { line, col } = lines.linePos(node.range[0]);
    place = { file, line, column: col };
  }
  return place;
}
