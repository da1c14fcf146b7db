/**
 * The door for logs: POST /ingest/SOURCE with a source's own token; JSON Lines or any form that `scan` reads, packed or not.
 *
 * Invariant: 200 means that every row is either durable in the ledger or durable among the dead letters, with its reason. A sender that
 * gets no answer sends again: rows with ids of their own are recognised, and rows that were only counted get ids from the
 * content of the request and its Idempotency-Key, so that the same request makes the same ids. A key that is used again with other
 * content makes other ids: nothing is lost by that mistake.
 * Back-pressure: while too many look-ups wait for the detectors, or too many bodies are held, the answer is 429 with Retry-After,
 * and nothing was taken.
 */
import { createHash } from "node:crypto";
import { createGunzip } from "node:zlib";
import { Hono } from "hono";
import { CounterwatchError } from "../../../model/index.ts";
import { readBody } from "../../tripwire-channel.ts";
import { bearerFits } from "../bearer-token.ts";

export interface Ingested {
  readonly rows: number;
  readonly appended: number;
  readonly present: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** The name of the request, by which its dead letters are found again. */
  readonly request: string;
}

export interface IngestDoor {
  /** SHA-256 of each source's token, hex; undefined: there is no such source. */
  tokenOf(source: string): string | undefined;
  /** Look-ups that wait for the detectors. */
  waiting(): number;
  take(source: string, bytes: Uint8Array, request: string): Promise<Ingested>;
}

const LARGEST = 16 * 1024 * 1024;
const LARGEST_UNPACKED = 128 * 1024 * 1024;
const MOST_WAITING = 200_000;
/** Requests whose bodies are held at once: with all of them unpacked to the full this is what the door takes of memory. */
const MOST_HELD = 8;
/** Of one source: whoever has its token and sends slowly keeps nobody else out. */
const MOST_OF_SOURCE = 4;
const RETRY = "5";

export function ingestHandler(door: IngestDoor): Hono {
  const app = new Hono();
  let held = 0;
  const heldOf = new Map<string, number>();
  app.post("/ingest/:source", async (context) => {
    const source = context.req.param("source");
    if (!bearerFits(context.req.header("authorization"), door.tokenOf(source)))
      return context.json({ error: "not the token of this source" }, 401);
    const own = heldOf.get(source) ?? 0;
    if (door.waiting() > MOST_WAITING || held >= MOST_HELD || own >= MOST_OF_SOURCE) {
      context.header("retry-after", RETRY);
      return context.json({ error: "too much is waiting: send it again later" }, 429);
    }
    held++;
    heldOf.set(source, own + 1);
    try {
      const packed = await readBody(context.req.raw, LARGEST);
      if (packed === undefined)
        return context.json({ error: `more than ${LARGEST} bytes: send it in parts` }, 413);
      const bytes = context.req.header("content-encoding") === "gzip" ? await unpack(packed) : packed;
      if (bytes === undefined)
        return context.json({ error: "this is not gzip, or it unpacks to too much" }, 400);
      if (bytes.length === 0) return context.json({ error: "the body is empty" }, 400);
      const request = nameOf(bytes, context.req.header("idempotency-key") ?? "");
      return context.json(await door.take(source, bytes, request));
    } finally {
      held--;
      const left = (heldOf.get(source) ?? 1) - 1;
      if (left > 0) heldOf.set(source, left);
      else heldOf.delete(source);
    }
  });
  app.onError((error, context) => {
    if (error instanceof CounterwatchError && error.code !== "internal")
      return context.json(
        { error: error.message, remedy: error.remedy },
        error.code === "unavailable" || error.code === "unwritable" ? 503 : 400,
      );
    return context.json({ error: "something went wrong here; the server's log says what" }, 500);
  });
  return app;
}

function nameOf(bytes: Uint8Array, key: string): string {
  return createHash("sha256").update(`${key.length}:${key}`).update(bytes).digest("hex").slice(0, 16);
}

/** Undefined where it is no gzip, or a bomb: it stops reading there. */
async function unpack(packed: Uint8Array): Promise<Uint8Array | undefined> {
  const gunzip = createGunzip();
  gunzip.end(packed);
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > LARGEST_UNPACKED) return undefined;
      pieces.push(piece);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(pieces);
}
