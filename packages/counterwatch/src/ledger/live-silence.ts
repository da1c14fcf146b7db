/**
 * One source that falls silent while the server runs. Two clocks: the look-ups' own, by which every silence is found again in the same
 * rows; and ours, by which one is told while it lasts, without waiting for the next row. Both name a silence by the last look-up before it,
 * so they tell one finding.
 *
 * What our clock told stays, even where the rows that come later leave no gap: they came late, and that is said.
 */
import type { ExplainedFinding } from "../model/index.ts";
import { finding, spoken, when } from "./source-findings.ts";

interface Spoke {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly time: string;
}

interface Silence {
  readonly after: Spoke;
  /** Undefined: it lasts. */
  readonly before: Spoke | undefined;
}

/** Plain data. */
export interface LiveSilenceState {
  last: Spoke | undefined;
  /** The latest ones; those before them were told. */
  silences: Silence[];
}

const MOST_SILENCES = 100;

export class LiveSilence {
  readonly #source: string;
  /** Milliseconds. */
  readonly #heartbeat: number;
  readonly #state: LiveSilenceState;
  /** When it was heard by our clock; undefined: not since this process began. */
  #heard: number | undefined;
  #hasSpoken = false;
  /** Look-ups behind which a process before this one told a silence. */
  readonly #remembered = new Set<string>();

  constructor(
    source: string,
    heartbeat: number,
    state: LiveSilenceState = { last: undefined, silences: [] },
  ) {
    this.#source = source;
    this.#heartbeat = heartbeat;
    this.#state = state;
  }

  /** Not a copy. */
  snapshot(): LiveSilenceState {
    return this.#state;
  }

  see({ id, time }: Spoke): void {
    const { last, silences } = this.#state;
    const spoke = { id, time };
    this.#hasSpoken = true;
    const told = silences.at(-1);
    if (told !== undefined && told.before === undefined)
      silences[silences.length - 1] = { ...told, before: spoke };
    else if (last !== undefined) {
      const isTold = this.#remembered.delete(last.id);
      if (isTold || Date.parse(time) - Date.parse(last.time) > this.#heartbeat)
        this.#tell({ after: last, before: spoke });
    }
    if (last === undefined || time > last.time) this.#state.last = spoke;
  }

  /** By our clock, in milliseconds; true where a silence is told that was not. Ask when all that came was seen. */
  quiet(now: number): boolean {
    const { last, silences } = this.#state;
    // Nobody could be heard before this process began.
    if (this.#hasSpoken || this.#heard === undefined) this.#heard = now;
    this.#hasSpoken = false;
    const lasts = silences.length > 0 && silences.at(-1)?.before === undefined;
    if (last === undefined || lasts || now - this.#heard <= this.#heartbeat) return false;
    this.#tell({ after: last, before: undefined });
    return true;
  }

  /** A silence that was told as lasting before this process began, by the id of the look-up before it: it ends when the source speaks. */
  remember(after: string): void {
    this.#remembered.add(after);
  }

  *findings(): Generator<ExplainedFinding> {
    for (const silence of this.#state.silences) yield this.#findingOf(silence);
  }

  #tell(silence: Silence): void {
    const { silences } = this.#state;
    // Rows of long ago ended it, and then one showed how long it was.
    if (silences.at(-1)?.after.id === silence.after.id) silences.pop();
    silences.push(silence);
    if (silences.length > MOST_SILENCES) silences.shift();
  }

  #findingOf({ after, before }: Silence): ExplainedFinding {
    const heartbeat = spoken(this.#heartbeat);
    const began = new Date(Date.parse(after.time) + this.#heartbeat).toISOString();
    const length = before === undefined ? undefined : Date.parse(before.time) - Date.parse(after.time);
    const isGap = length !== undefined && length > this.#heartbeat;
    const said =
      before === undefined || length === undefined
        ? `Source ${this.#source} has said nothing since ${when(after.time)}. Its heartbeat is ${heartbeat}.`
        : isGap
          ? `Source ${this.#source} was silent for longer than its heartbeat of ${heartbeat}: for ${spoken(length)} from ${when(after.time)} to ${when(before.time)}.`
          : `After ${when(after.time)} nothing came from source ${this.#source} for longer than its heartbeat of ${heartbeat}. The rows came later, and their times leave no gap.`;
    return finding({
      detector: "source/silence",
      source: this.#source,
      severity: "medium",
      since: after.time,
      time: isGap && before !== undefined ? before.time : began,
      events: [after.id, ...(before === undefined ? [] : [before.id])],
      explanation: said,
      evidence: {
        heartbeat,
        from: after.time,
        ...(before === undefined ? {} : { to: before.time }),
        ...(isGap ? { length: spoken(length) } : {}),
      },
    });
  }
}
