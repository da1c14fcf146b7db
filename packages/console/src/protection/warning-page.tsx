import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type ListedWarning, protectionApi } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { SeverityShape } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortId } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { ClockText, Dial } from "./clock-face.tsx";
import { useReportWords } from "./report-words.ts";
import { ServerTimeOf, useServerClock, useServerTime } from "./server-clock.ts";
import { standingAt } from "./standing.ts";
import { TierMark } from "./tier-mark.tsx";
import { WarningHistory } from "./warning-history.tsx";
import { WarningStepForm } from "./warning-step-form.tsx";
import { type StepName, stepsFor } from "./warning-steps.ts";

export function WarningPage() {
  const { id } = useParams({ from: "/warnings/$id" });
  const { words } = useWords();
  const file = useQuery({
    queryKey: ["warning", id],
    queryFn: () => protectionApi.warning(id),
    staleTime: 30_000,
  });
  const clock = useServerClock();
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  if (file.isPending || clock.now === undefined) return <Loading />;
  return (
    <ServerTimeOf value={clock.now}>
      <article className="page warning-page">
        <p>
          <Link to="/warnings">{words.protection.back}</Link>
        </p>
        <WarningFile warning={file.data.warning} again={() => void file.refetch()} />
      </article>
    </ServerTimeOf>
  );
}

function WarningFile({ warning, again }: { readonly warning: ListedWarning; readonly again: () => void }) {
  const { words, say } = useWords();
  const { warnings } = useReportWords();
  const { name } = useSession();
  const queries = useQueryClient();
  const own = words.protection;
  const [step, ask] = useState<StepName | undefined>();
  const [done, tell] = useState(false);
  const { holder, overdue, escalated } = standingAt(warning, useServerTime());
  const { id, person, state, owner, incident, kind, attempts, assurance, proposals, open } = warning;
  const steps = stepsFor(warning, name);
  return (
    <>
      <h1 className="mono">{person}</h1>
      <p className="kicker">
        <TierMark tier={warning.tier} />
        <span>{warnings.state[state]}</span>
        <ClockText warning={warning} />
        <Link to="/warnings/incidents/$id" params={{ id: incident }} className="mono">
          {words.incident(shortId(incident))}
        </Link>
        <span>{kind}</span>
      </p>
      {open && <Dial warning={warning} />}
      {(overdue || escalated) && holder !== undefined && (
        <p className="went-up">
          <SeverityShape severity={overdue ? "critical" : "high"} /> {own.wentUp(holder.office)}
        </p>
      )}
      <dl className="clocks">
        {open && holder !== undefined && (
          <>
            <dt>{own.authority}</dt>
            <dd>{warnings.held({ office: holder.office, since: `${say.minute(holder.since)}` })}</dd>
          </>
        )}
        <dt>{own.deadline}</dt>
        <dd>
          <Time at={warning.deadline} /> <span className="muted">{say.zone}</span>
        </dd>
        <dt>{own.owner}</dt>
        <dd>{owner ?? own.nobody}</dd>
        {attempts > 0 && (
          <>
            <dt>{own.attempts}</dt>
            <dd>{own.attemptsCount(attempts)}</dd>
          </>
        )}
        {assurance !== undefined && (
          <>
            <dt>{own.releasedHow}</dt>
            <dd>
              {own.assurance[assurance]}. <span className="muted">{own.assuranceWhat[assurance]}</span>
            </dd>
          </>
        )}
      </dl>
      {proposals.map(({ deed, account }) => (
        <p key={`${deed} ${account}`} className="note">
          {deed === "release" ? own.proposedBy(account) : own.notNeededBy(account)}
        </p>
      ))}
      {steps.length > 0 && (
        <>
          <h2>{own.whatHappens}</h2>
          <div className="buttons">
            {steps.map((each, at) => (
              <button key={each} type="button" className={at === 0 ? "main" : ""} onClick={() => ask(each)}>
                {own.steps[each]}
              </button>
            ))}
          </div>
        </>
      )}
      {done && (
        <p className="note" role="status">
          {own.recorded}
        </p>
      )}
      <h2>{own.why}</h2>
      <Basis warning={warning} />
      {open && (
        <>
          <h2>{own.line}</h2>
          <ol className="line-of">
            {warning.line.map(({ office, until }, place) => (
              <li
                key={`${office} ${until ?? ""}`}
                aria-current={place === holder?.place ? "step" : undefined}
              >
                {office}{" "}
                <span className="muted">
                  {until === undefined ? own.lineLast : own.lineUntil(say.minute(until))}
                  {place === holder?.place && ` · ${own.lineNow}`}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      <h2>{words.history}</h2>
      <p className="muted">{words.zone(say.zone)}</p>
      <WarningHistory warning={warning} />
      {step !== undefined && (
        <WarningStepForm
          warning={warning}
          step={step}
          onClose={() => {
            ask(undefined);
            again();
          }}
          onDone={(after) => {
            ask(undefined);
            tell(true);
            queries.setQueryData<{ warning: ListedWarning }>(
              ["warning", id],
              (before) => before && { ...before, warning: after },
            );
          }}
        />
      )}
    </>
  );
}

/** Which exposure, without with whom: that stands in the assessment. */
function Basis({ warning: { basis, since, opened } }: { readonly warning: ListedWarning }) {
  const { say } = useWords();
  const { warnings, assessment } = useReportWords();
  const told = basis.relations.map(({ relation, tier, count }) =>
    warnings.relation({ relation, count, tier: assessment.tier[tier] }),
  );
  return (
    <ul className="basis">
      {told.length === 0 && <li>{warnings.personTier(assessment.tier[basis.tier])}</li>}
      {told.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
      {basis.recordsShown && <li>{warnings.recordsShown}</li>}
      {basis.movement && <li>{warnings.movement}</li>}
      {basis.gaps && <li>{warnings.gaps}</li>}
      {basis.knownSince !== undefined && <li>{warnings.knownSince(say.minute(basis.knownSince))}</li>}
      <li className="muted">{warnings.learned({ since: say.minute(since), opened: say.minute(opened) })}</li>
    </ul>
  );
}
