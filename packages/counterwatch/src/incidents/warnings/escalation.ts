/**
 * Who holds a warning now. Nothing runs for this: the holder is a function of the warning's clock and the time, so it is
 * right even where no machine was on. A step in the journal only says once that it was so.
 */
import type { WarningClock } from "./warning-steps.ts";

export interface Holder {
  readonly office: string;
  /** Place in the line, from 0. */
  readonly place: number;
  /** Since when, RFC 3339. */
  readonly since: string;
}

/** `now` in milliseconds. */
export function holderAt({ from, line }: WarningClock, now: number): Holder {
  let since = from;
  for (const [place, { office, until }] of line.entries()) {
    if (until === undefined || now < Date.parse(until)) return { office, place, since };
    since = until;
  }
  // `clockTrouble` lets no line end with a time.
  throw new RangeError("a line of authority without a last office");
}

/** The clock of a warning whose exposure was worked out at `from` (milliseconds). The last office holds what is overdue. */
export function startClock(
  from: number,
  within: number,
  line: readonly { readonly office: string; readonly has: number | undefined }[],
): WarningClock {
  const deadline = from + within;
  let until = from;
  return {
    from: new Date(from).toISOString(),
    deadline: new Date(deadline).toISOString(),
    line: line.map(({ office, has }) => {
      if (has === undefined) return { office };
      until = Math.min(until + has, deadline);
      return { office, until: new Date(until).toISOString() };
    }),
  };
}

/**
 * Of two clocks the tighter: the earlier deadline, and each office gives way at the earlier of both times. The offices are those of
 * `before`: a line that was configured anew does not take a warning out of the hands that hold it.
 */
export function tighten(before: WarningClock, anew: WarningClock): WarningClock {
  const deadline = before.deadline < anew.deadline ? before.deadline : anew.deadline;
  return {
    from: before.from < anew.from ? before.from : anew.from,
    deadline,
    line: before.line.map(({ office, until }, place) => {
      if (until === undefined) return { office };
      const times = [until, anew.line[place]?.until ?? until, deadline];
      return { office, until: times.reduce((first, time) => (time < first ? time : first)) };
    }),
  };
}

/** What is wrong with a clock that was read, in a sentence. `at`: when it was recorded. */
export function clockTrouble({ from, deadline, line }: WarningClock, at: string): string | undefined {
  if (from > at || deadline <= from)
    return "the clock of this warning runs from after it was recorded, or not at all";
  let before = from;
  for (const [place, { until }] of line.entries()) {
    if ((until === undefined) !== (place === line.length - 1))
      return "its line of authority has no last office";
    if (until !== undefined && (until < before || until > deadline))
      return "its line of authority runs past its deadline";
    before = until ?? before;
  }
  return undefined;
}

/** Whether `after` is nowhere later than `before`, in the same hands. */
export function noLooser(before: WarningClock, after: WarningClock): boolean {
  return (
    after.from <= before.from &&
    after.deadline <= before.deadline &&
    after.line.length === before.line.length &&
    after.line.every(({ office, until }, place) => {
      const old = before.line[place];
      return office === old?.office && (until === undefined || until <= (old.until ?? ""));
    })
  );
}
