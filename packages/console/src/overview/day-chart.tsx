import { useWords } from "../words/words.tsx";
import type { ShownDay } from "./usual-days.ts";

const HIGH = 72;

/** Bars from zero, the usual range as a grey band behind them; the last day is not over and stands lighter. The table says the same. */
export function DayChart({ days, isOpen }: { readonly days: readonly ShownDay[]; readonly isOpen: boolean }) {
  const { words, say } = useWords();
  const most = Math.max(1, ...days.map(({ count, usual }) => Math.max(count, usual?.[1] ?? 0)));
  const level = (count: number) => HIGH - (count / most) * HIGH;
  const last = days.length - 1;
  return (
    <>
      <svg
        className="day-chart"
        viewBox={`0 0 ${Math.max(1, days.length)} ${HIGH}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {days.map(({ day, count, usual }, at) => (
          <g key={day}>
            {usual !== undefined && (
              <rect
                className="usual"
                x={at}
                width="1"
                y={level(usual[1])}
                height={Math.max(1, level(usual[0]) - level(usual[1]))}
              />
            )}
            <rect
              className={isOpen && at === last ? "count open" : "count"}
              x={at + 0.2}
              width="0.6"
              y={level(count)}
              height={HIGH - level(count)}
            />
          </g>
        ))}
        <line x1="0" x2={days.length} y1={HIGH} y2={HIGH} />
      </svg>
      <p className="axis" aria-hidden="true">
        <span className="mono">{days[0]?.day}</span>
        <span>{words.overview.mostADay(say.number(most))}</span>
        <span className="mono">{days[last]?.day}</span>
      </p>
      <details>
        <summary>{words.asTable}</summary>
        <div className="wide" tabIndex={0} role="region" aria-label={words.asTable}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.dayColumn}, UTC</th>
                <th scope="col" className="n">
                  {words.countColumn}
                </th>
                <th scope="col" className="n">
                  {words.overview.usual}
                </th>
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map(({ day, count, usual }) => (
                <tr key={day}>
                  <td className="mono">{day}</td>
                  <td className="n">{say.number(count)}</td>
                  <td className="n">
                    {usual === undefined ? "–" : words.interval(say.number(usual[0]), say.number(usual[1]))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}
