import type { BoardWarning } from "../api/protection-api.ts";
import { useWords } from "../words/words.tsx";
import { useServerTime } from "./server-clock.ts";
import { spanText } from "./span-text.ts";
import { dialOf, standingAt } from "./standing.ts";

/** How much time is left, by the server's clock. */
export function ClockText({ warning }: { readonly warning: BoardWarning }) {
  const { words, say } = useWords();
  const { left, overdue } = standingAt(warning, useServerTime());
  if (!warning.open) return null;
  const span = spanText(Math.abs(left), say.locale);
  return (
    <span className={overdue ? "clock over" : "clock"}>
      {overdue ? words.protection.over(span) : words.protection.left(span)}
    </span>
  );
}

const WIDE = 200;

/** The warning's time as a line: what has passed, and where it goes to the next office. For the eye; the words stand beside it. */
export function Dial({ warning }: { readonly warning: BoardWarning }) {
  const { now, turns } = dialOf(warning, useServerTime());
  return (
    <svg
      className={now >= 1 ? "dial over" : "dial"}
      viewBox={`0 0 ${WIDE} 10`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className="whole" x="0" y="4" width={WIDE} height="2" />
      <rect className="passed" x="0" y="3" width={WIDE * now} height="4" />
      {turns.map((turn) => (
        <rect key={turn} className="turn" x={Math.max(0, WIDE * turn - 1)} y="0" width="2" height="10" />
      ))}
    </svg>
  );
}
