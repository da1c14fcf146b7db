/** When look-ups happened and when we learned of them, on one axis. */
import type { StoredEvent } from "../api/shapes.ts";

/** A row that took longer is late: sources send within the hour. */
const LATE = 3_600_000;
const MOST_DRAWN = 200;

interface ClockRow {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly happened: number;
  readonly learned: number;
  readonly late: boolean;
}

export interface ClockLanes {
  readonly rows: readonly ClockRow[];
  readonly from: number;
  readonly to: number;
  readonly late: number;
  /** Milliseconds that the latest row took. */
  readonly longest: number;
}

/** Undefined without rows. `learned` of a row cannot be before it happened: a source's clock that is ahead is no foresight. */
export function clockLanes(events: readonly StoredEvent[]): ClockLanes | undefined {
  const rows = events.slice(0, MOST_DRAWN).map(({ received, event }) => {
    const happened = Date.parse(event.time);
    const learned = Math.max(happened, Date.parse(received));
    return { id: event.id, happened, learned, late: learned - happened > LATE };
  });
  if (rows.length === 0) return undefined;
  return {
    rows,
    from: Math.min(...rows.map(({ happened }) => happened)),
    to: Math.max(...rows.map(({ learned }) => learned)),
    late: rows.filter((row) => row.late).length,
    longest: Math.max(...rows.map(({ happened, learned }) => learned - happened)),
  };
}

/** Percent of the axis; the middle where it has no length. */
export function placeOn({ from, to }: Pick<ClockLanes, "from" | "to">, time: number): number {
  return to === from ? 50 : Math.round((1 + ((time - from) / (to - from)) * 98) * 100) / 100;
}
