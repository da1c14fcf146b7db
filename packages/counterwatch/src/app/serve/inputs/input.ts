/** What every input of a running server is: started, stopped, and able to say how it goes. */
import { setTimeout as wait } from "node:timers/promises";
import { CounterwatchError, printPlace } from "../../../model/index.ts";
import type { InputState } from "../../../server/desk/sources/input-report.ts";
import type { InputSettings } from "../../../store/input-settings.ts";
import type { Ingestion } from "./ingestion.ts";

export interface InputMeans {
  readonly ingestion: Ingestion;
  /** Look-ups that wait for the detectors. */
  readonly waiting: () => number;
  /** Something was taken. */
  readonly wake: () => void;
  readonly log: (sentence: string) => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** While more wait for the detectors nothing is read. */
const MOST_WAITING = 200_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

interface Count {
  taken: number;
  rejected: number;
  dropped: number;
}

/** Tries again and again, with longer pauses, until it is stopped; what fails never ends the server. */
export abstract class Input {
  protected readonly means: InputMeans;
  readonly settings: InputSettings;
  protected readonly count: Count = { taken: 0, rejected: 0, dropped: 0 };
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #trouble: { readonly message: string; readonly since: string } | undefined;
  #pause = FIRST_PAUSE;

  constructor(settings: InputSettings, means: InputMeans) {
    this.settings = settings;
    this.means = means;
  }

  abstract get kind(): InputState["kind"];
  abstract get place(): string;
  /** Goes on until it is stopped, or fails. Calls `works` when it does. */
  protected abstract run(): Promise<void>;

  start(): void {
    this.#running = this.#tryAgain();
  }

  /** What was read is durable when it resolves. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  state(): InputState {
    const { source } = this.settings;
    const { taken, rejected, dropped } = this.count;
    return {
      source,
      kind: this.kind,
      place: this.place,
      trouble: this.#trouble?.message ?? this.ownTrouble(),
      since: this.#trouble?.since,
      taken,
      rejected,
      dropped,
    };
  }

  /** What is wrong with a part of it while the rest goes on. */
  protected ownTrouble(): string | undefined {
    return undefined;
  }

  protected get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  protected get stopped(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isStopped) resolve();
      else this.#stop.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  protected works(): void {
    if (this.#trouble !== undefined) this.means.log(`${this.kind} ${this.place} works again`);
    this.#trouble = undefined;
    this.#pause = FIRST_PAUSE;
  }

  protected async sleep(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => {});
  }

  /** Resolves when the detectors have caught up, or it is stopped. */
  protected async room(): Promise<void> {
    while (this.means.waiting() > MOST_WAITING && !this.isStopped) await this.sleep(250);
  }

  protected fails(cause: unknown): void {
    const message = sentenceOf(cause);
    if (this.#trouble?.message === message) return;
    this.#trouble = { message, since: new Date(this.means.clock()).toISOString() };
    this.means.log(`${this.kind} ${this.place}: ${message}`);
  }

  async #tryAgain(): Promise<void> {
    while (!this.isStopped) {
      try {
        await this.run();
      } catch (cause) {
        this.fails(cause);
        await this.sleep(this.#pause);
        this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
      }
    }
  }
}

/** Ours are sentences without a value of a row; others may quote one. */
function sentenceOf(cause: unknown): string {
  if (!(cause instanceof CounterwatchError)) return "something went wrong here";
  const place = printPlace(cause.place);
  return [place === "" ? cause.message : `${place}: ${cause.message}`, cause.remedy]
    .filter((part) => part !== undefined)
    .join(". ");
}
