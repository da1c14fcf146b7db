import { useMutation, useQuery } from "@tanstack/react-query";
import { peopleApi } from "../api/people-api.ts";
import { useChangeSession } from "../frame/session.tsx";
import { Loading, saidOf, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";

export function OwnSessions() {
  const { words, say } = useWords();
  const { people } = words;
  const leave = useChangeSession();
  const list = useQuery({ queryKey: ["sessions"], queryFn: peopleApi.sessions, staleTime: 0 });
  const end = useMutation({ mutationFn: peopleApi.endSession, onSettled: () => list.refetch() });
  const endAll = useMutation({ mutationFn: peopleApi.endSessions, onSuccess: () => leave(null) });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const columns = people.sessionColumns;
  return (
    <section>
      <h2>{people.sessions}</h2>
      <div className="wide" tabIndex={0} role="region" aria-label={people.sessions}>
        <table>
          <thead>
            <tr>
              <th scope="col">{columns.means}</th>
              <th scope="col">{columns.began}</th>
              <th scope="col">{columns.seen}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {list.data.items.map(({ id, means, began, seen, here }) => (
              <tr key={id}>
                <th scope="row">{people.means[means]}</th>
                <td className="t">
                  <Time at={began} />
                </td>
                <td className="t">
                  <Time at={seen} />
                </td>
                <td>
                  {here ? (
                    <span className="muted">{people.sessionHere}</span>
                  ) : (
                    <button
                      type="button"
                      aria-label={people.sessionEndLabel(say.minute(began))}
                      onClick={() => end.mutate(id)}
                    >
                      {people.sessionEnd}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {endAll.isError && (
        <p className="trouble" role="alert">
          {saidOf(endAll.error, words).sentence}
        </p>
      )}
      <button type="button" onClick={() => endAll.mutate()}>
        {people.signOutEverywhere}
      </button>
    </section>
  );
}
