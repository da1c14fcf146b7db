/** The beginning of a log that no connector has to know, for `sources map`. */
import type { Row, Sample } from "./connector.ts";
import { emptyFile, type Frames, openFrames } from "./frames.ts";
import type { LogFile } from "./log-file.ts";

const SAMPLE_ROWS = 32;

/** Throws CounterwatchError `format-damaged` and whatever the file throws. */
export async function sampleLog(file: LogFile, sheet?: string): Promise<Sample> {
  const frames = await openFrames(file, sheet);
  try {
    const sample = sampleFrames(frames, file.name.split(/[/\\]/).at(-1) ?? file.name);
    if (sample === undefined) throw emptyFile(file.name);
    return sample;
  } finally {
    await frames.close();
  }
}

function sampleFrames({ framing, header, head }: Frames, name: string): Sample | undefined {
  const rows = head.map(({ row }) => row);
  if (header !== undefined) return { framing, name, header, rows: rows.slice(0, SAMPLE_ROWS) };
  const [first] = rows;
  if (first === undefined) return undefined;
  if (framing === "records")
    return { framing, name, header: Object.keys(first), rows: rows.slice(0, SAMPLE_ROWS) };
  const at = headerIndex(rows);
  const names = (rows[at] as readonly string[]).map((cell) => cell.trim());
  return { framing, name, header: names, rows: rows.slice(at + 1, at + 1 + SAMPLE_ROWS) };
}

/** Titles above a header fill fewer cells than the header does. */
function headerIndex(rows: readonly Row[]): number {
  const filled = rows.map((row) => (row as readonly string[]).filter((cell) => cell.trim() !== "").length);
  const most = Math.max(...filled);
  return Math.max(
    0,
    filled.findIndex((count) => count * 10 >= most * 7),
  );
}
