/**
 * Tells that a source says nothing, while it says nothing: detectors learn of it only with the next look-up. One silence is told once: it is
 * known by when the source was last heard.
 */
import type { Happening } from "../../../incidents/notices/notice.ts";
import { spanMs } from "../../../model/index.ts";
import type { SourceState } from "../../../server/desk/sources/source-report.ts";
import { Rounds } from "../rounds.ts";

const EVERY = 15_000;

export interface SilenceWatchParts {
  readonly sources: () => Promise<readonly SourceState[]>;
  /** By source, as configured. */
  readonly heartbeat: (source: string) => string | undefined;
  readonly tell: (happenings: readonly Happening[]) => Promise<void>;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly log: (sentence: string) => void;
}

export class SilenceWatch {
  readonly #parts: SilenceWatchParts;
  readonly #began: number;
  readonly #rounds: Rounds;
  readonly #told = new Set<string>();

  constructor(parts: SilenceWatchParts) {
    this.#parts = parts;
    this.#began = parts.clock();
    this.#rounds = new Rounds({
      look: () => this.look(),
      rest: EVERY,
      trouble: "silent sources could not be told",
      log: parts.log,
    });
    this.#rounds.wake(EVERY);
  }

  async look(): Promise<void> {
    const { sources, heartbeat, tell, clock } = this.#parts;
    const silences = (await sources()).flatMap(({ source, silent, heard }) => {
      const beat = heartbeat(source);
      if (!silent || beat === undefined) return [];
      // A server that has just begun has heard nobody yet: that is no silence.
      if (heard === undefined && clock() - this.#began < spanMs(beat)) return [];
      const turn = heard ?? `not since ${new Date(this.#began).toISOString()}`;
      return [{ kind: "source.silent", about: source, turn, at: new Date(clock()).toISOString() } as const];
    });
    const fresh = silences.filter(({ about, turn }) => !this.#told.has(`${about}\n${turn}`));
    await tell(fresh);
    for (const { about, turn } of fresh) this.#told.add(`${about}\n${turn}`);
  }

  end(): Promise<void> {
    return this.#rounds.end();
  }
}
