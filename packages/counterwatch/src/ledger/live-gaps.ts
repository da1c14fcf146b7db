/**
 * Numbers that are missing from a log's own sequence, while its rows still come. A gap is told when `CONFIRMED` later numbers came and did
 * not fill it, and stays told; what fills it before that leaves no trace. A log is taken for a sequence by the same measure as in a scan
 * (source-findings.ts): few gaps, and less missing than there.
 */
import type { ExplainedFinding } from "../model/index.ts";
import type { LogNumber } from "./log-number.ts";
import type { Milestone } from "./number-line.ts";
import { finding, when } from "./source-findings.ts";

/** Rows that have to come behind a gap, and without which a log has no sequence. */
const CONFIRMED = 200;
const MOST_GAPS = 20;
const NUMBERS_A_GAP = 200;
const MOST_OPEN = 64;
const MOST_PREFIXES = 64;
const MOST_TOLD = 100;

interface Gap {
  readonly before: Milestone;
  readonly after: Milestone;
}

interface OpenGap extends Gap {
  /** Numbers of the sequence that were there when it opened. */
  readonly seen: number;
}

interface Sequence {
  seen: number;
  high: Milestone;
  open: OpenGap[];
  /** That were not filled. */
  gaps: number;
  missing: number;
}

/** Plain data. */
export interface LiveGapsState {
  /** By the beginning of the ids; undefined where there were too many. */
  sequences: Map<string, Sequence> | undefined;
  told: Gap[];
}

export class LiveGaps {
  readonly #source: string;
  readonly #unread: () => number;
  readonly #state: LiveGapsState;

  /** `unread`: rows of the source that were rejected: their numbers are missing because we could not read them. */
  constructor(
    source: string,
    unread: () => number,
    state: LiveGapsState = { sequences: new Map(), told: [] },
  ) {
    this.#source = source;
    this.#unread = unread;
    this.#state = state;
  }

  /** Not a copy. */
  snapshot(): LiveGapsState {
    return this.#state;
  }

  see({ prefix, number }: LogNumber, id: string, time: string): void {
    const { sequences } = this.#state;
    const at: Milestone = { number, id, time };
    const known = sequences?.get(prefix);
    if (sequences === undefined) return;
    if (known !== undefined) this.#go(known, at);
    else if (sequences.size >= MOST_PREFIXES) this.#state.sequences = undefined;
    else sequences.set(prefix, { seen: 1, high: at, open: [], gaps: 0, missing: 0 });
  }

  *findings(): Generator<ExplainedFinding> {
    for (const { before, after } of this.#state.told) {
      const missing = after.number - before.number - 1;
      yield finding({
        detector: "source/gap",
        source: this.#source,
        severity: "high",
        since: before.time,
        time: after.time,
        events: [before.id, after.id],
        explanation:
          `Source ${this.#source} numbers its rows, and ${missing} ${missing === 1 ? "number is" : "numbers are"} missing between ` +
          `${when(before.time)} (number ${before.number}) and ${when(after.time)} (number ${after.number}).`,
        evidence: {
          missing,
          from: before.number + 1,
          to: after.number - 1,
          after: before.time,
          before: after.time,
        },
      });
    }
  }

  #go(sequence: Sequence, at: Milestone): void {
    const { high } = sequence;
    if (at.number > high.number) {
      if (at.number > high.number + 1) this.#open(sequence, { before: high, after: at, seen: sequence.seen });
      sequence.high = at;
      sequence.seen++;
    } else if (fill(sequence, at)) sequence.seen++;
    while ((sequence.open[0]?.seen ?? sequence.seen) + CONFIRMED <= sequence.seen) this.#confirm(sequence);
  }

  #open(sequence: Sequence, gap: OpenGap): void {
    sequence.open.push(gap);
    // So many at once are no sequence: they count as gaps, and are not told.
    if (sequence.open.length > MOST_OPEN) {
      const first = sequence.open.shift() as OpenGap;
      sequence.gaps++;
      sequence.missing += missingIn(first);
    }
  }

  #confirm(sequence: Sequence): void {
    const { before, after } = sequence.open.shift() as OpenGap;
    sequence.gaps++;
    sequence.missing += missingIn({ before, after });
    const { gaps, missing, seen } = sequence;
    const isSequence = gaps <= Math.min(MOST_GAPS, 1 + seen / NUMBERS_A_GAP) && missing <= seen;
    if (!isSequence || missing <= this.#unread()) return;
    const { told } = this.#state;
    told.push({ before, after });
    if (told.length > MOST_TOLD) told.shift();
  }
}

/** True where the number was missing. */
function fill(sequence: Sequence, at: Milestone): boolean {
  const index = sequence.open.findIndex(
    ({ before, after }) => before.number < at.number && at.number < after.number,
  );
  const gap = sequence.open[index];
  if (gap === undefined) return false;
  const { before, after, seen } = gap;
  const left = [
    { before, after: at, seen },
    { before: at, after, seen },
  ].filter((each) => missingIn(each) > 0);
  sequence.open.splice(index, 1, ...left);
  return true;
}

function missingIn({ before, after }: Gap): number {
  return after.number - before.number - 1;
}
