/** Logs for tests: written by the real writer, held in a map of paths, so that a test can change any byte of them. */
import { EvidenceError } from "../errors.ts";
import { commit, encodeLeaf } from "../log/leaf.ts";
import type { LogReader } from "../log/log-reader.ts";
import type { Signer } from "../note/signature.ts";
import { openLog } from "./log.ts";
import { MemoryDisk } from "./memory-disk.fixture.ts";

export type Files = Map<string, Uint8Array>;

/** Each batch of entries gets a checkpoint of its own, and so leaves its partial tiles. */
export async function writtenLog(
  batches: readonly (readonly Uint8Array[])[],
  signers: readonly Signer[],
): Promise<Files> {
  const disk = new MemoryDisk();
  const origin = signers[0]?.key.name ?? "";
  const log = await openLog("", {
    signers,
    origin,
    clock: () => 1_767_225_600_000,
    disk,
    batch: { milliseconds: 0, leaves: 8192 },
  });
  for (const batch of batches) await Promise.all(batch.map((entry) => log.append(entry)));
  await log.close();
  const files: Files = new Map();
  for (const path of disk.paths()) files.set(path, (await disk.read(path, 2 ** 30)) as Uint8Array);
  return files;
}

export function mapReader(files: ReadonlyMap<string, Uint8Array>): LogReader {
  return {
    async read(path, most) {
      const bytes = files.get(path);
      if (bytes !== undefined && bytes.length > most) throw new EvidenceError("limit", "too long");
      return bytes;
    },
    async *list() {
      yield* [...files.keys()].filter((path) => path.startsWith("tile/"));
    },
  };
}

export function eventLeaf(sequence: number, source = "city-a"): Uint8Array {
  return encodeLeaf({
    kind: "event",
    source,
    sequence,
    time: "2026-01-01T00:00:00.000Z",
    commitment: commit(new Uint8Array(32).fill(sequence & 0xff), { sequence, source }),
  });
}
