import { Link } from "@tanstack/react-router";
import type { BoardWarning } from "../api/protection-api.ts";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { useWords } from "../words/words.tsx";
import { ClockText, Dial } from "./clock-face.tsx";
import { useReportWords } from "./report-words.ts";
import { useServerTime } from "./server-clock.ts";
import { standingAt } from "./standing.ts";
import { TierMark } from "./tier-mark.tsx";

/** One warning on the board: clock first, then whose it is and what was tried. */
export function WarningCard({
  warning,
  isCursor,
  chosen,
  onChoose,
}: {
  readonly warning: BoardWarning;
  readonly isCursor: boolean;
  readonly chosen: boolean;
  /** Undefined: it cannot be chosen. */
  readonly onChoose: (() => void) | undefined;
}) {
  const { words } = useWords();
  const { warnings } = useReportWords();
  const own = words.protection;
  const { holder, overdue, escalated } = standingAt(warning, useServerTime());
  const { id, person, state, owner, attempts, proposals = [] } = warning;
  return (
    <li
      className={`warning${overdue ? " over" : ""}${isCursor ? " cursor" : ""}${warning.open ? "" : " closed"}`}
      data-warning={id}
    >
      <div className="top">
        <TierMark tier={warning.tier} />
        <ClockText warning={warning} />
      </div>
      {warning.open && <Dial warning={warning} />}
      <div className="who-line">
        {id === undefined ? (
          <span className="muted">{own.somebody}</span>
        ) : (
          <Link to="/warnings/$id" params={{ id }} className="mono">
            {person}
          </Link>
        )}
        <span>{warnings.state[state]}</span>
        {onChoose !== undefined && (
          <label className="tick">
            <input type="checkbox" checked={chosen} onChange={onChoose} />
            {own.choose}
          </label>
        )}
      </div>
      {holder !== undefined && (
        <p>
          <span className="muted">{own.authority}: </span>
          {holder.office}
        </p>
      )}
      {escalated && holder !== undefined && (
        <p className="went-up">
          <SeverityShape severity="high" /> {own.wentUp(holder.office)}
        </p>
      )}
      {warning.open && id !== undefined && (
        <p>
          <span className="muted">{own.owner}: </span>
          {owner ?? own.nobody}
          {attempts > 0 && (
            <span className="muted">
              {" "}
              · {own.attempts} {own.attemptsCount(attempts)}
            </span>
          )}
        </p>
      )}
      {proposals.map(({ deed, account }) => (
        <p key={`${deed} ${account}`} className="muted">
          {deed === "release" ? own.proposedBy(account) : own.notNeededBy(account)}
        </p>
      ))}
    </li>
  );
}
