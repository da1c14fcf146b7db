import { Link } from "@tanstack/react-router";
import { Actions } from "../incident/actions.tsx";
import { FourEyes } from "../incident/four-eyes.tsx";
import { History } from "../incident/history.tsx";
import { StepReportNote } from "../incident/step-report.tsx";
import { type StepReport, useFinding, useIncident, useSteps } from "../incident/taking-steps.ts";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortId, shortPseudonym, sourceOf } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import { useWords } from "../words/words.tsx";
import { DetectorName } from "./detector-name.tsx";
import { FindingStrips } from "./finding-strips.tsx";
import { LookUpTable } from "./look-up-table.tsx";
import { readEvidence } from "./evidence.ts";
import { ExplainedSittings } from "./explained-sittings.tsx";
import { Neighbours } from "./neighbours.tsx";
import { PathMap } from "./path-map.tsx";
import { PeersFigure } from "./peers-figure.tsx";
import { RuleMatched } from "./rule-matched.tsx";
import { useTold } from "./told.ts";
import { TwoClocks } from "./two-clocks.tsx";

/** One finding: the sentence first, then what may be done, then why it stands here. */
export function FindingDetail({
  id,
  onBack,
  report,
}: {
  readonly id: string;
  readonly onBack: () => void;
  /** Of steps that were taken by the keyboard. */
  readonly report?: StepReport | undefined;
}) {
  const { words, say } = useWords();
  const file = useFinding(id);
  const incident = useIncident(file.data?.finding.incident);
  const steps = useSteps();
  const told = useTold();
  const back = (
    <p className="back">
      <button type="button" className="plain" onClick={onBack}>
        {words.backToQueue}
      </button>
    </p>
  );
  if (file.isPending)
    return (
      <div className="finding">
        {back}
        <Loading />
      </div>
    );
  if (file.isError)
    return (
      <div className="finding">
        {back}
        <Trouble error={file.error} again={() => void file.refetch()} />
      </div>
    );
  const { finding, events } = file.data;
  const evidence = readEvidence(finding.evidence);
  const source = sourceOf(finding);
  const sentence = told(finding);
  return (
    <article className="finding">
      {back}
      <p className="kicker">
        <SeverityMark severity={finding.severity} />
        {source === undefined ? (
          <Link to="/operators/$id" params={{ id: finding.operator }}>
            {words.operator(finding.operator)}
          </Link>
        ) : (
          <span>{words.source(source)}</span>
        )}
        <DetectorName detector={finding.detector} />
        <span>{words.state[finding.state]}</span>
        <span>{finding.owner === undefined ? words.nobodyOn : words.ownedBy(finding.owner)}</span>
        <Link to="/incidents/$id" params={{ id: finding.incident }}>
          {words.incident(shortId(finding.incident))}
        </Link>
      </p>
      <h2 className="sentence" {...sentence} />
      {sentence.lang !== undefined && <p className="muted">{words.toldInEnglish}</p>}
      <dl className="clocks">
        <dt>{words.happened}</dt>
        <dd>
          <Time at={finding.since} /> → <Time at={finding.time} />
        </dd>
        <dt>{words.learned}</dt>
        <dd>
          <Time at={finding.learned} /> <span className="muted">{words.zone(say.zone)}</span>
        </dd>
      </dl>
      {incident.data !== undefined && <FourEyes incident={incident.data.incident} />}
      {incident.data !== undefined && (
        <Actions
          incident={incident.data.incident}
          onStep={(step) => void steps.take([finding.incident], step)}
        />
      )}
      {incident.isError && <Trouble error={incident.error} again={() => void incident.refetch()} />}
      <StepReportNote report={steps.report ?? report} />
      <FindingStrips finding={finding} events={events} evidence={evidence} />
      <TwoClocks events={events} />
      {source === undefined && (
        <>
          <RuleMatched finding={finding} />
          <ExplainedSittings finding={finding} />
          <PeersFigure finding={finding.id} />
          <PathMap events={events} />
          <Neighbours finding={finding} events={events} />
        </>
      )}
      <details>
        <summary>{words.why}</summary>
        <dl className="knew">
          <dt>{words.detector}</dt>
          <dd>
            <code>{finding.detector}</code>
          </dd>
          <dt>{words.columns.subject}</dt>
          <dd>
            {finding.subjects.slice(0, 12).map((subject) => (
              <code key={subject}>{shortPseudonym(subject)} </code>
            ))}
          </dd>
          {evidence.rest.map(([name, value]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      <LookUpTable events={events} all={finding.lookups} />
      {incident.data !== undefined && (
        <>
          <h3>{words.history}</h3>
          <History steps={incident.data.incident.steps} />
        </>
      )}
    </article>
  );
}
