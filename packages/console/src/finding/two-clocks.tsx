import type { StoredEvent } from "../api/shapes.ts";
import { useWords } from "../words/words.tsx";
import { clockLanes, placeOn } from "./clock-lanes.ts";

const UPPER = 22;
const LOWER = 62;

/** Both clocks on one axis: a line from each row's happening down to its arrival leans the more, the later it came. */
export function TwoClocks({ events }: { readonly events: readonly StoredEvent[] }) {
  const { words, say } = useWords();
  const text = words.casework.clocks;
  const lanes = clockLanes(events);
  if (lanes === undefined) return null;
  const { rows, from, to, late, longest } = lanes;
  const at = (time: number) => `${placeOn(lanes, time)}%`;
  return (
    <figure className="around clocks-figure">
      <h3>{text.title}</h3>
      <p>{late === 0 ? text.onTime(rows.length) : text.late(late, rows.length, say.span(longest))}</p>
      <svg
        className="both-clocks"
        role="img"
        aria-label={text.picture(say.minute(from), say.minute(to), late)}
      >
        <g className="leaning">
          {rows.map(({ id, happened, learned, late: isLate }) => (
            <line
              key={id}
              x1={at(happened)}
              y1={UPPER}
              x2={at(learned)}
              y2={LOWER}
              className={isLate ? "late" : ""}
            />
          ))}
        </g>
        <line className="lane-line" x1="0" x2="100%" y1={UPPER} y2={UPPER} />
        <line className="lane-line" x1="0" x2="100%" y1={LOWER} y2={LOWER} />
        {rows.map(({ id, happened, learned, late: isLate }) => (
          <g key={id}>
            <circle cx={at(happened)} cy={UPPER} r="4" className="happened" />
            {isLate ? (
              <rect
                x={at(learned)}
                y={LOWER - 4}
                width="8"
                height="8"
                transform="translate(-4 0)"
                className="late"
              />
            ) : (
              <circle cx={at(learned)} cy={LOWER} r="4" className="learned" />
            )}
          </g>
        ))}
        <text x="0" y={UPPER - 10}>
          {text.happened}
        </text>
        <text x="0" y={LOWER + 20}>
          {text.learned}
        </text>
      </svg>
      <p className="axis">
        <span className="mono">{say.minute(from)}</span>
        <span className="mono">{say.minute(to)}</span>
      </p>
      <details>
        <summary>{words.asTable}</summary>
        <div className="wide" tabIndex={0} role="region" aria-label={text.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">
                  {words.happened}, {say.zone}
                </th>
                <th scope="col">{words.learned}</th>
                <th scope="col">{text.after}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, happened, learned, late: isLate }) => (
                <tr key={id}>
                  <td className="t mono">{say.minute(happened)}</td>
                  <td className="t mono">{say.minute(learned)}</td>
                  <td>
                    {say.span(learned - happened)} {isLate && <>· {text.lateMark}</>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
