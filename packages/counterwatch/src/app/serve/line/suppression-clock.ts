/** Puts findings where they belong when a suppression begins or ends, whether or not anything else happens then. */
import type { DeskStore } from "../../../incidents/desk/desk-store.ts";
import { Rounds } from "../rounds.ts";

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
  readonly #rounds: Rounds;
  /** RFC 3339: up to which everything is in its place. Empty: what ended while no server ran is put right at the first look. */
  #settled = "";

  constructor(parts: SuppressionClockParts) {
    this.#parts = parts;
    this.#rounds = new Rounds({
      look: () => this.look(),
      rest: EVERY,
      trouble: "suppressions could not be looked at",
      log: parts.log,
    });
    this.#rounds.wake(EVERY);
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

  end(): Promise<void> {
    return this.#rounds.end();
  }
}
