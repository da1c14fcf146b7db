/**
 * What a server does again and again beside its doors: look, rest, look again. One look after the other, never two at once. Of two alarms
 * the sooner stands: what came while a look ended is not left until the next. A look that fails is told, and the next one tries again.
 */
import { CounterwatchError } from "../../model/index.ts";

export interface RoundsPlan {
  /**
   * Does what is due. Gives in how many milliseconds to look again; nothing: after `rest`; infinity: not before somebody wakes it. What it
   * throws is told.
   */
  readonly look: () => Promise<number | void>;
  /** The longest rest between two looks, in milliseconds. */
  readonly rest: number;
  /** The shortest one: what is due this moment is looked at a little later, not over and over. */
  readonly shortest?: number;
  /** The rest after a look that failed; without it `rest`. */
  readonly again?: number;
  /** What it means that a look failed; the cause follows in the log. */
  readonly trouble: string;
  readonly log: (sentence: string) => void;
}

const SHORTEST = 50;
/** Milliseconds in which the same trouble is told once. */
const TOLD_ONCE = 3_600_000;

export class Rounds {
  readonly #plan: RoundsPlan;
  #timer: NodeJS.Timeout | undefined;
  /** When it wakes, by the machine's own clock. */
  #wakes = Number.POSITIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();
  #isEnded = false;
  #told: { readonly sentence: string; readonly at: number } | undefined;

  constructor(plan: RoundsPlan) {
    this.#plan = plan;
  }

  /** Looks after so many milliseconds, or sooner where that was meant before. */
  wake(after = 0): void {
    const at = performance.now() + after;
    if (this.#isEnded || at >= this.#wakes) return;
    clearTimeout(this.#timer);
    this.#wakes = at;
    this.#timer = setTimeout(() => {
      this.#wakes = Number.POSITIVE_INFINITY;
      this.#running = this.#running.then(() => this.#round());
    }, after);
    this.#timer.unref();
  }

  /** No further look is begun, and the one that runs has ended. */
  async end(): Promise<void> {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #round(): Promise<void> {
    if (this.#isEnded) return;
    const { look, rest, shortest = SHORTEST, again = rest } = this.#plan;
    try {
      const next = await look();
      this.#told = undefined;
      if (typeof next !== "number") this.wake(rest);
      else if (next !== Number.POSITIVE_INFINITY) this.wake(Math.min(rest, Math.max(shortest, next)));
    } catch (cause) {
      this.#tell(cause);
      this.wake(again);
    }
  }

  #tell(cause: unknown): void {
    const { trouble, log } = this.#plan;
    const sentence = `${trouble}: ${cause instanceof CounterwatchError ? cause.message : String(cause)}`;
    const now = performance.now();
    if (sentence === this.#told?.sentence && now - this.#told.at < TOLD_ONCE) return;
    this.#told = { sentence, at: now };
    log(sentence);
  }
}
