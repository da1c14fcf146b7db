/** Log lines for machines, on stderr, behind --log-level. They hold names of files, counts and times, never values of rows. */
import { pino } from "pino";

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export function openLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}
