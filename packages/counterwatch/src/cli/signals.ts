/** SIGINT and SIGTERM end the run at once; whoever holds half-written files drops them on `exit`. */
import { note } from "./standard-streams.ts";

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export function endOnSignals(beforeExit: () => void): void {
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      beforeExit();
      note(`counterwatch: stopped by ${signal}\n`);
      process.exit(exitCode);
    });
  }
}
