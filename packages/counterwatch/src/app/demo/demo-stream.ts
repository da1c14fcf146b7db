/**
 * Sends the city's look-ups to a server as its sources would, by HTTP with a token each. The past goes day by day, and the desk of
 * the demo works through what each week brought; then the city waits until somebody watches, goes on at an hour a second until it has reached
 * the present, and from there as slowly as everybody.
 *
 *     past ── waiting ── streaming ── now
 */
import { setTimeout as wait } from "node:timers/promises";
import { CounterwatchError } from "../../model/index.ts";
import type { DemoPhase } from "../../server/desk/demo-door.ts";
import type { CityLookup, DemoCity } from "./demo-city.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const HOURS_A_SECOND = 1;
/** Simulated time that is sent at once; the server's lateness is longer, so that what people open meanwhile does not come too early. */
const STEP = 5 * MINUTE;
const EVERY = (STEP / (HOURS_A_SECOND * HOUR)) * 1000;

export interface StreamMeans {
  /** Sends lines and resolves when the source has its acknowledgement. */
  send(source: string, body: string): Promise<void>;
  /** At the end of each simulated week of the past. */
  week(): Promise<void>;
  /** Milliseconds, the real ones. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export class DemoStream {
  readonly #city: DemoCity;
  readonly #means: StreamMeans;
  readonly #watched: Promise<void>;
  #watch: () => void = () => {};
  /** Resolves when the past is loaded. */
  readonly waiting: Promise<void>;
  #wait: () => void = () => {};
  #phase: DemoPhase = "past";
  #clock: number;

  constructor(city: DemoCity, means: StreamMeans) {
    this.#city = city;
    this.#means = means;
    this.#clock = city.beginsAt;
    this.#watched = new Promise((resolve) => {
      this.#watch = resolve;
    });
    this.waiting = new Promise((resolve) => {
      this.#wait = resolve;
    });
  }

  get phase(): DemoPhase {
    return this.#phase;
  }

  /** The simulated time, milliseconds. */
  get clock(): number {
    return this.#phase === "now" ? this.#means.now() : this.#clock;
  }

  /** Share of the past that is there, 0 to 1. */
  get loaded(): number {
    const { beginsAt, waitsAt } = this.#city;
    return Math.min(1, (this.#clock - beginsAt) / (waitsAt - beginsAt));
  }

  /** Somebody watches: the city goes on. */
  watch(): void {
    this.#watch();
  }

  /** Ends when the city has no more look-ups, or at the signal. Rejects where the server refuses. */
  async run(): Promise<void> {
    const { waitsAt, lookups, beginsAt } = this.#city;
    const rest = new Steps(lookups);
    for (let day = 1; this.#clock < waitsAt && !this.#isEnded; day++) {
      await this.#send(rest, Math.min(waitsAt, beginsAt + day * DAY));
      if (day % 7 === 0 || this.#clock === waitsAt) await this.#means.week();
    }
    this.#phase = "waiting";
    this.#wait();
    await this.#untilWatched();
    this.#phase = "streaming";
    while (!this.#isEnded && this.#clock + STEP < this.#means.now()) {
      const began = this.#means.now();
      await this.#send(rest, this.#clock + STEP);
      await this.#pause(EVERY - (this.#means.now() - began));
    }
    this.#phase = "now";
    while (!this.#isEnded && !rest.isEmpty) {
      await this.#pause(1000);
      await this.#send(rest, this.#means.now());
    }
  }

  get #isEnded(): boolean {
    return this.#means.signal.aborted;
  }

  async #send(rest: Steps, until: number): Promise<void> {
    // One after the other, each until another one has something: so the server has them in the order in which they happened.
    for (const { source, lines } of stretchesOf(rest.before(until)))
      await this.#means.send(source, `${lines.join("\n")}\n`);
    this.#clock = until;
  }

  async #untilWatched(): Promise<void> {
    const { signal } = this.#means;
    const ended = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
    await Promise.race([this.#watched, ended]);
  }

  async #pause(ms: number): Promise<void> {
    await wait(Math.max(0, ms), undefined, { signal: this.#means.signal }).catch(() => {});
  }
}

/** Takes look-ups off in the order of time. */
class Steps {
  readonly #lookups: Iterator<CityLookup>;
  #next: CityLookup | undefined;

  constructor(lookups: Iterable<CityLookup>) {
    this.#lookups = lookups[Symbol.iterator]();
    this.#take();
  }

  get isEmpty(): boolean {
    return this.#next === undefined;
  }

  before(until: number): CityLookup[] {
    const lookups: CityLookup[] = [];
    for (; this.#next !== undefined && this.#next.at < until; this.#take()) lookups.push(this.#next);
    return lookups;
  }

  #take(): void {
    const { done, value } = this.#lookups.next();
    this.#next = done === true ? undefined : value;
  }
}

function stretchesOf(
  lookups: readonly CityLookup[],
): { readonly source: string; readonly lines: string[] }[] {
  const stretches: { readonly source: string; readonly lines: string[] }[] = [];
  for (const { source, line } of lookups) {
    const last = stretches.at(-1);
    if (last?.source === source) last.lines.push(line);
    else stretches.push({ source, lines: [line] });
  }
  return stretches;
}

/** `tokens`: by source. Throws `unavailable` where the server does not take it. */
export function sender(
  url: string,
  tokens: ReadonlyMap<string, string>,
): (source: string, body: string) => Promise<void> {
  return async (source, body) => {
    const response = await fetch(`${url}/ingest/${source}`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${tokens.get(source)}` },
    });
    if (!response.ok)
      throw new CounterwatchError(
        "unavailable",
        `the demo's server answered its own source with ${response.status}`,
      );
    await response.arrayBuffer();
  };
}
