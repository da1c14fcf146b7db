import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { deskApi } from "../api/desk-api.ts";
import { useSession } from "../frame/session.tsx";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortId } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";

export interface IncidentFilter {
  readonly open?: "true" | "false";
  readonly owner?: string;
}

export function readIncidentFilter({ open, owner }: Readonly<Record<string, unknown>>): IncidentFilter {
  return {
    ...((open === "true" || open === "false") && { open }),
    ...(typeof owner === "string" && owner !== "" && { owner }),
  };
}

export function IncidentsPage() {
  const { words, say } = useWords();
  const { name } = useSession();
  const filter = useSearch({ from: "/incidents" });
  const navigate = useNavigate({ from: "/incidents" });
  const asked = { open: filter.open ?? "true", ...(filter.owner !== undefined && { owner: filter.owner }) };
  const list = useInfiniteQuery({
    queryKey: ["incidents", asked],
    queryFn: ({ pageParam }) =>
      deskApi.incidents(
        new URLSearchParams({ ...asked, limit: "50", ...(pageParam !== undefined && { after: pageParam }) }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const tab = (text: string, wanted: IncidentFilter, pressed: boolean) => (
    <button
      type="button"
      aria-pressed={pressed}
      className={pressed ? "main" : ""}
      onClick={() => void navigate({ search: wanted })}
    >
      {text}
    </button>
  );
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  const columns = words.incidentColumns;
  const withheld = list.data.pages.reduce((sum, page) => sum + page.withheld, 0);
  return (
    <div className="page">
      <h1>{words.pages.incidents}</h1>
      <div className="buttons">
        {tab(words.incidentsOpen, {}, asked.open === "true" && asked.owner === undefined)}
        {tab(words.incidentsMine, { owner: name }, asked.owner === name)}
        {tab(words.incidentsClosed, { open: "false" }, asked.open === "false")}
      </div>
      {withheld > 0 && <p className="muted">{words.withheld(withheld)}</p>}
      {items.length === 0 ? (
        <p role="status">{words.noIncidents}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={words.pages.incidents}>
          <table>
            <thead>
              <tr>
                <th scope="col">{columns.incident}</th>
                <th scope="col">{columns.severity}</th>
                <th scope="col">{columns.state}</th>
                <th scope="col">{columns.operators}</th>
                <th scope="col" className="n">
                  {columns.findings}
                </th>
                <th scope="col">{columns.owner}</th>
                <th scope="col">
                  {columns.changed}, {say.zone}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((incident) => (
                <tr key={incident.id}>
                  <th scope="row">
                    <Link to="/incidents/$id" params={{ id: incident.id }} className="mono">
                      {shortId(incident.id)}
                    </Link>
                  </th>
                  <td>
                    <SeverityMark severity={incident.severity} />
                  </td>
                  <td>{words.incidentStates[incident.state]}</td>
                  <td className="mono">{incident.operators.join(", ")}</td>
                  <td className="n">{say.number(incident.findings.length)}</td>
                  <td>{incident.owner ?? ""}</td>
                  <td className="t">
                    <Time at={incident.changed} />
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
