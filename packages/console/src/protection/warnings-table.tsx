import { Link } from "@tanstack/react-router";
import type { BoardWarning } from "../api/protection-api.ts";
import { shortId } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { ClockText } from "./clock-face.tsx";
import { useReportWords } from "./report-words.ts";
import { useServerTime } from "./server-clock.ts";
import { standingAt } from "./standing.ts";
import { TierMark } from "./tier-mark.tsx";

/** The board as a table: the same warnings in the same order; this is what is printed. */
export function WarningsTable({
  warnings,
  isOfficer,
}: {
  readonly warnings: readonly BoardWarning[];
  readonly isOfficer: boolean;
}) {
  const { words, say } = useWords();
  const said = useReportWords();
  const now = useServerTime();
  const own = words.protection;
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={words.pages.warnings}>
      <table className="warnings-table">
        <thead>
          <tr>
            <th scope="col">{own.clock}</th>
            <th scope="col">{own.tier}</th>
            {isOfficer && <th scope="col">{own.person}</th>}
            <th scope="col">{own.state}</th>
            <th scope="col">{own.authority}</th>
            {isOfficer && <th scope="col">{own.owner}</th>}
            <th scope="col" className="n">
              {own.attempts}
            </th>
            <th scope="col">
              {own.deadline}, {say.zone}
            </th>
            <th scope="col">{own.incident}</th>
          </tr>
        </thead>
        <tbody>
          {warnings.map((warning, at) => {
            const { holder, escalated } = standingAt(warning, now);
            return (
              // Overseers see no ids, and nothing moves between two answers.
              <tr key={warning.id ?? at}>
                <th scope="row">{warning.open ? <ClockText warning={warning} /> : own.lanes.closed}</th>
                <td>
                  <TierMark tier={warning.tier} />
                </td>
                {isOfficer && warning.id !== undefined && (
                  <td>
                    <Link to="/warnings/$id" params={{ id: warning.id }} className="mono">
                      {warning.person}
                    </Link>
                  </td>
                )}
                <td>{said.warnings.state[warning.state]}</td>
                <td>
                  {holder?.office ?? ""}
                  {escalated && " ↑"}
                </td>
                {isOfficer && <td>{warning.owner ?? ""}</td>}
                <td className="n">{warning.attempts}</td>
                <td className="t">
                  <Time at={warning.deadline} />
                </td>
                <td className="mono">{shortId(warning.incident)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
