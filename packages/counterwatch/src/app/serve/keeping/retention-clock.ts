/** Retention as long as the server runs: soon after its start, and then once a day. */
import type { RetentionReport, RetentionState } from "../../../server/desk/sources/retention-report.ts";
import type { ErasureList } from "../../../store/erasure-list.ts";
import { Rounds } from "../rounds.ts";
import { retain, type RetentionParts, type RetentionRun } from "./retention.ts";

const DAY = 86_400_000;
/** Milliseconds after the start, when those who waited for it are served. */
const FIRST = 60_000;

export interface RetentionClockParts extends RetentionParts {
  readonly erasures: ErasureList;
  /** Leaves of the ledger. */
  size(): number;
  readonly log: (sentence: string) => void;
}

export class RetentionClock implements RetentionReport {
  readonly #parts: RetentionClockParts;
  readonly #rounds: Rounds;
  #stopping = false;
  #running: Promise<unknown> = Promise.resolve();
  #latest: RetentionRun | undefined;

  constructor(parts: RetentionClockParts) {
    this.#parts = parts;
    this.#rounds = new Rounds({
      look: () => this.#look(),
      rest: DAY,
      trouble: "retention could not go on",
      log: parts.log,
    });
  }

  begin(): void {
    this.#rounds.wake(FIRST);
  }

  /** One run after the other. Throws what they throw. */
  run(): Promise<RetentionRun> {
    return this.without(async () => {
      this.#latest = await retain(this.#parts, () => this.#stopping);
      return this.#latest;
    });
  }

  /** Does something while nothing is erased. */
  without<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#running.then(work);
    this.#running = turn.catch(() => {});
    return turn;
  }

  async end(): Promise<void> {
    this.#stopping = true;
    await this.#rounds.end();
    await this.#running;
  }

  async state(): Promise<RetentionState> {
    const { store, letters, rules, size, erasures } = this.#parts;
    const names = [...(await store.sources()), ...letters.sources];
    return {
      rules: rules(names),
      latest: this.#latest,
      erasures: (await erasures.upTo(size())).toReversed(),
    };
  }

  async #look(): Promise<void> {
    const { erased, held, letters } = await this.run();
    if (erased + letters > 0)
      this.#parts.log(
        `${erased} look-ups and ${letters} dead letters were past their time and are erased; ${held} are held`,
      );
  }
}
