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
  return (
    <span className="day-strip">
      <svg viewBox={`0 0 ${Math.max(1, days.length)} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
        {days.map(({ value, count }, at) => (
          <rect
            key={value}
            x={at + 0.1}
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
