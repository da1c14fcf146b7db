import type { AccessEvent } from "../model/index.ts";
import { ReorderBuffer, type ReorderState } from "./reorder-buffer.ts";

/** Sorts any number of events by time; what does not fit in memory it keeps elsewhere. */
export interface EventSorter {
  add(event: AccessEvent): void;
  /** All events by (time, content); call once. */
  sorted(): Iterable<AccessEvent>;
  close(): void;
}

/** How the events of a log are put into the order of their own time. */
export interface EventOrder {
  see(event: AccessEvent): void;
  /** The log has ended: lets go of all that is held, in steps between which the caller may do something else. */
  end(): Iterable<void>;
  /** Gives back what is kept on disk, whether or not the end was reached. */
  close(): void;
  /** Of a stream without an end: what waits, as plain data; not a copy. */
  snapshot(): ReorderState;
  /** Before the first event. */
  resume(state: ReorderState): void;
  readonly late: number;
  readonly crowded: number;
  /** True where the log is written newest first and had to be sorted whole. */
  readonly reversed: boolean;
}

/** Events looked at before it is decided how the log is ordered. */
const PROBE = 2000;
const FALLING = 0.8;
const STEP = 5000;

/**
 * A log that runs forward streams through a bounded buffer. Some portals export newest first: there everything would be
 * late, so such a log is sorted whole before anything judges it. The first events tell which it is. A stream that never ends
 * cannot be sorted whole: without `openSorter` each event passes at once.
 */
export function orderEvents(
  lateness: number,
  release: (event: AccessEvent) => void,
  openSorter: (() => EventSorter) | undefined,
): EventOrder {
  const buffer = new ReorderBuffer({ lateness, release });
  let probe: AccessEvent[] | undefined = openSorter === undefined ? undefined : [];
  let sorter: EventSorter | undefined;
  const decide = () => {
    const held = probe ?? [];
    probe = undefined;
    if (runsBackward(held)) sorter = openSorter?.();
    for (const event of held) pass(event);
  };
  const pass = (event: AccessEvent) => {
    if (sorter === undefined) buffer.see(event);
    else sorter.add(event);
  };
  return {
    see(event) {
      if (probe === undefined) pass(event);
      else if (probe.push(event) >= PROBE) decide();
    },
    *end() {
      if (probe !== undefined) decide();
      if (sorter === undefined) buffer.flush();
      else {
        let released = 0;
        for (const event of sorter.sorted()) {
          release(event);
          if (++released % STEP === 0) yield;
        }
        sorter.close();
      }
    },
    snapshot: () => buffer.snapshot(),
    resume: (state) => buffer.resume(state),
    close: () => sorter?.close(),
    get late() {
      return buffer.late;
    },
    get crowded() {
      return buffer.crowded;
    },
    get reversed() {
      return sorter !== undefined;
    },
  };
}

function runsBackward(events: readonly AccessEvent[]): boolean {
  let falls = 0;
  let moves = 0;
  for (let i = 1; i < events.length; i++) {
    const [a, b] = [(events[i - 1] as AccessEvent).time, (events[i] as AccessEvent).time];
    if (a === b) continue;
    moves++;
    if (b < a) falls++;
  }
  return moves > 0 && falls > FALLING * moves;
}
