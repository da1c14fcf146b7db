import { useWords } from "../words/words.tsx";

const HOURS = 24;
const DAYS = 7;
const HEATS = 5;

/** Look-ups by hour of the week: seven rows of twenty-four, the darker the more. */
export function WeekMap({ week, zone }: { readonly week: readonly number[]; readonly zone: string }) {
  const { words, say } = useWords();
  const text = words.casework.operator;
  const most = Math.max(1, ...week);
  const heat = (count: number) => (count === 0 ? 0 : Math.max(1, Math.ceil((count / most) * HEATS)));
  const days = text.weekdays;
  return (
    <figure className="lane">
      <h2>{text.week}</h2>
      <h3>
        <span>{text.weekMost(most)}</span>
        <span>{zone}</span>
      </h3>
      <div className="week" aria-hidden="true">
        <span />
        {Array.from({ length: HOURS }, (_, hour) => (
          <span key={`h${hour}`} className="hour">
            {hour % 6 === 0 ? hour : ""}
          </span>
        ))}
        {Array.from({ length: DAYS }, (_, day) => [
          <span key={`d${days[day]}`} className="day">
            {days[day]}
          </span>,
          ...Array.from({ length: HOURS }, (__, hour) => (
            <i key={`${days[day]} ${hour}`} className={`heat-${heat(week[day * HOURS + hour] ?? 0)}`} />
          )),
        ])}
      </div>
      <details>
        <summary>{words.asTable}</summary>
        <div className="wide" tabIndex={0} role="region" aria-label={text.week}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.weekday}</th>
                {Array.from({ length: HOURS }, (_, hour) => (
                  <th key={`h${hour}`} scope="col" className="n">
                    {hour}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((name, day) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {Array.from({ length: HOURS }, (_, hour) => (
                    <td key={`${name} ${hour}`} className="n">
                      {say.number(week[day * HOURS + hour] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
