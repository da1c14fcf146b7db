/** The newest checkpoint of a ledger as it lies in the folder. What its lines say is believed only where somebody verifies them. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseCheckpoint, parseNote } from "@counterwatch/evidence";
import { fileTrouble } from "./file-trouble.ts";

export interface NewestCheckpoint {
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  /** When the file was written, RFC 3339. */
  readonly at: string;
  /** The newest one that witnesses cosigned; undefined: none did. */
  readonly witnessed: { readonly size: number; readonly witnesses: readonly string[] } | undefined;
}

/** Undefined where nothing was appended yet. */
export function newestCheckpoint(folder: string): NewestCheckpoint | undefined {
  const newest = noteIn(folder, "checkpoint");
  if (newest === undefined) return undefined;
  const cosigned = noteIn(folder, "checkpoint.cosigned");
  const { origin, size } = newest;
  return {
    origin,
    size,
    at: statSync(join(folder, "checkpoint")).mtime.toISOString(),
    witnessed: cosigned && {
      size: cosigned.size,
      witnesses: cosigned.names.filter((name) => name !== origin),
    },
  };
}

function noteIn(folder: string, name: string) {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fileTrouble(cause, join(folder, name), "unreadable");
  }
  const { text, signatures } = parseNote(bytes);
  const { origin, size } = parseCheckpoint(text);
  return { origin, size, names: [...new Set(signatures.map((line) => line.name))] };
}
