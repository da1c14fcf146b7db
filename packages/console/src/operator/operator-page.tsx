import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { caseApi, type OperatorReport } from "../api/case-api.ts";
import { FindingList } from "../finding/finding-list.tsx";
import { LookUpTable } from "../finding/look-up-table.tsx";
import { IncidentTable } from "../incident/incident-table.tsx";
import { SeriesChart } from "../parts/series-chart.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { WeekMap } from "./week-map.tsx";

const HALF_DAY = 43_200;

/** One operator's work. To look at it is itself a look-up, under the reader's name. */
export function OperatorPage() {
  const { id } = useParams({ from: "/operators/$id" });
  const { words, say } = useWords();
  const text = words.casework.operator;
  // Leaves at which the pages began, the newest first.
  const [pages, turn] = useState<readonly (number | undefined)[]>([undefined]);
  const before = pages.at(-1);
  const file = useQuery({
    queryKey: ["operator", id, before],
    queryFn: () => caseApi.operator(id, before),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (file.isPending) return <Loading />;
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  const { work, everybody, events, findings, incidents, earlier, withheld, zone, unit } = file.data;
  return (
    <article className="page">
      <h1>{words.operator(id)}</h1>
      <p className="muted">
        {unit !== undefined && <>{text.unit(unit)} </>}
        {words.activityOf(say.number(work.lookups), say.number(everybody))}
      </p>
      {withheld > 0 && <p className="muted">{text.withheld(withheld)}</p>}
      {work.lookups === 0 ? (
        <p>{text.noWork}</p>
      ) : (
        <>
          <Cased report={file.data} />
          <Activity days={work.days} zone={zone} />
          <WeekMap week={work.week} zone={zone} />
          <h2>{text.systems}</h2>
          <table className="narrow">
            <thead>
              <tr>
                <th scope="col">{text.system}</th>
                <th scope="col" className="n">
                  {words.countColumn}
                </th>
                <th scope="col" className="n">
                  {text.share}
                </th>
              </tr>
            </thead>
            <tbody>
              {work.systems.map(({ value, count }) => (
                <tr key={value}>
                  <th scope="row">{words.names.system[value as "calls"] ?? value}</th>
                  <td className="n">{say.number(count)}</td>
                  <td className="n">{say.percent(count / work.lookups)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <h2>{words.pages.incidents}</h2>
      {incidents.length === 0 ? <p>{text.noIncidents}</p> : <IncidentTable incidents={incidents} />}
      <h2>{words.pages.findings}</h2>
      {findings.length === 0 ? <p>{words.noFindings}</p> : <FindingList findings={findings} />}
      <h2 id="look-ups">{pages.length === 1 ? words.newest : text.page(pages.length)}</h2>
      <LookUpTable events={events} all={events.length} />
      <div className="buttons">
        {pages.length > 1 && (
          <button type="button" onClick={() => turn(pages.slice(0, -1))}>
            {text.later}
          </button>
        )}
        {earlier !== undefined && (
          <button type="button" disabled={file.isPlaceholderData} onClick={() => turn([...pages, earlier])}>
            {words.earlier}
          </button>
        )}
      </div>
    </article>
  );
}

/** The share of look-ups with a case, beside the unit's other operators. */
function Cased({ report: { work, others, unit } }: { readonly report: OperatorReport }) {
  const { words, say } = useWords();
  const text = words.casework.operator;
  const own = work.cased / work.lookups;
  const rows = [
    { key: "own", name: text.thisOperator, share: own, own: true },
    ...(others === undefined || others.lookups === 0
      ? []
      : [
          {
            key: "unit",
            name: text.others(others.operators),
            share: others.cased / others.lookups,
            own: false,
          },
        ]),
  ];
  return (
    <section aria-label={text.cased}>
      <h2>{text.cased}</h2>
      <dl className="shares">
        {rows.map(({ key, name, share, own: isOwn }) => (
          <div key={key} className="pair">
            <dt>{name}</dt>
            <dd>
              <svg className={isOwn ? "share own" : "share"} aria-hidden="true">
                <rect width="100%" height="12" className="whole" />
                <rect width={`${share * 100}%`} height="12" className="part" />
              </svg>
              <span>{say.percent(share)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {others === undefined && <p className="muted">{unit === undefined ? text.noUnit : text.unitSmall}</p>}
    </section>
  );
}

function Activity({ days, zone }: { readonly days: OperatorReport["work"]["days"]; readonly zone: string }) {
  const { words, say } = useWords();
  const times = useMemo(() => days.map(({ value }) => Date.parse(value) / 1000), [days]);
  const counts = useMemo(() => days.map(({ count }) => count), [days]);
  return (
    <figure className="lane">
      <h2>{words.activity}</h2>
      <h3>
        <span>{words.activityMost(Math.max(0, ...counts))}</span>
        <span>{zone}</span>
      </h3>
      <SeriesChart
        times={times}
        values={counts}
        shape="bars"
        from={(times[0] ?? 0) - HALF_DAY}
        to={(times.at(-1) ?? 0) + HALF_DAY}
      />
      <details>
        <summary>{words.asTable}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.dayColumn}</th>
              <th scope="col" className="n">
                {words.countColumn}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ value, count }) => (
              <tr key={value}>
                <td className="mono">{value}</td>
                <td className="n">{say.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
