import { Link, useParams } from "@tanstack/react-router";
import { FindingList } from "../finding/finding-list.tsx";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortId } from "../parts/subject.ts";
import { AssessmentOf } from "../protection/assessment-of.tsx";
import { useWords } from "../words/words.tsx";
import { Actions } from "./actions.tsx";
import { History } from "./history.tsx";
import { StepReportNote } from "./step-report.tsx";
import { useIncident, useSteps } from "./taking-steps.ts";

export function IncidentPage() {
  const { id } = useParams({ from: "/incidents/$id" });
  const { words, say } = useWords();
  const file = useIncident(id);
  const steps = useSteps();
  if (file.isPending) return <Loading />;
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  const { incident, findings } = file.data;
  return (
    <article className="page">
      <h1>{words.incident(shortId(incident.id))}</h1>
      <p className="kicker">
        <SeverityMark severity={incident.severity} />
        <span>{words.incidentStates[incident.state]}</span>
        <span>{incident.owner === undefined ? words.nobodyOn : words.ownedBy(incident.owner)}</span>
        {incident.operators.map((operator) => (
          <Link key={operator} to="/operators/$id" params={{ id: operator }} className="mono">
            {operator}
          </Link>
        ))}
      </p>
      <Actions incident={incident} onStep={(step) => void steps.take([incident.id], step)} />
      <StepReportNote report={steps.report} />
      <h2>{words.pages.findings}</h2>
      <FindingList findings={findings.filter((finding) => finding !== null)} />
      <AssessmentOf incident={incident.id} />
      <h2>{words.history}</h2>
      <p className="muted">{words.zone(say.zone)}</p>
      <History steps={incident.steps} />
    </article>
  );
}
