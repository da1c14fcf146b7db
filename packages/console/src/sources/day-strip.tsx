import { useWords } from "../words/words.tsx";

const HIGH = 20;

/** Bars of one scale down the whole column, for the eye; the source's own page has the table. */
export function DayStrip({
  days,
  most,
}: {
  readonly days: readonly { readonly value: string; readonly count: number }[];
  /** Of all sources. */
  readonly most: number;
}) {
  const { words, say } = useWords();
  const sum = days.reduce((total, { count }) => total + count, 0);
  const last = days.at(-1)?.value ?? "";
  return (
    <span className="day-strip">
      <svg viewBox={`0 0 14 ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
        {days.map(({ value, count }) => (
          <rect
            key={value}
            x={13 - daysBetween(value, last) + 0.1}
            width="0.8"
            y={HIGH - (count / most) * HIGH}
            height={(count / most) * HIGH}
          />
        ))}
      </svg>
      <span title={words.lookups(sum)}>{say.number(sum)}</span>
    </span>
  );
}

function daysBetween(day: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(day)) / 86_400_000);
}
