import { Link } from "@tanstack/react-router";
import type { Incident } from "../api/shapes.ts";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { shortId } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";

/** Incidents as a plain table, each leading to its page. */
export function IncidentTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  const { words, say } = useWords();
  const columns = words.incidentColumns;
  return (
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
          {incidents.map((incident) => (
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
  );
}
