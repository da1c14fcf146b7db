/** What holds at a moment of the server's clock: a function of the warning's own clock, so that nothing need be fetched for it. */
import type { BoardWarning } from "../api/protection-api.ts";

export interface Standing {
  /** Which office has authority now, and since when; undefined for a closed one. */
  readonly holder: { readonly office: string; readonly since: string; readonly place: number } | undefined;
  readonly overdue: boolean;
  /** Milliseconds until the deadline; below zero: over. */
  readonly left: number;
  /** Whether it went up the line of authority by itself. */
  readonly escalated: boolean;
}

type Clocked = Pick<BoardWarning, "open" | "deadline" | "since" | "line">;

/** `now`: milliseconds since 1970. */
export function standingAt({ open, deadline, since, line }: Clocked, now: number): Standing {
  const left = Date.parse(deadline) - now;
  let from = since;
  let holder: Standing["holder"];
  for (const [place, { office, until }] of line.entries()) {
    if (until === undefined || now < Date.parse(until)) {
      holder = { office, since: from, place };
      break;
    }
    from = until;
  }
  const place = holder?.place ?? 0;
  return {
    holder: open ? holder : undefined,
    overdue: open && left <= 0,
    left,
    escalated: open && place > 0,
  };
}

/** Shares of the whole from 0 to 1: where the time is now, and where the warning goes to the next office. */
export function dialOf({ deadline, since, line }: Clocked, now: number): { now: number; turns: number[] } {
  const [from, to] = [Date.parse(since), Date.parse(deadline)];
  const share = (time: number) => Math.min(1, Math.max(0, (time - from) / Math.max(1, to - from)));
  const turns = line.flatMap(({ until }) => (until === undefined ? [] : [share(Date.parse(until))]));
  return { now: share(now), turns };
}
