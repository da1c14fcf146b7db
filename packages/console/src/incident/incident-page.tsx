import { Link, useParams } from "@tanstack/react-router";
import { useSession } from "../frame/session.tsx";
import { FindingList } from "../finding/finding-list.tsx";
import { SeverityMark } from "../parts/severity-mark.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortId } from "../parts/subject.ts";
import { AssessmentOf } from "../protection/assessment-of.tsx";
import { useWords } from "../words/words.tsx";
import { Actions } from "./actions.tsx";
import { BundleButton } from "./bundle-button.tsx";
import { FourEyes } from "./four-eyes.tsx";
import { History } from "./history.tsx";
import { StepReportNote } from "./step-report.tsx";
import { useIncident, useSteps } from "./taking-steps.ts";
import { Unmasking } from "./unmasking.tsx";

export function IncidentPage() {
  const { id } = useParams({ from: "/incidents/$id" });
  const { words, say } = useWords();
  const { roles } = useSession();
  const file = useIncident(id);
  const steps = useSteps();
  if (file.isPending) return <Loading />;
  if (file.isError) return <Trouble error={file.error} again={() => void file.refetch()} />;
  const { incident } = file.data;
  const findings = file.data.findings.filter((finding) => finding !== null);
  const into = incident.steps.findLast(({ step }) => step.do === "merged")?.step;
  const mayCarry = roles.includes("reviewer") || roles.includes("auditor");
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
      {into?.do === "merged" && incident.state === "merged" && (
        <p className="note">
          {words.casework.incident.mergedInto}{" "}
          <Link to="/incidents/$id" params={{ id: into.into }} className="mono">
            {shortId(into.into)}
          </Link>
        </p>
      )}
      <FourEyes incident={incident} />
      <Actions
        incident={incident}
        findings={findings}
        onStep={(step) => void steps.take([incident.id], step)}
      />
      <StepReportNote report={steps.report} />
      <Unmasking incident={incident} />
      <AssessmentOf incident={incident.id} />
      <h2>{words.pages.findings}</h2>
      {findings.length === 0 ? (
        <p>{words.casework.incident.noFindings}</p>
      ) : (
        <FindingList findings={findings} />
      )}
      <h2>{words.history}</h2>
      <p className="muted">{words.zone(say.zone)}</p>
      <History steps={incident.steps} />
      {mayCarry && findings.length > 0 && (
        <>
          <h2>{words.casework.incident.evidence}</h2>
          <BundleButton incident={incident.id} />
        </>
      )}
    </article>
  );
}
