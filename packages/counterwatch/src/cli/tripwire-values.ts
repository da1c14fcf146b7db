/** Numbers on the tripwires' command lines, and what a signal does to a command that stays. */
import { InvalidArgumentError } from "commander";

export function whole(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

export function positive(text: string): number {
  if (/^\d*\.?\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Write a number above zero.");
}

export function share(text: string): number {
  const value = positive(text);
  if (value < 1) return value;
  throw new InvalidArgumentError("Write a share between 0 and 1, e.g. 0.05.");
}

/** What waits is on disk, so the first signal ends the work in order; the second ends it at once. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  return stop.signal;
}
