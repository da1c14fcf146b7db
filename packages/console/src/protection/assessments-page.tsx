import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { protectionApi } from "../api/protection-api.ts";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortId } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { AssessmentOf } from "./assessment-of.tsx";

/** Incidents with what was worked out about them: where a register officer begins. */
export function AssessmentsPage() {
  const { words, say } = useWords();
  const own = words.protection;
  const list = useInfiniteQuery({
    queryKey: ["assessed"],
    queryFn: ({ pageParam }) =>
      protectionApi.assessed(
        new URLSearchParams({ limit: "50", ...(pageParam !== undefined && { after: pageParam }) }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  return (
    <div className="page">
      <p>
        <Link to="/warnings">{own.back}</Link>
      </p>
      <h1>{own.toAssess}</h1>
      <p className="muted">{own.toAssessNote}</p>
      {items.length === 0 ? (
        <p role="status">{own.noIncidents}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={own.incidentsTitle}>
          <table>
            <thead>
              <tr>
                <th scope="col">{own.columns.incident}</th>
                <th scope="col">{words.incidentColumns.severity}</th>
                <th scope="col">{words.incidentColumns.state}</th>
                <th scope="col" className="n">
                  {own.columns.findings}
                </th>
                <th scope="col">
                  {own.columns.assessed}, {say.zone}
                </th>
                <th scope="col" className="n">
                  {own.columns.exposed}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ incident, newest }) => (
                <tr key={incident.id}>
                  <th scope="row">
                    <Link to="/warnings/incidents/$id" params={{ id: incident.id }} className="mono">
                      {shortId(incident.id)}
                    </Link>
                  </th>
                  <td>
                    <SeverityMark severity={incident.severity} />
                  </td>
                  <td>{words.incidentStates[incident.state]}</td>
                  <td className="n">{say.number(incident.findings)}</td>
                  <td className="t">
                    {newest === undefined ? (
                      <span className="muted">{own.notAssessed}</span>
                    ) : (
                      <Time at={newest.assessed} />
                    )}
                  </td>
                  <td className="n">
                    {newest !== undefined && `${newest.relations.certain} · ${newest.relations.likely}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <button type="button" onClick={() => void list.fetchNextPage()}>
          {words.more}
        </button>
      )}
    </div>
  );
}

/** One incident, as far as register officers see it. */
export function AssessedIncidentPage() {
  const { id } = useParams({ from: "/warnings/incidents/$id" });
  const { words } = useWords();
  return (
    <div className="page">
      <p>
        <Link to="/warnings/incidents">← {words.protection.incidentsTitle}</Link>
      </p>
      <h1>{words.incident(shortId(id))}</h1>
      <AssessmentOf incident={id} />
    </div>
  );
}
