import { useQuery } from "@tanstack/react-query";
import { deskApi } from "../api/desk-api.ts";
import type { DetectorPrecision } from "../api/shapes.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { ReviewersTable } from "./reviewers-table.tsx";

const ACROSS = 120;

export function PrecisionPage() {
  const { words, say } = useWords();
  const { roles } = useSession();
  const table = useQuery({ queryKey: ["precision"], queryFn: deskApi.precision, staleTime: 0 });
  if (table.isPending) return <Loading />;
  if (table.isError) return <Trouble error={table.error} again={() => void table.refetch()} />;
  const { detectors } = table.data;
  const columns = words.precisionColumns;
  return (
    <div className="page">
      <h1>{words.pages.precision}</h1>
      <p className="muted">{words.precisionNote}</p>
      {detectors.length === 0 ? (
        <p role="status">{words.noPrecision}</p>
      ) : (
        <div className="wide" tabIndex={0} role="region" aria-label={words.pages.precision}>
          <table>
            <thead>
              <tr>
                <th scope="col">{columns.detector}</th>
                {(["closed", "substantiated", "explained", "open"] as const).map((name) => (
                  <th key={name} scope="col" className="n">
                    {columns[name]}
                  </th>
                ))}
                <th scope="col" colSpan={2}>
                  {columns.share}
                </th>
              </tr>
            </thead>
            <tbody>
              {detectors.map((row) => (
                <tr key={row.detector}>
                  <th scope="row">
                    <code>{row.detector}</code>
                  </th>
                  <td className="n">{say.number(row.closed)}</td>
                  <td className="n">{say.number(row.substantiated)}</td>
                  <td className="n">{say.number(row.explained)}</td>
                  <td className="n">{say.number(row.open)}</td>
                  <td>
                    <Range row={row} />
                  </td>
                  <td className="t">
                    {row.interval === undefined
                      ? "–"
                      : words.interval(say.percent(row.interval[0]), say.percent(row.interval[1]))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {roles.some((role) => role === "auditor" || role === "reviewer") && <ReviewersTable />}
    </div>
  );
}

/** The interval as a bar from 0 to 100 %, the share as a dot; the figures stand beside it. */
function Range({ row: { interval, closed, substantiated } }: { readonly row: DetectorPrecision }) {
  if (interval === undefined) return null;
  const [low, high] = interval;
  return (
    <svg className="range" viewBox={`0 0 ${ACROSS} 12`} aria-hidden="true">
      <rect x={low * ACROSS} y="3" width={Math.max(1, (high - low) * ACROSS)} height="6" />
      <circle cx={Math.min(ACROSS - 4, Math.max(4, (substantiated / closed) * ACROSS))} cy="6" r="3" />
    </svg>
  );
}
