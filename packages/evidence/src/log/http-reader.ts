/** A log over HTTP (C2SP tlog-tiles), in browsers and elsewhere. The server is nobody: every byte is checked by the verifier. */
import { EvidenceError } from "../errors.ts";
import { concat } from "../encoding.ts";
import type { LogReader } from "./log-reader.ts";

/** `fetch`, as far as it is used here; Node's types do not know `cache`. */
type Fetcher = (url: string, options: { readonly cache?: "no-store" }) => Promise<Response>;

/**
 * `prefix` is the log's address, with or without a final slash. Reading throws "network" where the server cannot be reached
 * or answers neither 200 nor 404.
 */
export function httpReader(prefix: string, fetcher: Fetcher = fetch as Fetcher): LogReader {
  const base = prefix.endsWith("/") ? prefix : `${prefix}/`;
  return {
    async read(path, most) {
      let response: Response;
      try {
        // A checkpoint must be the newest one; tiles never change.
        response = await fetcher(base + path, path.startsWith("tile/") ? {} : { cache: "no-store" });
      } catch (cause) {
        throw unreachable("cannot be reached", path, cause);
      }
      if (response.status === 404) return undefined;
      if (response.status !== 200) throw unreachable(`answers with status ${response.status}`, path);
      return readBody(response, most, path);
    },
  };
}

/** Stops at `most` bytes, whatever the server says or goes on sending. */
async function readBody(response: Response, most: number, path: string): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concat(...pieces);
      length += value.length;
      if (length > most) {
        await reader.cancel();
        throw new EvidenceError("limit", `an answer has more than ${most} bytes`, { place: { file: path } });
      }
      pieces.push(value);
    }
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    throw unreachable("broke off its answer", path, cause);
  }
}

function unreachable(why: string, path: string, cause?: unknown): EvidenceError {
  return new EvidenceError("network", `the log's server ${why}`, { place: { file: path }, cause });
}
