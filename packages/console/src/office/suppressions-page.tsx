import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deskApi } from "../api/desk-api.ts";
import { mayJudge } from "../frame/access.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { SuppressionForm } from "./suppression-form.tsx";

export function SuppressionsPage() {
  const { words, say } = useWords();
  const { roles } = useSession();
  const [asking, ask] = useState(false);
  const list = useQuery({ queryKey: ["suppressions"], queryFn: deskApi.suppressions, staleTime: 0 });
  if (list.isPending) return <Loading />;
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  const { items } = list.data;
  const columns = words.suppressionColumns;
  const now = new Date().toISOString();
  return (
    <div className="page">
      <h1>{words.pages.suppressions}</h1>
      <p className="muted">{words.suppressionNote}</p>
      {mayJudge(roles) && (
        <button type="button" onClick={() => ask(true)}>
          {words.suppressionNew}
        </button>
      )}
      {items.length === 0 ? (
        <p role="status">{words.noSuppressions}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={words.pages.suppressions}>
          <table>
            <thead>
              <tr>
                <th scope="col">{columns.what}</th>
                <th scope="col">{columns.why}</th>
                <th scope="col">{columns.by}</th>
                <th scope="col">
                  {columns.from}, {say.zone}
                </th>
                <th scope="col">{columns.until}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <tr key={each.id} className={each.until <= now ? "muted" : ""}>
                  <th scope="row">
                    <code>{each.detector ?? words.anyDetector}</code> ·{" "}
                    <code>{each.operator ?? words.anyOperator}</code>
                  </th>
                  <td>{each.why}</td>
                  <td>{each.by}</td>
                  <td className="t">
                    <Time at={each.from} />
                  </td>
                  <td className="t">
                    <Time at={each.until} /> {each.until <= now && words.suppressionEnded}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asking && (
        <SuppressionForm
          onClose={() => ask(false)}
          onDone={() => {
            ask(false);
            void list.refetch();
          }}
        />
      )}
    </div>
  );
}
