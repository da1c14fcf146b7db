import { useQuery } from "@tanstack/react-query";
import { caseApi, type ExplainedSitting } from "../api/case-api.ts";
import type { DeskFinding } from "../api/shapes.ts";
import { LongText } from "../parts/long-text.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { shortPseudonym } from "../parts/subject.ts";
import { Time } from "../parts/time.tsx";
import type { Words } from "../words/english.ts";
import { useWords } from "../words/words.tsx";
import { sittingRuns } from "./sitting-runs.ts";

const FRESH = 30_000;
const MOST = 60;

/** For each sitting what spoke for it when it began, and what did not: cases, colleagues, reasons. */
export function ExplainedSittings({
  finding: { id: finding, detector },
}: {
  readonly finding: Pick<DeskFinding, "id" | "detector">;
}) {
  const { words, say } = useWords();
  const text = words.casework.sittings;
  const report = useQuery({
    queryKey: ["finding", finding, "sittings"],
    queryFn: () => caseApi.sittings(finding),
    staleTime: FRESH,
  });
  if (report.isPending) return <Loading />;
  if (report.isError) return <Trouble error={report.error} again={() => void report.refetch()} />;
  const { sittings, cut } = report.data;
  if (sittings.length === 0) return null;
  const explained = sittings.filter((sitting) => sitting.explained).length;
  const runs = sittingRuns(sittings);
  const bySubject = new Set(sittings.map(({ subject }) => subject)).size > 1;
  return (
    <section className="around" aria-label={text.title}>
      <h3>{text.title}</h3>
      <p>{text.summary(sittings.length - explained, sittings.length)}</p>
      {detector === "story/ring" && <p className="note">{text.ring}</p>}
      <div className="wide" tabIndex={0} role="region" aria-label={text.why}>
        <table className="explained">
          <thead>
            <tr>
              <th scope="col">
                {words.columns.when}, {say.zone}
              </th>
              {bySubject && <th scope="col">{text.about}</th>}
              <th scope="col" className="n">
                {text.sittings}
              </th>
              <th scope="col" className="n">
                {text.lookups}
              </th>
              <th scope="col">{text.why}</th>
            </tr>
          </thead>
          <tbody>
            {runs.slice(0, MOST).map((run) => (
              <tr key={`${run.sitting.from} ${run.sitting.subject ?? run.sitting.site}`}>
                <td className="t">
                  <Time at={run.sitting.from} />
                  {run.sittings > 1 && (
                    <>
                      {" →"}
                      <br />
                      <Time at={run.until} />
                    </>
                  )}
                </td>
                {bySubject && (
                  <td>
                    {run.sitting.subject !== undefined && <code>{shortPseudonym(run.sitting.subject)}</code>}
                  </td>
                )}
                <td className="n">{say.number(run.sittings)}</td>
                <td className="n">{say.number(run.lookups)}</td>
                <td className={run.sitting.explained ? "explained" : "unexplained"}>
                  <b>{run.sitting.explained ? text.explainedBy : text.notExplained}</b>{" "}
                  <LongText text={whyOf(run.sitting, words)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {runs.length > MOST && (
        <p className="muted">{text.more(runs.slice(MOST).reduce((sum, run) => sum + run.sittings, 0))}</p>
      )}
      {cut && <p className="muted">{text.cut}</p>}
      <p className="muted">{text.note}</p>
    </section>
  );
}

function whyOf(sitting: ExplainedSitting, words: Words): string {
  const { by, case: name = "", reason, colleagues, withheld } = sitting;
  const text = words.casework.sittings;
  switch (by) {
    case "own-case":
      return text.ownCase(name);
    case "team-case":
      return text.teamCase(name);
    case "alone-on-case":
      return text.aloneOnCase(name);
    case "others-case":
      return text.othersCase(name);
    case "late-to-own-case":
      return text.lateToOwnCase(name);
    case "late-to-others-case":
      return text.lateToOthersCase(name);
    case "popular":
      return text.popular(colleagues);
    case "colleague":
      return text.colleague(colleagues);
    case "reason":
      return reason === undefined || withheld ? text.reasonWithheld : text.reason(reason);
    case "nothing":
      return reason === undefined ? text.nothing : text.vague(reason);
  }
}
