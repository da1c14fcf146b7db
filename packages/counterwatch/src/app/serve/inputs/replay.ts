/**
 * Dead letters once more, after a mapping was mended: rows of files that are followed are read again where they stand. Nothing raw is kept
 * here, so rows that came over HTTP or syslog are their sender's to send again.
 */
import type { Replayed } from "../../../server/desk/sources/input-report.ts";
import type { DeadLetterFile } from "../../../store/dead-letter-file.ts";
import type { TailInput } from "./tail-input.ts";

/** Rows read again in one go; the rest is left for the next. */
const MOST_AT_ONCE = 10_000;

interface ReplayMeans {
  readonly letters: DeadLetterFile;
  readonly inputs: { tailsOf(source: string): readonly TailInput[] };
  /** Milliseconds. */
  readonly clock: () => number;
}

/** `source`: undefined for all. Throws what intake and ledger throw; what was read until then is in the ledger. */
export async function replayLetters(
  { letters, inputs, clock }: ReplayMeans,
  source: string | undefined,
): Promise<Replayed> {
  const counts = { replayed: 0, rejected: 0, gone: 0, left: 0 };
  // The file grows while its letters are noted.
  const waiting = [...letters.replayable(source)];
  for (const [at, letter] of waiting.entries()) {
    if (at >= MOST_AT_ONCE) {
      counts.left = waiting.length - at;
      break;
    }
    const { log, offset } = letter.position;
    let taken: { readonly rejected: number } | undefined;
    for (const input of inputs.tailsOf(letter.source)) taken ??= await input.replay(log, offset);
    if (taken === undefined) counts.gone++;
    else if (taken.rejected > 0) counts.rejected++;
    else {
      letters.noteReplayed(letter, new Date(clock()).toISOString());
      counts.replayed++;
    }
  }
  return counts;
}
