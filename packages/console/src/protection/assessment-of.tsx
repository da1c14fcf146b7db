import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { protectionApi } from "../api/protection-api.ts";
import { useSession } from "../frame/session.tsx";
import { Loading, Trouble } from "../parts/states.tsx";
import { useWords } from "../words/words.tsx";
import { AssessmentSteps } from "./assessment-steps.tsx";
import { DraftForm } from "./draft-form.tsx";
import { ExposureSheet } from "./exposure-sheet.tsx";

/** What an incident's look-ups exposed, and the way there: for register officers and reviewers alone; others see nothing of it. */
export function AssessmentOf({ incident }: { readonly incident: string }) {
  const { roles } = useSession();
  if (!roles.includes("register-officer") && !roles.includes("reviewer")) return null;
  return <AssessmentSection incident={incident} isOfficer={roles.includes("register-officer")} />;
}

function AssessmentSection({
  incident,
  isOfficer,
}: {
  readonly incident: string;
  readonly isOfficer: boolean;
}) {
  const { words, say } = useWords();
  const own = words.protection;
  const queries = useQueryClient();
  const file = useQuery({
    queryKey: ["assessment", incident],
    queryFn: () => protectionApi.assessment(incident),
    staleTime: 30_000,
  });
  const again = () => void queries.invalidateQueries({ queryKey: ["assessment", incident] });
  if (file.isError) return <Trouble error={file.error} again={again} />;
  if (file.isPending) return <Loading />;
  const { items, kinds } = file.data;
  const [newest, ...older] = items;
  return (
    <section className="assessment-of">
      <h2>{own.assessment}</h2>
      {newest === undefined ? (
        <p>{own.noAssessment}</p>
      ) : (
        <>
          <p className="muted">
            {own.sentBy(newest.by, say.minute(newest.at))} · {own.leaf(say.number(newest.leaf))}
          </p>
          <ExposureSheet assessment={newest.assessment} />
          {isOfficer && <DraftForm incident={incident} kinds={kinds} />}
        </>
      )}
      <AssessmentSteps
        incident={incident}
        isOfficer={isOfficer}
        isOpen={newest === undefined && isOfficer}
        onSent={again}
      />
      {older.length > 0 && (
        <details>
          <summary>{own.olderTitle(older.length)}</summary>
          {older.map(({ assessment, by, at, leaf }) => (
            <div key={leaf} className="older">
              <p className="muted">
                {own.sentBy(by, say.minute(at))} · {own.leaf(say.number(leaf))}
              </p>
              <ExposureSheet assessment={assessment} />
            </div>
          ))}
        </details>
      )}
      <p>
        <Link to="/warnings" search={{ incident }}>
          {own.toBoard}
        </Link>
      </p>
    </section>
  );
}
