/**
 * Verifies the whole log in this browser, by fetch, with the same package that auditors use. The server is not believed: it can withhold
 * and nothing else, apart from what the result's limits say.
 */
import type { Limit, LogReader } from "@counterwatch/evidence";
import type { KeptCheckpoint } from "./kept-checkpoint.ts";

const LEDGER = "/ledger";
const PUBLISHED = `${LEDGER}/ledger.vkey`;
const LARGEST_KEYS = 16 * 1024;

export interface Verified {
  readonly good: true;
  readonly origin: string;
  /** Standard base64, as the checkpoint has it. */
  readonly root: string;
  readonly sources: number;
  readonly agreesTo: KeptCheckpoint | undefined;
  readonly limits: readonly Limit["name"][];
  readonly checkpoint: KeptCheckpoint;
}

export interface Refuted {
  readonly good: false;
  readonly at: string;
  readonly sentence: string;
  readonly place: string | undefined;
  readonly remedy: string | undefined;
}

/** The keys that stand beside the log; undefined where the server has none. Only as good as the server. */
export async function publishedKeys(): Promise<string | undefined> {
  const response = await fetch(PUBLISHED, { cache: "no-store" });
  // A server that knows no such file may answer with the console's own page.
  if (!response.ok || !(response.headers.get("content-type") ?? "").startsWith("text/plain"))
    return undefined;
  const text = await response.text();
  return text.length > LARGEST_KEYS || text.trim() === "" ? undefined : text.trim();
}

export async function verifyInBrowser(
  keys: string,
  kept: KeptCheckpoint | undefined,
  progress: (leaves: number, of: number) => void,
): Promise<Verified | Refuted> {
  const { EvidenceError, httpReader, parseVerifierKey, verifyLog } = await import("@counterwatch/evidence");
  const at = new Date().toISOString();
  // The log grows meanwhile: what is kept is the very checkpoint that was verified.
  let note: Uint8Array | undefined;
  const http = httpReader(LEDGER);
  const reader: LogReader = {
    async read(path, most) {
      const bytes = await http.read(path, most);
      if (path === "checkpoint") note ??= bytes;
      return bytes;
    },
  };
  try {
    const lines = keys.split("\n").map((line) => line.trim());
    const { checkpoint, sources, limits } = await verifyLog(reader, {
      keys: lines.filter((line) => line !== "").map(parseVerifierKey),
      older: kept === undefined ? [] : [new TextEncoder().encode(kept.note)],
      progress,
    });
    const { origin, size } = checkpoint;
    return {
      good: true,
      origin,
      root: btoa(String.fromCharCode(...checkpoint.root)),
      sources: sources.size,
      agreesTo: kept,
      limits: limits.map(({ name }) => name),
      checkpoint: { note: new TextDecoder().decode(note), size, at },
    };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const { tile, file, leaf } = error.place ?? {};
    const place = [tile ?? file, leaf === undefined ? undefined : `leaf ${leaf}`].filter(
      (part) => part !== undefined,
    );
    return {
      good: false,
      at,
      sentence: error.message,
      place: place.length === 0 ? undefined : place.join(", "),
      remedy: error.remedy,
    };
  }
}
