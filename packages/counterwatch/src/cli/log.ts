/** Log lines for machines, on stderr, behind --log-level. They hold counts and times, never values of rows. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export async function openLog(level: string): Promise<Log> {
  const { pino } = await import("pino");
  const stderr = pino.destination({ fd: 2, sync: true });
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stderr);
  return { info: (fields, message) => logger.info(fields, message) };
}
