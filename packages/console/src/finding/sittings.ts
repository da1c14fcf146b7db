/** Sittings, counted as the stories and the table below count them: by subject, or by site where the look-up singles out nobody. */
import { mattersOf } from "../../../counterwatch/src/stories/singled-subjects.ts";
import type { StoredEvent } from "../api/shapes.ts";

/** Milliseconds: look-ups less apart are one sitting (DESIGN, section 2). */
const GAP = 30 * 60_000;

export interface Sitting {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly lookups: number;
}

/** Rows in any order; sittings in the order in which they began. A row about two subjects is in a sitting of each. */
export function sittingsOf(rows: readonly Pick<StoredEvent, "event">[]): Sitting[] {
  const open = new Map<string, Sitting>();
  const ended: Sitting[] = [];
  const timed = rows.map(({ event }) => ({ event, time: Date.parse(event.time) }));
  for (const { event, time } of timed.toSorted((a, b) => a.time - b.time))
    for (const { key } of mattersOf(event)) {
      const about = `${event.operator.id}\n${key}`;
      const last = open.get(about);
      if (last !== undefined && time - last.to < GAP)
        open.set(about, { ...last, to: time, lookups: last.lookups + 1 });
      else {
        if (last !== undefined) ended.push(last);
        open.set(about, { from: time, to: time, lookups: 1 });
      }
    }
  return [...ended, ...open.values()].toSorted((a, b) => a.from - b.from || a.to - b.to);
}
