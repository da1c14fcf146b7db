import { byOf, whatOf } from "../../../counterwatch/src/report/words/said-step.ts";
import type { ListedWarning } from "../api/protection-api.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { useReportWords } from "./report-words.ts";

/** Every step with both its times: when it happened, and when it was recorded. Nothing is ever taken out of it. */
export function WarningHistory({ warning }: { readonly warning: ListedWarning }) {
  const { words, say } = useWords();
  const report = useReportWords();
  const own = words.protection;
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={words.history}>
      <table className="warning-history">
        <thead>
          <tr>
            <th scope="col">
              {own.historyRecorded}, {say.zone}
            </th>
            <th scope="col">{own.historyHappened}</th>
            <th scope="col">{own.historyWhat}</th>
            <th scope="col">{own.historyBy}</th>
          </tr>
        </thead>
        <tbody>
          {warning.history.map(({ at, step }, number) => (
            // A history only grows at its end.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={number}>
              <td className="t">
                <Time at={at} />
              </td>
              <td className="t">{"happened" in step && <Time at={step.happened} />}</td>
              <td>{whatOf(step, { words: report })}</td>
              <td>{byOf(step, { say: report.speech }) || words.program}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
