/**
 * The read side of a log over HTTP, as C2SP tlog-tiles has it: `checkpoint`, `tile/<L>/<N>[.p/<W>]`, `tile/entries/…`.
 * Compression is left to a server in front.
 *
 * A tile beyond the current checkpoint is not served although its file may be there: until its batch is signed it may still
 * be taken back, and what is answered here may be cached for ever.
 */
import { EvidenceError } from "../errors.ts";
import { CHECKPOINT, COSIGNED_CHECKPOINT, type LogReader } from "../log/log-reader.ts";
import { hashesAt, LARGEST_BUNDLE, parseTilePath, TILE_WIDTH, type Tile } from "../merkle/tiles.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import { LARGEST_NOTE, parseNote } from "../note/note.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const NOT_KEPT = "no-cache";

/** `prefix`: path before `/checkpoint`, e.g. "/ledger"; default none. Answers 404, 405, or 500 where the disk fails. */
export function logHandler(
  reader: LogReader,
  { prefix = "" }: { readonly prefix?: string } = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length + 1) : "";
    if (request.method !== "GET" && request.method !== "HEAD")
      return new Response("use GET\n", { status: 405, headers: { allow: "GET, HEAD" } });
    try {
      const found = await resource(reader, path);
      if (found === undefined)
        return new Response("not in this log\n", { status: 404, headers: { "cache-control": NOT_KEPT } });
      return new Response(request.method === "HEAD" ? null : found.bytes.slice(), {
        headers: {
          "content-type": found.type,
          "content-length": String(found.bytes.length),
          "cache-control": found.cache,
          "x-content-type-options": "nosniff",
        },
      });
    } catch (cause) {
      if (!(cause instanceof EvidenceError)) throw cause;
      return new Response("the log cannot be read\n", {
        status: 500,
        headers: { "cache-control": NOT_KEPT },
      });
    }
  };
}

interface Resource {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly cache: string;
}

async function resource(reader: LogReader, path: string): Promise<Resource | undefined> {
  if (path === CHECKPOINT || path === COSIGNED_CHECKPOINT) {
    const bytes = await reader.read(path, LARGEST_NOTE);
    return bytes && { bytes, type: "text/plain; charset=utf-8", cache: NOT_KEPT };
  }
  const tile = parseTilePath(path);
  if (tile === undefined || !(await isSigned(reader, tile))) return undefined;
  const bytes = await reader.read(path, LARGEST_BUNDLE);
  return bytes && { bytes, type: "application/octet-stream", cache: FOR_EVER };
}

async function isSigned(reader: LogReader, { level, index, width }: Tile): Promise<boolean> {
  const note = await reader.read(CHECKPOINT, LARGEST_NOTE);
  if (note === undefined) return false;
  const { size } = parseCheckpoint(parseNote(note).text);
  return index * TILE_WIDTH + width <= hashesAt(level === "entries" ? 0 : level, size);
}
