import { Link } from "@tanstack/react-router";
import type { DeskFinding, Severity } from "../api/shapes.ts";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { useTold } from "./told.ts";

const URGENCY: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Findings as a plain table, each leading to its own page in the queue. */
export function FindingList({ findings }: { readonly findings: readonly DeskFinding[] }) {
  const { words, say } = useWords();
  const told = useTold();
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={words.pages.findings}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.filters.severity}</th>
            <th scope="col">
              {words.happened}, {say.zone}
            </th>
            <th scope="col">{words.pages.findings}</th>
            <th scope="col">{words.filters.state}</th>
          </tr>
        </thead>
        <tbody>
          {findings.toSorted(byUrgency).map((finding) => (
            <tr key={finding.id}>
              <td>
                <SeverityMark severity={finding.severity} />
              </td>
              <td className="t">
                <Time at={finding.time} />
              </td>
              <td className="told">
                <Link to="/findings" search={{ id: finding.id }} {...told(finding)} />
              </td>
              <td>{words.state[finding.state]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The most urgent first, of these the last that happened. */
function byUrgency(a: DeskFinding, b: DeskFinding): number {
  return URGENCY.indexOf(a.severity) - URGENCY.indexOf(b.severity) || Date.parse(b.time) - Date.parse(a.time);
}
