import { useMemo } from "react";
import type { DeskFinding, StoredEvent } from "../api/shapes.ts";
import { SeriesChart } from "../parts/series-chart.tsx";
import { useWords } from "../words/words.tsx";
import type { ReadEvidence } from "./evidence.ts";
import { sittingsOf } from "./sittings.ts";

const ACROSS = 1000;
const HIGH = 32;

/** Sittings, and the account under them, on one axis of time that runs to the right. */
export function FindingStrips({
  finding,
  events,
  evidence,
}: {
  readonly finding: DeskFinding;
  readonly events: readonly StoredEvent[];
  readonly evidence: ReadEvidence;
}) {
  const { words, say } = useWords();
  const { account, alertNats } = evidence;
  const times = events.map(({ event }) => Date.parse(event.time));
  const all = [
    Date.parse(finding.since),
    Date.parse(finding.time),
    ...times,
    ...account.map(({ time }) => time),
  ];
  const from = Math.min(...all);
  const to = Math.max(...all);
  const sittings = sittingsOf(events);
  const at = (time: number) =>
    to === from ? ACROSS / 2 : Math.round(((time - from) / (to - from)) * (ACROSS - 4)) + 2;
  const seconds = useMemo(() => account.map(({ time }) => time / 1000), [account]);
  const nats = useMemo(() => account.map((point) => point.nats), [account]);
  return (
    <>
      {sittings.length > 0 && (
        <figure className="lane">
          <h3>
            <span>{words.sittings(sittings.length)}</span>
            <span>{words.sittingsWhat}</span>
          </h3>
          <svg
            className="strip"
            viewBox={`0 0 ${ACROSS} ${HIGH}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={words.sittingsStrip(sittings.length, say.minute(from), say.minute(to))}
          >
            <path className="grid" d={`M0 ${HIGH - 1}H${ACROSS}`} />
            <path
              className="ticks"
              d={sittings
                .map((sitting) => `M${at(sitting.from)} ${HIGH - 1}V${HIGH - 1 - heightOf(sitting.lookups)}`)
                .join("")}
            />
          </svg>
          <p className="axis">
            <span className="mono">{say.minute(from)}</span>
            <span className="mono">{say.minute(to)}</span>
          </p>
        </figure>
      )}
      {account.length > 1 && (
        <figure className="lane">
          <h3>
            <span>{words.account}</span>
            <span>
              {words.accountHighest(say.figure(Math.max(...nats)))}
              {alertNats !== undefined && <> · {words.accountAlert(say.figure(alertNats))}</>}
            </span>
          </h3>
          <SeriesChart
            times={seconds}
            values={nats}
            shape="steps"
            level={alertNats}
            from={from / 1000}
            to={to / 1000}
          />
          <details>
            <summary>{words.asTable}</summary>
            <table>
              <thead>
                <tr>
                  <th scope="col">
                    {words.whenAxis}, {say.zone}
                  </th>
                  <th scope="col" className="n">
                    {words.nats}
                  </th>
                </tr>
              </thead>
              <tbody>
                {account.map((point) => (
                  <tr key={`${point.time} ${point.nats}`}>
                    <td className="t mono">{say.minute(point.time)}</td>
                    <td className="n">{say.figure(point.nats)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </figure>
      )}
    </>
  );
}

/** Zero-based; what is beyond a score of look-ups stands as high as the strip. */
function heightOf(lookups: number): number {
  return Math.max(6, Math.round((Math.min(20, lookups) / 20) * (HIGH - 4)));
}
