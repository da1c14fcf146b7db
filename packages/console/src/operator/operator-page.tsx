import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { deskApi } from "../api/desk-api.ts";
import { FindingList } from "../finding/finding-list.tsx";
import { LookUpTable } from "../finding/look-up-table.tsx";
import { SeriesChart } from "../parts/series-chart.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

const PAGE = 200;
const HALF_DAY = 43_200;

/** One operator's work. To look at it is itself a look-up, under the reader's name. */
export function OperatorPage() {
  const { id } = useParams({ from: "/operators/$id" });
  const { words, say } = useWords();
  const [before, from] = useState<number | undefined>();
  const file = useQuery({
    queryKey: ["operator", id, before],
    queryFn: () => deskApi.operator(id, before),
    staleTime: 30_000,
  });
  const days = file.data?.activity.days;
  const times = useMemo(() => (days ?? []).map(({ value }) => Date.parse(value) / 1000), [days]);
  const counts = useMemo(() => (days ?? []).map(({ count }) => count), [days]);
  if (file.isPending) return <Loading />;
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  const { activity, everybody, events, findings } = file.data;
  const last = events.at(-1);
  return (
    <article className="page">
      <h1>{words.operator(id)}</h1>
      <p className="muted">{words.activityOf(say.number(activity.total), say.number(everybody))}</p>
      <figure className="lane">
        <h2>{words.activity}</h2>
        <h3>{words.activityMost(Math.max(0, ...counts))}</h3>
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
                <th scope="col">{words.dayColumn}, UTC</th>
                <th scope="col" className="n">
                  {words.countColumn}
                </th>
              </tr>
            </thead>
            <tbody>
              {activity.days.map(({ value, count }) => (
                <tr key={value}>
                  <td className="mono">{value}</td>
                  <td className="n">{say.number(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </figure>
      <h2>{words.pages.findings}</h2>
      {findings.length === 0 ? <p>{words.noFindings}</p> : <FindingList findings={findings} />}
      <h2>{words.newest}</h2>
      <LookUpTable events={events} all={events.length} />
      <div className="buttons">
        {last !== undefined && events.length === PAGE && (
          <button type="button" onClick={() => from(last.leaf)}>
            {words.earlier}
          </button>
        )}
        {before !== undefined && (
          <button type="button" onClick={() => from(undefined)}>
            {words.newest}
          </button>
        )}
      </div>
    </article>
  );
}
