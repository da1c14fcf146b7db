/** Puts findings where they belong when a suppression begins or ends, whether or not anything else happens then. */
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";

/** Milliseconds between looks at the clock. */
const EVERY = 5000;

export interface SuppressionClockParts {
  readonly store: Pick<DeskStore, "suppressions" | "settleSuppressed">;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly log: (sentence: string) => void;
}

export class SuppressionClock {
  readonly #parts: SuppressionClockParts;
  readonly #timer: NodeJS.Timeout;
  /** RFC 3339: up to which everything is in its place. Empty: what ended while no server ran is put right at the first look. */
  #settled = "";
  #running: Promise<void> = Promise.resolve();

  constructor(parts: SuppressionClockParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#look(), EVERY);
  }

  /** Settles what has begun or ended since the last look; where the store refuses, the next look tries again. */
  async look(): Promise<void> {
    const { store, clock } = this.#parts;
    const now = new Date(clock()).toISOString();
    const before = this.#settled;
    const passed = (time: string) => before < time && time <= now;
    if ((await store.suppressions()).some(({ from, until }) => passed(from) || passed(until)))
      await store.settleSuppressed(now);
    this.#settled = now;
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #look(): void {
    this.#running = this.#running
      .then(() => this.look())
      .catch((cause: unknown) => this.#parts.log(`suppressions could not be looked at: ${String(cause)}`));
  }
}
