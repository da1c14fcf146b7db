/** One record of a log that is followed, by its place: for reading again what could not be read. */
import type { TextForm } from "../../intake/frames.ts";
import type { LogForm } from "../../intake/read-log.ts";
import { firstRecordEnd, MOST_HELD } from "./tail-cut.ts";
import { bytesOf, isSameLog, type TailFile, tailFiles } from "./tail-files.ts";
import type { TailEntry } from "./tail-state.ts";

/** A line that is longer is handed on in pieces, which no scanner takes. */
export const LONGEST_LINE = 2 * 1024 * 1024;

export interface TailRecord {
  readonly bytes: Uint8Array;
  readonly form: LogForm;
}

/** `at`: the name of an entry or of one that it went on from, and unpacked bytes. Undefined where the log is gone, or was not read so far. */
export async function recordAt(
  path: string,
  entries: readonly TailEntry[],
  at: { readonly name: string; readonly offset: number },
): Promise<TailRecord | undefined> {
  const read = entries.filter(({ names, offset }) => names.includes(at.name) && offset > at.offset);
  if (read.length === 0) return undefined;
  for (const file of await tailFiles(path).catch(() => [])) {
    const entry = read.find(({ inode, device }) => inode === file.inode && device === file.device);
    if (entry?.form === undefined || !(await isSameLog(file, entry))) continue;
    return { bytes: await recordOf(file, at.offset, entry.form.text), form: entry.form };
  }
  return undefined;
}

/** A record that a quote never closes ends with its line; whether it does is known behind what cutting would hold back. */
async function recordOf(file: TailFile, offset: number, form: TextForm): Promise<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(file, offset)) {
    held = Buffer.concat([held, chunk]);
    if (held.length > MOST_HELD && (firstRecordEnd(held, form) !== undefined || held.length > LONGEST_LINE))
      break;
  }
  return held.subarray(0, firstRecordEnd(held, form) ?? held.length);
}
