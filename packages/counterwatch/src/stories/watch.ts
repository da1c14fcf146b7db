import type { Pace } from "./pace.ts";
import type { Run } from "./run.ts";

/** Everybody's look-ups of one subject. */
export interface Watch {
  readonly operators: string[];
  occasions: number;
  last: number;
  latest: string;
  /** Somebody gave a case, ever and in the latest occasion. */
  cased: boolean;
  casedNow: boolean;
  nats: number;
  pace: Pace | undefined;
  /** From the second operator on. */
  run: Run | undefined;
}

/**
 * A watch of one occasion and one operator, in short: most subjects are never looked at again. Invariant: `wholeWatch` gives the
 * watch back as it was, so that whoever asks for one cannot tell how it is kept.
 */
export interface LoneWatch {
  readonly operator: string;
  readonly last: number;
  readonly nats: number;
  readonly cased: boolean;
  readonly casedNow: boolean;
}

/** The watch in short, where that says all of it. */
export function inShort(watch: Watch): Watch | LoneWatch {
  const { operators, occasions, last, latest, nats, cased, casedNow } = watch;
  const isLone = operators.length === 1 && occasions === 1;
  return isLone ? { operator: latest, last, nats, cased, casedNow } : watch;
}

export function wholeWatch(watch: Watch | LoneWatch): Watch {
  if ("run" in watch) return watch;
  const { operator, last, nats, cased, casedNow } = watch;
  return {
    operators: [operator],
    occasions: 1,
    last,
    latest: operator,
    cased,
    casedNow,
    nats,
    pace: undefined,
    run: undefined,
  };
}
