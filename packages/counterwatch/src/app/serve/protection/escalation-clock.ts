/** Wakes when the next clock runs out, and at least once a minute: a machine that slept finds out at once. */
import type { WarnedTier } from "../../../incidents/warnings/authority.ts";

/** A warning that went up the line of authority by itself. No person: this may leave the house. */
export interface EscalatedWarning {
  readonly warning: string;
  readonly incident: string;
  readonly tier: WarnedTier;
  /** Which office holds it now, and since when. */
  readonly office: string;
  readonly since: string;
  readonly overdue: boolean;
}

const LONGEST = 60_000;
/** A clock that runs out this moment is looked at a little later, not over and over. */
const SHORTEST = 50;

export class EscalationClock {
  readonly #look: () => Promise<number | undefined>;
  readonly #clock: () => Date;
  readonly #log: (sentence: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #told: string | undefined;

  /** `look`: does what is due, and says when to look again, in milliseconds since 1970. */
  constructor(look: () => Promise<number | undefined>, clock: () => Date, log: (sentence: string) => void) {
    this.#look = look;
    this.#clock = clock;
    this.#log = log;
  }

  /** Looks after so many milliseconds, whatever was meant before. */
  wind(after: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), after);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    let next: number | undefined;
    try {
      next = await this.#look();
      this.#told = undefined;
    } catch (cause) {
      const sentence = `clocks of warnings could not be looked at: ${(cause as Error).message}`;
      if (sentence !== this.#told) this.#log(sentence);
      this.#told = sentence;
    }
    const left = next === undefined ? LONGEST : next - this.#clock().getTime();
    this.wind(Math.min(LONGEST, Math.max(SHORTEST, left)));
  }
}
