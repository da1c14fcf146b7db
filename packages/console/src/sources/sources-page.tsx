import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ListedSource, watchApi } from "../api/watch-api.ts";
import { mayRead } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { DayStrip } from "./day-strip.tsx";
import { StandingMark } from "./standing-mark.tsx";

const EVERY = 15_000;

export function useSources() {
  return useQuery({
    queryKey: ["sources"],
    queryFn: watchApi.sources,
    refetchInterval: EVERY,
    staleTime: 0,
  });
}

export function SourcesPage() {
  const { words, say } = useWords();
  const { roles } = useSession();
  const list = useSources();
  if (list.data === undefined)
    return list.isError ? <Trouble error={list.error} again={() => void list.refetch()} /> : <Loading />;
  const { items, since } = list.data;
  const text = words.sources;
  const { columns } = text;
  const reads = mayRead("findings", roles);
  const most = Math.max(1, ...items.flatMap(({ days }) => days.map(({ count }) => count)));
  return (
    <div className="page">
      <h1>{words.pages.sources}</h1>
      {items.length === 0 ? (
        <>
          <p role="status">{text.none}</p>
          <p>{text.noneTodo}</p>
          <pre tabIndex={0}>counterwatch serve source NAME --data FOLDER</pre>
        </>
      ) : (
        <>
          <p className="muted">{text.since(say.minute(since), say.zone)}</p>
          <div className="wide" tabIndex={0} role="region" aria-label={words.pages.sources}>
            <table className="sources">
              <thead>
                <tr>
                  <th scope="col">{columns.source}</th>
                  <th scope="col">{columns.standing}</th>
                  <th scope="col">{columns.system}</th>
                  <th scope="col">
                    {columns.heard}, {say.zone}
                  </th>
                  <th scope="col">{columns.lateness}</th>
                  <th scope="col">{columns.days}</th>
                  <th scope="col" className="n">
                    {columns.unread}
                  </th>
                  {reads && (
                    <th scope="col" className="n">
                      {columns.findings}
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {items.map((source) => (
                  <Row key={source.source} source={source} reads={reads} most={most} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

function Row({
  source: { source, standing, system, heard, arrivals, days, deadLetters, findings },
  reads,
  most,
}: {
  readonly source: ListedSource;
  readonly reads: boolean;
  readonly most: number;
}) {
  const { words, say } = useWords();
  const late = arrivals?.lateness;
  return (
    <tr>
      <th scope="row">
        <Link to="/sources/$name" params={{ name: source }} className="mono">
          {source}
        </Link>
      </th>
      <td>
        <StandingMark standing={standing} />
      </td>
      <td>{system === undefined ? "–" : words.names.system[system]}</td>
      <td className="t">{heard === undefined ? "–" : <Time at={heard} />}</td>
      <td className="t">{late === undefined ? "–" : `${say.span(late.p50)} / ${say.span(late.p99)}`}</td>
      <td>
        <DayStrip days={days} most={most} />
      </td>
      <td className="n">{deadLetters === 0 ? "–" : say.number(deadLetters)}</td>
      {reads && (
        <td className="n">
          {findings === undefined || findings.count === 0 ? (
            "–"
          ) : (
            <Link to="/findings" search={naming(findings.operators)}>
              {say.number(findings.count)}
            </Link>
          )}
        </td>
      )}
    </tr>
  );
}

/** Open findings that name one of these. */
export function naming(operators: readonly string[]) {
  return { state: "new,taken", operator: operators.join(",") };
}
