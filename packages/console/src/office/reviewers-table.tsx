import { useQuery } from "@tanstack/react-query";
import { peopleApi } from "../api/people-api.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";

/** For the auditor everybody, for a reviewer the own row. */
export function ReviewersTable() {
  const { words, say } = useWords();
  const { people } = words;
  const { roles } = useSession();
  const table = useQuery({ queryKey: ["reviewers"], queryFn: peopleApi.reviewers, staleTime: 0 });
  if (table.isPending) return <Loading />;
  if (table.isError) return <Trouble error={table.error} again={() => void table.refetch()} />;
  const { reviewers } = table.data;
  const columns = people.reviewerColumns;
  // Seconds where a minute would say nothing.
  const tookOf = (took: number) =>
    took < 60_000 ? `${say.number(Math.round(took / 1000))} s` : say.age(new Date(0).toISOString(), took);
  const share = ([low, high]: readonly [number, number]) =>
    words.interval(say.percent(low), say.percent(high));
  return (
    <section>
      <h2>{people.reviewers}</h2>
      <p className="muted">{people.reviewersNote}</p>
      {!roles.includes("auditor") && <p className="muted">{people.reviewersOwn}</p>}
      {reviewers.length === 0 ? (
        <p role="status">{people.noReviewers}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={people.reviewers}>
          <table>
            <thead>
              <tr>
                <th scope="col">{columns.reviewer}</th>
                {(["closed", "sentBack", "median", "quick"] as const).map((name) => (
                  <th key={name} scope="col" className="n">
                    {columns[name]}
                  </th>
                ))}
                <th scope="col">{columns.agree}</th>
              </tr>
            </thead>
            <tbody>
              {reviewers.map((row) => (
                <tr key={row.reviewer}>
                  <th scope="row">{row.reviewer}</th>
                  <td className="n">{say.number(row.closed)}</td>
                  <td className="n">{say.number(row.sentBack)}</td>
                  <td className="n">{tookOf(row.median)}</td>
                  <td className="n">
                    {say.number(row.quick)} ({share(row.quickShare)})
                  </td>
                  <td className="t">{share(row.agreeShare)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
