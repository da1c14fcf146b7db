import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder with those above it, and returns the topmost that was made; undefined where it was there. Throws what `mkdir` throws.
 * Not `mkdir` with `recursive`: where a file system knows the parent and refuses the child as missing (as /proc does),
 * Node 20 asks for ever, without hearing signals.
 */
export function makeFolder(path: string, mode: number): string | undefined {
  const missing: string[] = [];
  for (let folder = resolve(path); !existsSync(folder); folder = dirname(folder)) missing.push(folder);
  const made: string[] = [];
  try {
    for (const folder of missing.toReversed()) {
      mkdirSync(folder, { mode });
      made.push(folder);
    }
  } catch (cause) {
    for (const folder of made.toReversed()) rmdirSync(folder);
    throw cause;
  }
  return made[0];
}
