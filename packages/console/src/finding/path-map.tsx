import { useMemo } from "react";
import { placeLabels } from "../../../counterwatch/src/report/picture/label-places.ts";
import { ASPECT, PathPlane } from "../../../counterwatch/src/report/picture/path-plane.ts";
import {
  shadeOf,
  sitesOf,
  type Stop,
  type StoppedAt,
} from "../../../counterwatch/src/report/picture/path-stops.ts";
import type { StoredEvent } from "../api/shapes.ts";
import { useWords } from "../words/words.tsx";
import { pathOfRows } from "./path-of-rows.ts";

/** The path over the sites of the rows, without tiles: nothing is asked of anybody. The list beside it says the same, and each leads to the other. */
export function PathMap({ events }: { readonly events: readonly StoredEvent[] }) {
  const { words } = useWords();
  const path = useMemo(() => pathOfRows(events), [events]);
  if (path === undefined) return null;
  const { stops, more } = path;
  const sites = sitesOf(stops);
  const text = words.casework.map;
  return (
    <section className="around" aria-label={text.title}>
      <h3>{text.title}</h3>
      <div className="followed">
        <figure>
          <Picture stops={stops} sites={sites} />
          <figcaption className="muted">{text.note}</figcaption>
        </figure>
        <StopList stops={stops} sites={sites} />
      </div>
      {more > 0 && <p className="muted">{text.more(more)}</p>}
    </section>
  );
}

function Picture({
  stops,
  sites,
}: {
  readonly stops: readonly Stop[];
  readonly sites: readonly StoppedAt[];
}) {
  const { words, say } = useWords();
  const text = words.casework.map;
  const plane = new PathPlane(sites.map(({ point }) => point));
  const at = (point: Stop | StoppedAt["point"]) => plane.at(point);
  const places = sites.map(({ point, numbers }) => ({ ...at(point), text: shortNumbers(numbers) }));
  const labels = placeLabels(places, stops.map(at));
  const barFrom = 98 - plane.cell;
  return (
    <svg className="path" role="group" aria-label={text.picture(stops.length, sites.length)}>
      <g className="grid" aria-hidden="true">
        {gridLines(plane.cell).map((x) => (
          <line key={`x${x}`} x1={`${x}%`} x2={`${x}%`} y2="100%" />
        ))}
        {gridLines(plane.cell * ASPECT).map((y) => (
          <line key={`y${y}`} y1={`${y}%`} y2={`${y}%`} x2="100%" />
        ))}
      </g>
      <g className="legs" aria-hidden="true">
        {stops.slice(1).map((stop, index) => {
          const from = at(stops[index] as Stop);
          const to = at(stop);
          const explained = stop.case === undefined ? "" : " ex";
          return (
            <line
              key={`${stop.time} ${stop.site}`}
              x1={`${from.x}%`}
              y1={`${from.y}%`}
              x2={`${to.x}%`}
              y2={`${to.y}%`}
              className={`s${shadeOf(index, stops.length)}${explained}`}
            />
          );
        })}
      </g>
      {sites.map(({ point, numbers }, index) => {
        const { x, y, text: label } = places[index] as (typeof places)[number];
        const { dx, dy, end } = labels[index] as (typeof labels)[number];
        return (
          <a
            key={point.site}
            id={`stop-at-${index}`}
            href={`#stop-${numbers[0]}`}
            aria-label={text.stopAt(numbers.join(", "), point.site)}
            onClick={(event) => {
              event.preventDefault();
              focusOn(`stop-${numbers[0]}`);
            }}
          >
            <title>{text.stopAt(numbers.join(", "), point.site)}</title>
            <circle cx={`${x}%`} cy={`${y}%`} r="4" />
            <text x={`${x}%`} y={`${y}%`} dx={dx} dy={dy} textAnchor={end}>
              {label}
            </text>
          </a>
        );
      })}
      <g className="scale-bar" aria-hidden="true">
        <g transform="translate(0 -8)">
          <line x1={`${barFrom}%`} x2="98%" y1="100%" y2="100%" />
          <text x="98%" y="100%" dy="-5" textAnchor="end">
            {kilometres(plane.step / 1000, say.locale)}
          </text>
        </g>
        <text x="98%" y="16" textAnchor="end">
          N ↑
        </text>
      </g>
    </svg>
  );
}

function StopList({
  stops,
  sites,
}: {
  readonly stops: readonly Stop[];
  readonly sites: readonly StoppedAt[];
}) {
  const { words, say } = useWords();
  const text = words.casework.map;
  const index = new Map(sites.map(({ point }, at) => [point.site, at]));
  const cased = stops.some((stop) => stop.case !== undefined);
  return (
    <div className="wide stops" tabIndex={0} role="region" aria-label={text.list}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.stop}</th>
            <th scope="col">{text.site}</th>
            <th scope="col">
              {text.recordTime}, {say.zone}
            </th>
            {cased && <th scope="col">{text.case}</th>}
          </tr>
        </thead>
        <tbody>
          {stops.map((stop, number) => (
            <tr key={`${stop.time} ${stop.site}`}>
              <td>
                <a
                  id={`stop-${number + 1}`}
                  href={`#stop-at-${index.get(stop.site)}`}
                  aria-label={text.onMap(number + 1)}
                  onClick={(event) => {
                    event.preventDefault();
                    focusOn(`stop-at-${index.get(stop.site)}`);
                  }}
                >
                  {number + 1}
                </a>
              </td>
              <th scope="row">{stop.site}</th>
              <td className="t mono">{say.minute(stop.time)}</td>
              {cased && <td>{stop.case ?? <em>{words.noPurpose}</em>}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The address stays as it is: behind the `#` stands the page. */
function focusOn(id: string): void {
  const element = document.getElementById(id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}

function kilometres(length: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit: "kilometer", unitDisplay: "short" }).format(
    length,
  );
}

const MOST_NUMBERS = 3;

function shortNumbers(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST_NUMBERS).join(", ");
  return numbers.length > MOST_NUMBERS ? `${shown}…` : shown;
}

/** Percent from the edge on. */
function gridLines(cell: number): number[] {
  const lines: number[] = [];
  for (let at = cell; at < 100; at += cell) lines.push(Math.round(at * 10) / 10);
  return lines;
}
