import { useInfiniteQuery } from "@tanstack/react-query";
import { deskApi } from "../api/desk-api.ts";
import { Loading, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";

export function AuditPage() {
  const { words, say } = useWords();
  const trail = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) =>
      deskApi.audit(
        new URLSearchParams({ limit: "100", ...(pageParam !== undefined && { after: pageParam }) }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  if (trail.isPending) return <Loading />;
  if (trail.isError) return <Trouble error={trail.error} again={() => void trail.refetch()} />;
  const rows = trail.data.pages.flatMap(({ items }) => items);
  const columns = words.auditColumns;
  return (
    <div className="page">
      <h1>{words.pages.audit}</h1>
      <p className="muted">{words.all(trail.data.pages[0]?.total ?? 0)}</p>
      {rows.length === 0 ? (
        <p role="status">{words.noAudit}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={words.pages.audit}>
          <table className="audit">
            <thead>
              <tr>
                <th scope="col">
                  {columns.at}, {say.zone}
                </th>
                <th scope="col">{columns.by}</th>
                <th scope="col">{columns.action}</th>
                <th scope="col">{columns.target}</th>
                <th scope="col">{columns.detail}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                // Two rows may be alike in everything; the trail only grows at its other end.
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={at}>
                  <td className="t">
                    <Time at={row.at} />
                  </td>
                  <td>{row.by}</td>
                  <td>
                    <code>{row.action}</code>
                  </td>
                  <td className="mono">{row.target ?? ""}</td>
                  <td>{row.detail ?? ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {trail.hasNextPage && (
        <button type="button" onClick={() => void trail.fetchNextPage()}>
          {words.more}
        </button>
      )}
    </div>
  );
}
