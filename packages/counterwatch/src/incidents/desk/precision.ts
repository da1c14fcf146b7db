/** What became of findings, by detector: the only honest answer to "how many of these are worth my time". */
import type { ClosingReason } from "./case.ts";
import { wilson } from "./wilson.ts";

export interface DetectorPrecision {
  readonly detector: string;
  readonly closed: number;
  /** Closed as misuse, policy breach, training or referred: there was something. */
  readonly substantiated: number;
  readonly explained: number;
  readonly open: number;
  /** Wilson's 95 % interval of substantiated among closed; undefined without any. */
  readonly interval: readonly [low: number, high: number] | undefined;
}

const SUBSTANTIATED: ReadonlySet<ClosingReason> = new Set(["misuse", "policy", "training", "referred"]);

export function precisionByDetector(
  findings: Iterable<{ readonly detector: string; readonly closing: ClosingReason | undefined }>,
): DetectorPrecision[] {
  const counts = new Map<string, { closed: number; substantiated: number; open: number }>();
  for (const { detector, closing } of findings) {
    // The same matter is counted where it was judged.
    if (closing === "duplicate") continue;
    const count = counts.get(detector) ?? { closed: 0, substantiated: 0, open: 0 };
    counts.set(detector, count);
    if (closing === undefined) count.open++;
    else count.closed++;
    if (closing !== undefined && SUBSTANTIATED.has(closing)) count.substantiated++;
  }
  return [...counts]
    .map(([detector, { closed, substantiated, open }]) => ({
      detector,
      closed,
      substantiated,
      explained: closed - substantiated,
      open,
      interval: closed === 0 ? undefined : wilson(substantiated, closed),
    }))
    .toSorted((a, b) => b.closed - a.closed || (a.detector < b.detector ? -1 : 1));
}
