/** Judges what is durable while sources go on sending, one run at a time; what comes meanwhile is in the next. */
import type { DeskLine } from "./desk-line.ts";

/** Milliseconds until another try where the store refused. */
const AGAIN = 2000;
/** Milliseconds between tellings of what only moved, and between looks at who is silent. */
const RETELL = 10_000;

export class Judging {
  readonly #line: DeskLine;
  readonly #log: (sentence: string) => void;
  readonly #retelling: NodeJS.Timeout;
  #again: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isAsked = false;
  #told: number;

  constructor(line: DeskLine, log: (sentence: string) => void) {
    this.#line = line;
    this.#log = log;
    this.#told = line.leaves;
    this.#retelling = setInterval(() => this.#retell(), RETELL);
  }

  wake(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#run(() => {
      this.#isAsked = false;
      return this.#line.settle();
    });
  }

  /** What runs ends after its transaction; the next start goes on there. */
  async end(): Promise<void> {
    clearInterval(this.#retelling);
    clearTimeout(this.#again);
    await this.#line.stop();
    await this.#running;
    clearTimeout(this.#again);
  }

  #retell(): void {
    this.#run(() => this.#line.listen());
    const { leaves } = this.#line;
    if (leaves === this.#told) return;
    this.#told = leaves;
    this.#run(() => this.#line.retell());
  }

  #run(work: () => Promise<void>): void {
    this.#running = this.#running.then(work).catch((cause: unknown) => {
      this.#log(`look-ups are kept and could not be judged yet: ${String(cause)}`);
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.wake(), AGAIN);
    });
  }
}
